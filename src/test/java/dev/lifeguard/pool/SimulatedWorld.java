package dev.lifeguard.pool;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/// An operating system that misbehaves in every way that the pool must bear, in virtual time.
///
/// Everything comes from one seed: how long things take, in which order the two signs of a death
/// are seen, which tasks kill their workers, who presses which button when.
final class SimulatedWorld {
  private static final long MILLI = 1_000_000L;

  private final Random random;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final Map<Integer, SimulatedProcess> processes = new HashMap<>();
  private final Map<Integer, Integer> poison = new HashMap<>();
  private final Map<Integer, Long> pendingStops = new HashMap<>();
  private final double calmness;
  private final int tasks;
  private long arrivalCount;
  private long nextPid = 1000;
  private long itemsReadUntil;

  /// Results that were written to a pipe and will be read within the time that is allowed.
  final Map<Integer, Integer> writtenResults = new HashMap<>();

  private record Arrival(long at, long order, Runnable happens, Optional<Input> tells) {}

  SimulatedWorld(long seed, int tasks) {
    this.random = new Random(seed);
    this.tasks = tasks;
    // Some worlds are quiet and some are hell.
    calmness = 0.5 + random.nextDouble() * 0.5;
    for (int task = 1; task <= tasks; task++) {
      if (random.nextInt(12) == 0) {
        poison.put(task, 1 + random.nextInt(4));
      }
    }
  }

  Random random() {
    return random;
  }

  Optional<SimulatedProcess> process(int worker) {
    return Optional.ofNullable(processes.get(worker));
  }

  List<SimulatedProcess> processes() {
    return List.copyOf(processes.values());
  }

  /// When the next thing happens, `Long.MAX_VALUE` when nothing will.
  long nextAt() {
    return arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().at();
  }

  /// Lets the next thing happen; what the pool hears of it, if anything.
  Optional<Input> next() {
    Arrival arrival = arrivals.remove();
    arrival.happens().run();
    return arrival.tells();
  }

  /// The items come in portions, and then the source ends.
  void feed() {
    long at = 0;
    for (int left = tasks; left > 0; ) {
      int portion = Math.min(left, 1 + random.nextInt(20));
      tell(at, new Input.TasksFound(portion));
      left -= portion;
      at += random.nextInt(3) == 0 ? millis(50) : 0;
    }
    if (unlucky(25)) {
      tell(at, new Input.SourceFailed("the source broke off"));
    } else {
      tell(at, new Input.SourceEnded());
    }
    if (unlucky(60)) {
      tell(millis(800), new Input.ItemsUnreadable("the file has changed"));
    }
  }

  /// People and strangers do things at random times.
  void disturb(int workers, long horizonNanos) {
    int disturbances = (int) ((1 - calmness) * 24);
    for (int i = 0; i < disturbances; i++) {
      long at = (long) (random.nextDouble() * horizonNanos);
      int worker = 1 + random.nextInt(workers + 2);
      switch (random.nextInt(8)) {
        case 0, 1 -> happen(at, () -> die(worker, signalled(9), "outside", at));
        case 2 -> happen(at, () -> die(worker, signalled(15), "outside", at));
        case 3, 4, 5 -> happen(at, () -> ask(worker, at));
        case 6 -> {
          tell(at, new Input.RecorderBehind(true));
          tell(at + millis(200), new Input.RecorderBehind(false));
        }
        default -> tell(at, new Input.Sampled(List.of(), List.of(), 1));
      }
    }
    if (random.nextInt(8) == 0) {
      long at = (long) (random.nextDouble() * horizonNanos);
      tell(at, new Input.Interrupted(2));
      if (random.nextBoolean()) {
        tell(at + millis(3000), new Input.Interrupted(2));
      }
    }
  }

  private void ask(int worker, long at) {
    SimulatedProcess process = processes.get(worker);
    if (process == null) {
      return;
    }
    // Now and then somebody has an old screen before him.
    ProcessIdentity shown =
        random.nextInt(6) == 0
            ? new ProcessIdentity(process.identity.pid(), 7, 0)
            : process.identity;
    Command command =
        switch (random.nextInt(12)) {
          case 0, 1 -> new Command.Terminate(worker, shown);
          case 2, 3 -> new Command.Kill(worker, shown);
          case 4 -> new Command.Signal(worker, shown, 11);
          case 5 -> new Command.Suspend(worker, shown);
          case 6 -> new Command.Continue(worker, shown);
          case 7 -> unlucky(4) ? new Command.Stop("enough") : new Command.Abort("at once");
          default -> new Command.Restart(worker, shown);
        };
    tell(at, new Input.Asked(1, command));
  }

  void carryOut(Effect effect, long now) {
    switch (effect) {
      case Effect.Spawn(int worker) -> spawn(worker, now);
      case Effect.Run(int worker, int task, int attempt) -> run(worker, task, attempt, now);
      case Effect.Stop(int worker) -> pendingStops.put(worker, now);
      case Effect.Signal(int worker, int signal) -> signal(worker, signal, now);
      case Effect.Release(int worker) -> release(worker, now);
      case Effect.CollectEvidence(int incident, int _) -> {
        if (random.nextInt(20) != 0) {
          tell(
              now + millis(30),
              new Input.EvidenceFound(incident, Optional.empty(), List.of(), List.of("last")));
        }
      }
      case Effect.ReadItems(int first, int count) -> {
        List<String> labels = new ArrayList<>();
        // One thread reads the source, so the answers come in the order of the orders.
        itemsReadUntil = Math.max(itemsReadUntil, now + millis(2));
        // Large items come in small numbers, whatever was ordered.
        int some = random.nextInt(3) == 0 ? 1 + random.nextInt(count) : count;
        for (int i = 0; i < some; i++) {
          labels.add("item " + (first + i));
        }
        Map<Integer, TaskAnswer.Failure> refused = new HashMap<>();
        if (unlucky(10)) {
          refused.put(first, new TaskAnswer.Failure("ItemTooLarge", "", Payload.of("{}")));
        }
        tell(itemsReadUntil, new Input.ItemsRead(first, labels, refused));
      }
      case Effect.TakeBack _,
          Effect.Interrupt _,
          Effect.Dump _,
          Effect.FetchItem _,
          Effect.Answer _ -> {}
    }
    if (effect instanceof Effect.Stop(int worker)) {
      considerStop(worker, now);
    }
  }

  private void spawn(int worker, long now) {
    if (unlucky(60)) {
      tell(now + millis(5), new Input.SpawnFailed(worker, "no memory to fork"));
      return;
    }
    long at = now + millis(5);
    var process = new SimulatedProcess(worker, new ProcessIdentity(nextPid++, at + 1, at));
    process.stubborn = unlucky(12);
    process.unkillable = unlucky(150);
    process.pipeHeldByGrandchild = unlucky(15);
    happenAndTell(
        at, () -> processes.put(worker, process), new Input.Spawned(worker, process.identity));
    if (unlucky(25)) {
      happen(
          at + millis(40),
          () -> {
            say(process, new Input.StartFailed(worker, "no module"), at + millis(40));
            die(worker, new ExitStatus.Exited(3), "", at + millis(40));
          });
    } else {
      long readyAt = at + millis(80);
      happen(readyAt, () -> hello(process, readyAt));
    }
  }

  private void hello(SimulatedProcess process, long now) {
    if (process.isAlive()) {
      say(process, new Input.Ready(process.worker, "simulated", 1), now);
      considerStop(process.worker, now);
    }
  }

  private void run(int worker, int task, int attempt, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive() || process.pipeClosed) {
      return;
    }
    process.task = task;
    process.attempt = attempt;
    long at = now + millis(30);
    happen(at, () -> finish(process, task, attempt, at));
  }

  private void finish(SimulatedProcess process, int task, int attempt, long now) {
    if (!process.isAlive() || process.task != task || process.attempt != attempt) {
      return;
    }
    int worker = process.worker;
    if (attempt <= poison.getOrDefault(task, 0)) {
      die(worker, randomDeath(), "", now);
    } else if (unlucky(50)) {
      die(worker, randomDeath(), "", now);
    } else if (unlucky(60)) {
      process.hung = true;
      long later = now + 8_000 * MILLI;
      happen(later, () -> die(worker, signalled(9), "outside", later));
    } else if (unlucky(60)) {
      say(process, new Input.Violated(worker, "offending bytes"), now);
    } else if (unlucky(80)) {
      closePipe(process, now);
    } else if (unlucky(100)) {
      say(process, new Input.Result(worker, task + 1000, attempt, Payload.of("0")), now);
    } else {
      answer(process, task, attempt, now);
    }
  }

  private void answer(SimulatedProcess process, int task, int attempt, long now) {
    process.task = 0;
    int worker = process.worker;
    if (random.nextInt(15) == 0) {
      var failure = new TaskAnswer.Failure("ValueError", "simulated", Payload.of("{}"));
      say(process, new Input.Failed(worker, task, attempt, failure), now);
    } else {
      say(process, new Input.Result(worker, task, attempt, truth(task, attempt)), now);
      writtenResults.put(task, attempt);
    }
    considerStop(worker, now);
    if (unlucky(25)) {
      // The result is in the pipe, and the worker dies at once: the result must count.
      die(worker, randomDeath(), "", now);
    }
  }

  static Payload truth(int task, int attempt) {
    return Payload.of(task + "." + attempt);
  }

  private ExitStatus randomDeath() {
    return switch (random.nextInt(5)) {
      case 0 -> signalled(11);
      case 1 -> signalled(9);
      case 2 -> new ExitStatus.Exited(0);
      case 3 -> new ExitStatus.Exited(137);
      default -> new ExitStatus.Exited(1);
    };
  }

  private static ExitStatus signalled(int signal) {
    return new ExitStatus.Signalled(signal, false);
  }

  private void considerStop(int worker, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process == null
        || !pendingStops.containsKey(worker)
        || process.task != 0
        || process.stubborn) {
      return;
    }
    long at = now + millis(20);
    happen(
        at,
        () -> {
          if (process.isAlive() && process.task == 0) {
            say(process, new Input.Bye(worker), at);
            die(worker, new ExitStatus.Exited(0), "", at);
          }
        });
  }

  private void signal(int worker, int signal, long now) {
    SimulatedProcess process = processes.get(worker);
    boolean works = signal == 9 ? process != null && !process.unkillable : true;
    if (process == null || !works || (signal == 15 && process.stubborn)) {
      return;
    }
    if (signal == 9 || signal == 15 || signal == 11) {
      happen(now + millis(3), () -> die(worker, signalled(signal), "ours", now + millis(3)));
    }
  }

  private void release(int worker, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process == null) {
      return;
    }
    process.released = true;
    if (!process.unkillable) {
      happen(now + millis(3), () -> die(worker, signalled(9), "ours", now));
    }
  }

  /// The process writes something; it is read a little later, in order.
  private void say(SimulatedProcess process, Input message, long now) {
    if (process.pipeClosed) {
      return;
    }
    process.pipeReadUntil = Math.max(process.pipeReadUntil, now + millis(4));
    tell(process.pipeReadUntil, message);
  }

  private void closePipe(SimulatedProcess process, long now) {
    if (!process.pipeClosed) {
      process.pipeClosed = true;
      long at = Math.max(process.pipeReadUntil, now + millis(4));
      tell(at, new Input.OutputClosed(process.worker, at));
    }
  }

  private void die(int worker, ExitStatus status, String killer, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive()) {
      return;
    }
    process.death = Optional.of(status);
    process.killer = killer;
    long seen = now + millis(6);
    tell(seen, new Input.Exited(worker, status, seen));
    if (!process.pipeHeldByGrandchild) {
      closePipe(process, now);
    }
  }

  private boolean unlucky(int oneIn) {
    return random.nextInt((int) (oneIn * (0.2 + calmness))) == 0;
  }

  /// A random time of about so many milliseconds.
  private long millis(int about) {
    return (long) (random.nextDouble() * 2 * about * MILLI) + 1;
  }

  private void tell(long at, Input input) {
    happenAndTell(at, () -> {}, input);
  }

  private void happen(long at, Runnable what) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.empty()));
  }

  private void happenAndTell(long at, Runnable what, Input input) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.of(input)));
  }
}
