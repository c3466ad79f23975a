package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.EngineSettings;
import dev.lifeguard.engine.Recorder;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.linux.LinuxProbes;
import dev.lifeguard.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// How many commands a second the engine runs, two at a time, without a recording. Run by
/// `src/bench/exec.py`, which sets it beside other programs.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.CommandRates [-Dbench="TASKS COMMAND…"]`: runs
/// twice so many tasks and prints two rates, that of the first half from its first task's start,
/// while the JVM still compiles what it runs, and that of the second half.
public final class CommandRates {
  private static final int WORKERS = 2;

  private CommandRates() {}

  /// Runs it and prints two numbers: commands a second, cold and warm.
  public static void main(String[] arguments) {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    List<String> command =
        arguments.length > 1
            ? List.of(arguments).subList(1, arguments.length)
            : List.of("/bin/true");
    RunClock clock = new RunClock();
    Engine engine =
        new Engine(
            settings(clock, command), new AllAtOnce(2 * tasks), new LinuxProbes(), new Nothing());
    AtomicLong began = new AtomicLong();
    AtomicLong half = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    AtomicLong done = new AtomicLong();
    engine.subscribe(batch -> {
      for (PoolEvent event : batch) {
        if (event instanceof PoolEvent.TaskStarted e) {
          began.compareAndSet(0, e.atNanos());
        } else if (event instanceof PoolEvent.TaskEnded e) {
          ended.set(e.atNanos());
          if (done.incrementAndGet() == tasks) {
            half.set(e.atNanos());
          }
        }
      }
    });
    engine.start();
    engine.ended().join();
    if (done.get() != 2 * tasks) {
      throw new IllegalStateException(done + " of " + tasks + " tasks ended");
    }
    System.out.printf(
        "%.0f %.0f%n",
        tasks * 1e9 / (half.get() - began.get()), tasks * 1e9 / (ended.get() - half.get()));
  }

  private static EngineSettings settings(RunClock clock, List<String> command) {
    Path directory = Path.of("").toAbsolutePath();
    return new EngineSettings(
        "command-rates",
        String.join(" ", command),
        directory.toString(),
        PoolPolicy.usual(WORKERS).with(WorkerForm.SLOT).withWindow(2),
        new WorkerSettings(
            new WorkerSettings.Program.Command(command, false),
            directory,
            Map.of(),
            new WorkerSettings.MemoryHold.None(),
            WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
        clock,
        Duration.ofMillis(250));
  }

  /// Records nothing.
  private static final class Nothing implements Recorder {
    @Override
    public void accept(List<PoolEvent> batch) {}

    @Override
    public void output(int worker, int task, int attempt, List<String> lines) {}

    @Override
    public void outputEnded(int worker) {}

    @Override
    public List<String> lastLines(int worker) {
      return List.of();
    }

    @Override
    public boolean isBehind() {
      return false;
    }

    @Override
    public boolean takesItems() {
      return false;
    }
  }
}
