package dev.lifeguard.cli;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.EngineSettings;
import dev.lifeguard.engine.Recorder;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.jobfile.ItemSource;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.PythonTarget;
import dev.lifeguard.jobfile.WorkerKind;
import dev.lifeguard.journal.JournalWriter;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.Variables;
import dev.lifeguard.worker.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Fits the parts together: what the job file says to what the engine wants, the item source to the
/// feeder, the journal to the recorder.
final class RunWiring {
  /// PRODUCT: at most four samples a second.
  private static final Duration SAMPLE_PERIOD = Duration.ofMillis(250);

  private RunWiring() {}

  static EngineSettings settings(
      JobFile job,
      Path runDirectory,
      RunClock clock,
      Map<String, String> environment,
      MemoryLimits.Choice memory) {
    return new EngineSettings(
        job.name(),
        target(job),
        runDirectory.toString(),
        job.toPolicy(memory.memory().means()).withWindow(window(job.worker().kind())),
        workers(job, environment, memory.hold()),
        clock,
        SAMPLE_PERIOD);
  }

  /// Two where the second one can be taken back.
  private static int window(WorkerKind kind) {
    return switch (kind) {
      case WorkerKind.Python _, WorkerKind.Command _ -> 2;
      case WorkerKind.Java _, WorkerKind.Program _ -> 1;
    };
  }

  /// What a worker runs, in a few words: a file goes by its name.
  static String target(JobFile job) {
    return switch (job.worker().kind()) {
      case WorkerKind.Python(PythonTarget.Module module, var _, var _, var _) -> module.text();
      case WorkerKind.Python(PythonTarget.File(Path file, String function), var _, var _, var _) ->
          file.getFileName() + ":" + function;
      case WorkerKind.Java java -> java.className();
      case WorkerKind.Command command -> String.join(" ", command.arguments());
      case WorkerKind.Program program -> String.join(" ", program.arguments());
    };
  }

  private static WorkerSettings workers(
      JobFile job, Map<String, String> environment, WorkerSettings.MemoryHold memory) {
    return new WorkerSettings(
        program(job.worker().kind(), environment),
        job.worker().directory(),
        job.worker().environment(),
        memory,
        Math.toIntExact(job.limits().messageBytes()));
  }

  private static WorkerSettings.Program program(WorkerKind kind, Map<String, String> environment) {
    return switch (kind) {
      case WorkerKind.Python(var target, var interpreter, var initializer, var start) ->
          new WorkerSettings.Program.Python(
              interpreter.orElseGet(() -> usualInterpreter(environment)),
              target.text(),
              initializer.map(PythonTarget.Module::text),
              switch (start) {
                case WorkerKind.Start.Spawn _ -> new WorkerSettings.PythonStart.Spawn();
                case WorkerKind.Start.Template(List<String> preload) ->
                    new WorkerSettings.PythonStart.Template(preload);
              });
      case WorkerKind.Java(String name, List<Path> classPath, List<String> flags) ->
          new WorkerSettings.Program.Java(Optional.empty(), name, classPath, flags);
      case WorkerKind.Command(List<String> arguments, boolean feedItem) ->
          new WorkerSettings.Program.Command(arguments, feedItem);
      case WorkerKind.Program(List<String> arguments) ->
          new WorkerSettings.Program.Protocol(arguments);
    };
  }

  /// The active virtual environment's, then the usual one on the path: `python3`; on Windows the
  /// launcher `py`, then `python`.
  static String usualInterpreter(Map<String, String> environment) {
    return usualInterpreter(environment, ThisSystem.kind());
  }

  /// The same for a system.
  static String usualInterpreter(Map<String, String> environment, HostSystem system) {
    Map<String, String> variables = Variables.of(environment, system);
    boolean windows = system == HostSystem.WINDOWS;
    return Optional.ofNullable(variables.get("VIRTUAL_ENV"))
        .map(root ->
            windows ? Path.of(root, "Scripts", "python.exe") : Path.of(root, "bin", "python"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .orElseGet(() -> windows ? pyOrPython(variables) : "python3");
  }

  private static String pyOrPython(Map<String, String> variables) {
    return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(directory -> !directory.isEmpty())
            .anyMatch(directory -> Files.isRegularFile(Path.of(directory, "py.exe")))
        ? "py"
        : "python";
  }

  /// The items of a job file for the engine's feeder.
  static TaskSource taskSource(ItemSource items, boolean isStream) {
    return new TaskSource() {
      @Override
      public int discover() throws SourceException {
        try {
          return items.discover();
        } catch (JobFileException e) {
          throw new SourceException(String.join("; ", e.lines()));
        } catch (IOException e) {
          throw new SourceException("the items cannot be read: " + reason(e));
        }
      }

      @Override
      public boolean isStream() {
        return isStream;
      }

      @Override
      public List<Item> read(int firstTask, int count) throws SourceException {
        try {
          return items.read(firstTask, count).stream()
              .map(item -> new Item(item.json(), item.label()))
              .toList();
        } catch (IOException e) {
          throw new SourceException("the items cannot be read: " + reason(e));
        }
      }

      @Override
      public void close() {
        try {
          items.close();
        } catch (IOException e) {
          // It was only read from; nothing is lost.
        }
      }
    };
  }

  /// Why a file could not be read or written, in words: the message of a file system's exception is
  /// often no more than the path.
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> Optional.ofNullable(e.getMessage()).orElse("input or output failed");
    };
  }

  /// The journal as the engine's recorder.
  static Recorder recorder(JournalWriter journal) {
    return new Recorder() {
      @Override
      public void accept(List<PoolEvent> batch) {
        journal.accept(batch);
      }

      @Override
      public void output(int worker, int task, int attempt, List<String> lines) {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        journal.output(worker, task, attempt, text, text.length);
      }

      @Override
      public List<String> lastLines(int worker) {
        return journal.lastLines(worker);
      }

      @Override
      public boolean isBehind() {
        return journal.isBehind();
      }

      @Override
      public void outputEnded(int worker) {
        journal.outputEnded(worker);
      }

      @Override
      public boolean takesItems() {
        return journal.takesItems();
      }
    };
  }

  /// Gives the journal the items of the engine, which is made after it.
  static final class ItemsOfEngine {
    private volatile Optional<Engine> engine = Optional.empty();

    void connect(Engine made) {
      engine = Optional.of(made);
    }

    Payload take(int task) {
      return engine.map(e -> e.takeItem(task)).orElse(Payload.EMPTY);
    }

    void recordingFailed(String reason) {
      engine.ifPresent(e -> e.recordingFailed(reason));
    }
  }
}
