package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.EngineSettings;
import dev.lifeguard.engine.Recorder;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.linux.LinuxProbes;
import dev.lifeguard.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An engine as the benchmarks want it: Python workers from a file of a few lines, any number of
/// deaths, no waits between restarts, and nothing recorded.
final class Bare implements AutoCloseable {
  private static final String MODULE = "bare_tasks";

  private final Path directory;
  private final RunClock clock = new RunClock();
  private final WorkerSettings.PythonStart start;

  /// @param source Python, with a function `work` of one argument
  Bare(String source, WorkerSettings.PythonStart start) throws IOException {
    directory = Files.createTempDirectory("lifeguard-bench-");
    Files.writeString(directory.resolve(MODULE + ".py"), source);
    this.start = start;
  }

  /// What the engine's times count from.
  RunClock clock() {
    return clock;
  }

  /// Starts processes in this, where the tasks can be imported.
  Path directory() {
    return directory;
  }

  /// An engine that does nothing yet.
  Engine engine(String python, int workers, TaskSource source) {
    return engine(python, workers, source, new Nothing());
  }

  /// The same with a recording.
  Engine engine(String python, int workers, TaskSource source, Recorder recorder) {
    var program =
        new WorkerSettings.Program.Python(python, MODULE + ":work", Optional.empty(), start);
    var settings =
        new EngineSettings(
            "bench",
            MODULE + ":work",
            directory.toString(),
            policy(workers),
            new WorkerSettings(
                program,
                directory,
                Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                new WorkerSettings.MemoryHold.None(),
                WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
            clock,
            Duration.ofMillis(250));
    return new Engine(settings, source, new LinuxProbes(), recorder);
  }

  private static PoolPolicy policy(int workers) {
    int any = Integer.MAX_VALUE - 1;
    return PoolPolicy.usual(workers)
        .with(new PoolPolicy.Retry(any, 0, 0, any))
        .with(new PoolPolicy.Restart(any, 1, 0, 0))
        .with(new PoolPolicy.Times(OptionalLong.empty(), OptionalLong.empty(), 0))
        .withWindow(2);
  }

  @Override
  public void close() throws IOException {
    Files.delete(directory.resolve(MODULE + ".py"));
    Files.delete(directory);
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
