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

/// An engine with Python workers and without a recording, and the directory of its function.
final class BenchJob implements AutoCloseable {
  private final Path directory;

  /// @param source Python with a function `work(item)`
  BenchJob(String source) throws IOException {
    directory = Files.createTempDirectory("lifeguard-bench-");
    Files.writeString(directory.resolve("work.py"), source);
  }

  Engine engine(int workers, TaskSource tasks) {
    EngineSettings settings =
        new EngineSettings(
            "bench",
            "work:work",
            directory.toString(),
            PoolPolicy.usual(workers),
            new WorkerSettings(
                new WorkerSettings.Program.Python(
                    "python3",
                    "work:work",
                    Optional.empty(),
                    new WorkerSettings.PythonStart.Spawn()),
                directory,
                Map.of(),
                new WorkerSettings.MemoryHold.None(),
                WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
            new RunClock(),
            Duration.ofMillis(250));
    return new Engine(settings, tasks, new LinuxProbes(), new NoRecording());
  }

  /// Makes an empty file beside the function.
  void touch(String name) throws IOException {
    Files.createFile(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static final class NoRecording implements Recorder {
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
