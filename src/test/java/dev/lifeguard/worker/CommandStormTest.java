package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short commands in a few slots, with a second order always behind the first, while slots are
/// killed, released and stopped and orders taken back at random: every command has its own answer
/// once, nothing is told of a slot that was released, and nothing is left.
@NotOnWindows
final class CommandStormTest {
  private static final int SLOTS = 3;
  private static final int SIGKILL = 9;
  // Ends at once, with output, with a failure, by a signal, with more than a pipe holds, late, and
  // with somebody left behind who prints later.
  private static final String SCRIPT =
      """
      case $(($1 % 8)) in
      0) exit 0 ;;
      1) echo $1; exit 3 ;;
      2) sleep 0.03; echo $1 ;;
      3) kill -9 $$ ;;
      4) head -c 100000 /dev/zero | tr '\\0' x ;;
      5) echo $1; (sleep 0.02; echo late) & ;;
      *) echo $1 ;;
      esac
      """;

  private static final int ROUNDS = 1_500;
  // Longer than `true` lives.
  private static final int LIFE_NANOS = 1_500_000;
  private static final int CLOSES = 40;
  private static final long PATIENCE_OF_A_CLOSE = 2_000_000_000;

  @TempDir private Path directory;

  @Test
  void everyCommandHasItsOwnAnswerOnce() {
    storm(1, 400);
  }

  @Test
  @Tag("proof")
  void everyCommandHasItsOwnAnswerOnceInALongStorm() {
    for (int seed = 2; seed < 32; seed++) {
      storm(seed, 2_000);
    }
  }

  /// Between the end of one command and the start of the next nobody may be forgotten.
  @Test
  void slotThatIsReleasedAtAnyMomentLeavesNobodyBehind() {
    Random random = new Random(3);
    leavesNothing(
        List.of("true", "{}"),
        3,
        port -> {
          for (int round = 1; round <= ROUNDS; round++) {
            releasedAtAnyMoment(port, round, random);
          }
        });
  }

  /// A command that the kernel cannot end yet holds up nobody who closes the port.
  @Test
  void closeThatCannotWaitLeavesNobodyBehindEither() {
    boolean[] wentOn = {false};
    for (int round = 1; round <= CLOSES; round++) {
      String seconds = round % 2 == 0 ? "60" : "0.00" + round % 10;
      AtomicLong ahead = new AtomicLong();
      AtomicBoolean hurried = new AtomicBoolean();
      LongSupplier clock =
          () -> System.nanoTime() + (hurried.get() ? ahead.addAndGet(PATIENCE_OF_A_CLOSE) : 0);
      leavesNothing(
          List.of("sleep", "{}"),
          round,
          clock,
          port -> {
            RecordedFacts facts = new RecordedFacts();
            for (int slot = 1; slot <= SLOTS; slot++) {
              port.spawn(slot);
              port.run(slot, slot, 1, Payload.of(seconds));
            }
            while (facts.count("spawned") < SLOTS) {
              port.await(System.nanoTime() + 50_000_000, facts);
            }
            hurried.set(true);
            port.close();
            wentOn[0] |= isBurying();
          });
    }
    assertThat(wentOn[0]).as("a close that did not wait for all").isTrue();
  }

  private static boolean isBurying() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(it -> it.getName().equals(LateBurial.THREAD));
  }

  private static void releasedAtAnyMoment(WorkerPort port, int round, Random random) {
    RecordedFacts facts = new RecordedFacts();
    port.spawn(1);
    for (int task = 1; task <= 2; task++) {
      port.run(1, task, round, Payload.of(Integer.toString(task)));
    }
    while (facts.first("spawned", 1).isEmpty()) {
      port.await(System.nanoTime() + 50_000_000, facts);
    }
    long until = System.nanoTime() + random.nextInt(LIFE_NANOS);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    port.release(1);
  }

  private void storm(long seed, int tasks) {
    leavesNothing(
        List.of("sh", "-c", SCRIPT, "sh", "{}"), seed, port -> new Storm(port, seed, tasks).run());
  }

  private void leavesNothing(List<String> command, long seed, Consumer<WorkerPort> work) {
    leavesNothing(command, seed, System::nanoTime, work);
  }

  private void leavesNothing(
      List<String> command, long seed, LongSupplier clock, Consumer<WorkerPort> work) {
    long descriptors = descriptors();
    Set<ProcessHandle> others = children();
    WorkerSettings settings =
        LivePort.settings(directory, new WorkerSettings.Program.Command(command, false));
    try (WorkerPort port = LivePort.Means.NATIVE.open(settings, clock)) {
      work.accept(port);
    }
    Patience.await().until(() -> runners() == 0);
    Patience.await().until(() -> descriptors() <= descriptors);
    Patience.await()
        .untilAsserted(() -> assertThat(leftBehind(others)).as("seed %d", seed).isEmpty());
  }

  /// Our children but these; a zombie has no command.
  private static List<String> leftBehind(Set<ProcessHandle> others) {
    Set<ProcessHandle> left = children();
    left.removeAll(others);
    return left.stream().map(child -> child.pid() + " " + child.info()).toList();
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private static long descriptors() {
    String[] all = Path.of("/proc/self/fd").toFile().list();
    return all == null ? 0 : all.length;
  }

  private static long runners() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith("lifeguard-slot-"))
        .count();
  }

  /// Plays the supervisor.
  private static final class Storm implements WorkerFacts {
    private final WorkerPort port;
    private final Random random;
    private final int tasks;
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final Set<Integer> done = new HashSet<>();
    private final List<ArrayDeque<Given>> hands = new ArrayList<>();
    private final boolean[] open = new boolean[SLOTS + 1];
    private final boolean[] stopping = new boolean[SLOTS + 1];
    private final boolean[] signalled = new boolean[SLOTS + 1];
    private final List<Runnable> next = new ArrayList<>();
    private int attempts;
    private int takenBack;
    private int deaths;
    private int releases;
    private int stops;

    /// A task that was given to a slot and has no answer.
    private record Given(int task, int attempt) {}

    Storm(WorkerPort port, long seed, int tasks) {
      this.port = port;
      this.tasks = tasks;
      random = new Random(seed);
      for (int task = 1; task <= tasks; task++) {
        queue.add(task);
      }
      for (int slot = 0; slot <= SLOTS; slot++) {
        hands.add(new ArrayDeque<>());
      }
    }

    void run() {
      for (int slot = 1; slot <= SLOTS; slot++) {
        port.spawn(slot);
      }
      long patience = System.nanoTime() + Patience.PATIENCE.toNanos();
      while (done.size() < tasks) {
        assertThat(System.nanoTime()).as("%s of %s", done.size(), tasks).isLessThan(patience);
        int before = done.size();
        port.await(System.nanoTime() + 50_000_000, this);
        List<Runnable> orders = List.copyOf(next);
        next.clear();
        orders.forEach(Runnable::run);
        disturb();
        feed();
        patience =
            done.size() > before ? System.nanoTime() + Patience.PATIENCE.toNanos() : patience;
      }
      assertThat(deaths).isPositive();
      assertThat(releases).isPositive();
      assertThat(stops).isPositive();
      assertThat(takenBack).isPositive();
    }

    private void disturb() {
      int slot = 1 + random.nextInt(SLOTS);
      if (!open[slot]) {
        return;
      }
      switch (random.nextInt(40)) {
        case 0, 1 -> {
          signalled[slot] |= port.signal(slot, SIGKILL);
        }
        case 2 -> {
          releases++;
          reopen(slot);
        }
        case 3 -> {
          stops++;
          stopping[slot] = true;
          port.stop(slot);
        }
        case 4, 5, 6 -> takeBack(slot);
        default -> {}
      }
    }

    private void takeBack(int slot) {
      Given last = hands.get(slot).peekLast();
      if (last != null && port.takeBack(slot, last.task(), last.attempt())) {
        takenBack++;
        hands.get(slot).removeLast();
        queue.add(last.task());
      }
    }

    private void reopen(int slot) {
      open[slot] = false;
      port.release(slot);
      hands.get(slot).forEach(given -> queue.add(given.task()));
      hands.get(slot).clear();
      port.spawn(slot);
    }

    private void feed() {
      for (int slot = 1; slot <= SLOTS; slot++) {
        while (open[slot] && !stopping[slot] && hands.get(slot).size() < 2 && !queue.isEmpty()) {
          int task = queue.remove();
          attempts++;
          hands.get(slot).add(new Given(task, attempts));
          port.run(slot, task, attempts, Payload.of(Integer.toString(task)));
        }
      }
    }

    @Override
    public void ready(int worker, String runtime, long pid, long tid, long atNanos) {
      assertThat(open[worker]).isFalse();
      open[worker] = true;
      stopping[worker] = false;
      signalled[worker] = false;
    }

    @Override
    public void spawned(int worker, ProcessIdentity process, long atNanos) {
      assertThat(open[worker]).isTrue();
      assertThat(hands.get(worker)).isNotEmpty();
    }

    @Override
    public void result(int worker, int task, int attempt, Payload json, long atNanos) {
      // A signal that comes after its exit still ends who holds its output.
      boolean cut = signalled[worker];
      answered(worker, task);
      String output =
          switch (task % 8) {
            case 0 -> "";
            case 4 -> "x".repeat(64 << 10);
            case 5 -> task + (cut ? "\\n" : "\\nlate\\n");
            default -> task + "\\n";
          };
      assertThat(task % 8).isNotIn(1, 3);
      String all = "{\"exitCode\":0,\"output\":\"" + output;
      assertThat(json.toString()).startsWith(all);
      assertThat(json.toString().substring(all.length())).isIn("\"}", cut ? "late\\n\"}" : "\"}");
    }

    @Override
    public void failed(
        int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos) {
      answered(worker, task);
      assertThat(task % 8).isEqualTo(1);
      assertThat(failure.json().toString()).contains("\"output\":\"" + task + "\\n\"");
    }

    private void answered(int worker, int task) {
      assertThat(open[worker]).isTrue();
      assertThat(hands.get(worker).remove().task()).isEqualTo(task);
      // It was meant for this one, and reaches no other.
      signalled[worker] = false;
      assertThat(done.add(task)).as("%s has its answer", task).isTrue();
    }

    @Override
    public void output(int worker, List<String> lines, long atNanos) {
      assertThat(open[worker]).isTrue();
    }

    @Override
    public void bye(int worker, long atNanos) {
      assertThat(open[worker] && stopping[worker]).isTrue();
      assertThat(hands.get(worker)).isEmpty();
    }

    @Override
    public void exited(int worker, ExitStatus status, long atNanos) {
      assertThat(open[worker]).isTrue();
      if (!status.equals(new ExitStatus.Exited(0))) {
        deaths++;
        assertThat(status).isInstanceOf(ExitStatus.Signalled.class);
        int task = hands.get(worker).remove().task();
        if (task % 8 == 3) {
          assertThat(done.add(task)).isTrue();
        } else {
          assertThat(signalled[worker]).as("task %s was killed", task).isTrue();
          queue.add(task);
        }
      }
      next.add(() -> reopen(worker));
    }

    @Override
    public void outputClosed(int worker, long atNanos) {
      assertThat(open[worker]).isTrue();
    }

    @Override
    public void spawnFailed(int worker, String reason, long atNanos) {
      throw new AssertionError(reason);
    }

    @Override
    public void startFailed(int worker, String reason, long atNanos) {
      throw new AssertionError(reason);
    }

    @Override
    public void violation(int worker, String offence, long atNanos) {
      throw new AssertionError(offence);
    }
  }
}
