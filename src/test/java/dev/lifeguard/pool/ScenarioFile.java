package dev.lifeguard.pool;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.WorkerForm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One story: a policy, and inputs with what the pool decides on each of them.
final class ScenarioFile {
  private static final long MILLI = 1_000_000L;
  private static final long MIB = 1L << 20;
  // Where the word stands that begins what is known of a death.
  private static final int REASON = 6;

  private final List<String> lines;
  private final StringBuilder told = new StringBuilder();
  private int workers = 2;
  private PoolPolicy.Retry retry = PoolPolicy.Retry.DEFAULT;
  private int restarts = 5;
  private PoolPolicy.OnFailure onFailure = PoolPolicy.OnFailure.CONTINUE;
  private OptionalLong taskTimeout = OptionalLong.empty();
  private OptionalLong softTimeout = OptionalLong.empty();
  private PoolPolicy.Hang hang = PoolPolicy.Hang.DEFAULT;
  private PoolPolicy.Memory memory = PoolPolicy.Memory.UNLIMITED;
  private PoolPolicy.Recycle recycle = PoolPolicy.Recycle.NEVER;
  private WorkerForm form = WorkerForm.PROCESS;
  private int window = 1;
  private HostSystem system = HostSystem.LINUX;

  ScenarioFile(List<String> lines) {
    this.lines = lines;
  }

  /// The whole text, with the decisions as they are made now.
  String play() {
    List<String> inputs = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("at ")) {
        inputs.add(line);
      } else if (!line.startsWith("  ")) {
        setting(line);
        told.append(line).append('\n');
      }
    }
    Pool pool =
        new Pool(
            PoolPolicy.usual(workers)
                .with(retry)
                .with(new PoolPolicy.Restart(restarts, 30_000 * MILLI, 100 * MILLI, 10_000 * MILLI))
                .with(onFailure)
                .with(new PoolPolicy.Times(taskTimeout, softTimeout, 5_000 * MILLI))
                .with(hang)
                .with(memory)
                .with(recycle)
                .with(form)
                .withWindow(window));
    for (String line : inputs) {
      told.append(line).append('\n');
      Decisions decisions = new Decisions();
      String[] words = line.split(" ");
      pool.handle((long) (Double.parseDouble(words[1]) * MILLI), input(words, line), decisions);
      decisions.events().forEach(event -> told.append("  * ").append(text(event)).append('\n'));
      decisions.effects().forEach(order -> told.append("  > ").append(text(order)).append('\n'));
    }
    return told.toString();
  }

  private void setting(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "workers" -> workers = Integer.parseInt(words[1]);
      case "retry" ->
          retry = new PoolPolicy.Retry(number(words, 1), number(words, 2), number(words, 3), 3);
      case "restarts" -> restarts = number(words, 1);
      case "fail-fast" -> onFailure = PoolPolicy.OnFailure.STOP;
      case "task-timeout" -> taskTimeout = OptionalLong.of(number(words, 1) * MILLI);
      case "soft-timeout" -> softTimeout = OptionalLong.of(number(words, 1) * MILLI);
      case "hang-after" ->
          hang = new PoolPolicy.Hang(OptionalLong.of(number(words, 1) * MILLI), words.length > 2);
      case "memory" ->
          memory =
              new PoolPolicy.Memory(
                  OptionalLong.of(number(words, 1) * MIB), MemoryMeans.valueOf(words[2]));
      case "recycle-tasks" ->
          recycle = new PoolPolicy.Recycle(OptionalInt.of(number(words, 1)), OptionalLong.empty());
      case "recycle-memory" ->
          recycle =
              new PoolPolicy.Recycle(OptionalInt.empty(), OptionalLong.of(number(words, 1) * MIB));
      case "slots" -> form = WorkerForm.SLOT;
      case "windows" -> system = HostSystem.WINDOWS;
      case "window" -> window = number(words, 1);
      default -> {
        if (!line.isEmpty() && !line.startsWith("#")) {
          throw new IllegalArgumentException("no such setting: " + line);
        }
      }
    }
  }

  private Input input(String[] words, String line) {
    return switch (words[2]) {
      case "began" -> new Input.Began(description());
      case "found" -> new Input.TasksFound(number(words, 3));
      case "source-ended" -> new Input.SourceEnded();
      case "source-failed" -> new Input.SourceFailed(rest(line, 3));
      case "items-unreadable" -> new Input.ItemsUnreadable(rest(line, 3));
      case "items" ->
          new Input.ItemsRead(number(words, 3), List.of(words).subList(4, words.length), Map.of());
      case "item-refused" ->
          new Input.ItemsRead(
              number(words, 3),
              List.of(words[4]),
              Map.of(
                  number(words, 3), new TaskAnswer.Failure("ItemTooLarge", "", Payload.of("{}"))));
      case "time-passed" -> new Input.TimePassed();
      case "spawned" -> new Input.Spawned(number(words, 3), process(number(words, 3)));
      case "spawn-failed" -> new Input.SpawnFailed(number(words, 3), rest(line, 4));
      case "start-failed" -> new Input.StartFailed(number(words, 3), rest(line, 4));
      case "ready" -> new Input.Ready(number(words, 3), "CPython", 7);
      case "result" ->
          new Input.Result(number(words, 3), number(words, 4), number(words, 5), Payload.of("0"));
      case "failed" ->
          new Input.Failed(
              number(words, 3),
              number(words, 4),
              number(words, 5),
              new TaskAnswer.Failure("ValueError", "no", Payload.of("{}")));
      case "raised" ->
          new Input.Failed(
              number(words, 3),
              number(words, 4),
              number(words, 5),
              new TaskAnswer.Failure(words[6], "no", Payload.of("{}")));
      case "taken-back" ->
          new Input.TakenBack(
              number(words, 3), number(words, 4), number(words, 5), Boolean.parseBoolean(words[6]));
      case "attempt-spawned" ->
          new Input.Spawned(number(words, 3), process(10 * number(words, 4) + number(words, 3)));
      case "looked" ->
          new Input.Looked(
              number(words, 3),
              Progress.valueOf(words[4]),
              number(words, 5) * MILLI,
              "waits for a lock, without a deadline",
              List.of());
      case "over-memory" ->
          new Input.OverMemory(number(words, 3), process(number(words, 3)), number(words, 4) * MIB);
      case "attempt-over-memory" ->
          new Input.OverMemory(
              number(words, 3),
              process(10 * number(words, 4) + number(words, 3)),
              number(words, 5) * MIB);
      case "fetched" -> new Input.ItemFetched(number(words, 3), words[4], Optional.empty());
      case "measured" -> measured(number(words, 3), number(words, 4) * MIB);
      case "bye" -> new Input.Bye(number(words, 3));
      case "violated" -> new Input.Violated(number(words, 3), rest(line, 4));
      case "exited" ->
          new Input.Exited(number(words, 3), status(words), time(words), known(words, line));
      case "closed" -> new Input.OutputClosed(number(words, 3), time(words));
      case "interrupted" -> new Input.Interrupted(number(words, 3));
      case "recorder-behind" -> new Input.RecorderBehind(Boolean.parseBoolean(words[3]));
      default -> new Input.Asked(1, command(words));
    };
  }

  private static Input measured(int worker, long resident) {
    var memory =
        new MemoryReading(
            OptionalLong.of(resident),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    var reading =
        new ProcessReading(worker, process(worker), 1, "worker", RunState.SLEEPING, 0, 0, memory);
    return new Input.Sampled(List.of(reading), List.of(), 1);
  }

  /// A further word tells of a death for lack of memory, the rest why.
  private static Optional<Input.Known> known(String[] words, String line) {
    if (words.length <= REASON) {
      return Optional.empty();
    }
    boolean kernel = words[REASON].equals("kernel:");
    DeathCause cause =
        new DeathCause(
            kernel ? CauseKind.KERNEL_OOM : CauseKind.EXIT,
            kernel ? OptionalInt.of(number(words, 5)) : OptionalInt.empty(),
            kernel ? OptionalInt.empty() : OptionalInt.of(number(words, 5)),
            rest(line, REASON + 1),
            Certainty.CERTAIN);
    Evidence evidence = new Evidence("its " + words[REASON], cause.reason(), time(words));
    return Optional.of(new Input.Known(cause, evidence));
  }

  private static Command command(String[] words) {
    int worker = words.length > 3 ? number(words, 3) : 0;
    // A further word stands for an old screen.
    ProcessIdentity process = process(words.length > 4 ? 99 : worker);
    return switch (words[2]) {
      case "terminate" -> new Command.Terminate(worker, process);
      case "kill" -> new Command.Kill(worker, process);
      case "suspend" -> new Command.Suspend(worker, process);
      case "signal" -> new Command.Signal(worker, process(worker), number(words, 4));
      case "restart" -> new Command.Restart(worker, process);
      case "dump" -> new Command.Dump(worker, process);
      case "kill-attempt" -> new Command.Kill(worker, process(10 * number(words, 4) + worker));
      case "pause" -> new Command.Pause();
      case "go" -> new Command.Go();
      case "sample-every" -> new Command.SampleEvery(Duration.ofMillis(number(words, 3)));
      case "sample-now" -> new Command.SampleNow();
      case "resize" -> new Command.Resize(number(words, 3));
      case "retry-task" -> new Command.RetryTask(number(words, 3));
      case "cancel-task" -> new Command.CancelTask(number(words, 3));
      case "drain" -> new Command.Drain("the user wants it");
      case "stop" -> new Command.Stop("the user wants it");
      case "abort" -> new Command.Abort("the user wants it now");
      default -> throw new IllegalArgumentException("no such input: " + words[2]);
    };
  }

  private static ExitStatus status(String[] words) {
    int number = number(words, 5);
    return switch (words[4]) {
      case "signal" -> new ExitStatus.Signalled(number, false);
      case "code" -> new ExitStatus.Exited(number);
      case "perhaps" -> new ExitStatus.Ambiguous(number);
      case "windows" -> new ExitStatus.Windows(number);
      default -> throw new IllegalArgumentException("no such status: " + words[4]);
    };
  }

  private static long time(String[] words) {
    return (long) (Double.parseDouble(words[1]) * MILLI);
  }

  private static int number(String[] words, int index) {
    return Long.decode(words[index]).intValue();
  }

  private static String rest(String line, int from) {
    return line.split(" ", from + 1)[from];
  }

  private static ProcessIdentity process(int worker) {
    return new ProcessIdentity(100 + worker, worker, 0);
  }

  private static String text(Object record) {
    return record
        .toString()
        .replaceFirst("atNanos=\\d+(, )?", "")
        .replaceAll("Optional(Int|Long)?\\[([^\\[\\]]*)\\]", "$2")
        .replaceAll("Optional(Int|Long)?\\.empty", "-");
  }

  private JobDescription description() {
    return new JobDescription(
        "story",
        "nothing:real",
        Instant.EPOCH,
        new ProcessIdentity(100, 1, 0),
        form,
        2,
        3,
        memory.limitBytes(),
        memory.means(),
        "/nowhere",
        system);
  }
}
