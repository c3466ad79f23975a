package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// A real port with what it told, for tests that play the supervisor.
final class LivePort implements AutoCloseable {
  static final WorkerSettings.PythonStart SPAWN = new WorkerSettings.PythonStart.Spawn();

  private static final long PATIENCE_NANOS = Patience.PATIENCE.toNanos();

  /// Asked for when it is needed.
  private static final class Interpreter {
    private static final String PATH = findPython();
  }

  private final LongSupplier clock = System::nanoTime;
  private final RecordedFacts facts = new RecordedFacts();
  private final WorkerPort port;
  private int tasks;
  private int answers;

  /// How a port does its work.
  enum Means {
    NATIVE,
    PORTABLE;

    WorkerPort open(WorkerSettings settings, LongSupplier clock) {
      return switch (this) {
        case NATIVE -> WorkerPorts.openNative(settings, clock).orElseThrow();
        case PORTABLE -> WorkerPorts.openPortable(settings, clock, HostSystem.LINUX);
      };
    }
  }

  LivePort(Means means, WorkerSettings settings) {
    port = means.open(settings, clock);
  }

  /// The portable port with the decisions of Windows and these jobs, made here.
  LivePort(WorkerJobs jobs, WorkerSettings settings) {
    WorkerSettings holding =
        new WorkerSettings(
            settings.program(),
            settings.directory(),
            settings.environment(),
            new WorkerSettings.MemoryHold.JobObject(jobs),
            settings.messageLimitBytes());
    port = WorkerPorts.openPortable(holding, clock, HostSystem.WINDOWS);
  }

  /// The same where these jobs are, which may be Windows.
  static LivePort inJobs(WorkerJobs jobs, WorkerSettings settings) {
    return new LivePort(jobs, settings);
  }

  /// A port whose workers run `hard_tasks.py`, which is put into this directory.
  static LivePort open(Means means, Path directory) {
    return new LivePort(means, settings(directory, "hard_tasks:do"));
  }

  /// Settings for this target in this directory, with `hard_tasks.py` in it.
  static WorkerSettings settings(Path directory, String target) {
    return settings(directory, python(), target);
  }

  /// The same with another interpreter.
  static WorkerSettings settings(Path directory, String interpreter, String target) {
    try (InputStream tasks = LivePort.class.getResourceAsStream("hard_tasks.py")) {
      Files.write(directory.resolve("hard_tasks.py"), tasks.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return new WorkerSettings(
        new WorkerSettings.Program.Python(interpreter, target, Optional.empty(), SPAWN),
        directory,
        Map.of("LIFEGUARD_TEST", "ü"),
        new WorkerSettings.MemoryHold.None(),
        1 << 20);
  }

  /// Settings for workers that are forked from a template with these modules.
  static WorkerSettings templateSettings(Path directory, List<String> preload) {
    return templateSettings(directory, python(), preload);
  }

  /// The same with another interpreter.
  static WorkerSettings templateSettings(Path directory, String python, List<String> preload) {
    WorkerSettings some = settings(directory, python, "hard_tasks:do");
    return new WorkerSettings(
        new WorkerSettings.Program.Python(
            python,
            "hard_tasks:do",
            Optional.empty(),
            new WorkerSettings.PythonStart.Template(preload)),
        directory,
        some.environment(),
        some.memory(),
        some.messageLimitBytes());
  }

  /// Settings for another kind of workers, with messages of up to 1 MiB.
  static WorkerSettings settings(Path directory, WorkerSettings.Program program) {
    return new WorkerSettings(
        program, directory, Map.of(), new WorkerSettings.MemoryHold.None(), 1 << 20);
  }

  /// The interpreter itself, not a script that looks for one and takes its time.
  private static String findPython() {
    try {
      Process asked =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static String python() {
    return Interpreter.PATH;
  }

  WorkerPort port() {
    return port;
  }

  RecordedFacts facts() {
    return facts;
  }

  /// Lets the port tell until this holds.
  void until(BooleanSupplier condition) {
    long deadline = clock.getAsLong() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (clock.getAsLong() > deadline) {
        throw new AssertionError("it did not happen; told so far: " + facts.all());
      }
      port.await(Math.min(deadline, clock.getAsLong() + 50_000_000), facts);
    }
  }

  /// The first fact of this name and worker, waited for.
  RecordedFacts.Fact await(String what, int worker) {
    until(() -> facts.first(what, worker).isPresent());
    return facts.first(what, worker).orElseThrow();
  }

  /// Starts a worker and waits until it takes tasks.
  ProcessIdentity start(int worker) {
    port.spawn(worker);
    await("ready", worker);
    return (ProcessIdentity) await("spawned", worker).value();
  }

  /// Sends a task and waits for the answer: the result's JSON text, or the failure.
  Object ask(int worker, String item) {
    give(worker, item);
    return answer();
  }

  /// Sends a task, interrupts it when it has printed this, and waits for the answer.
  Object askAndInterrupt(int worker, String item, String said) {
    give(worker, item);
    until(() -> facts.lines(worker).contains(said));
    port.interrupt(worker, tasks, 1);
    return answer();
  }

  private Object answer() {
    answers++;
    return answers(answers).get(answers - 1);
  }

  /// All answers so far, at least so many, waited for.
  List<Object> answers(int count) {
    until(() -> facts.count("answer") >= count);
    return facts.all().stream()
        .filter(it -> it.what().equals("answer"))
        .map(RecordedFacts.Fact::value)
        .toList();
  }

  /// Sends a task that must fail and waits for the failure.
  TaskAnswer.Failure askFailing(int worker, String item) {
    return (TaskAnswer.Failure) ask(worker, item);
  }

  /// Sends a task that will not be answered.
  void give(int worker, String item) {
    tasks++;
    port.run(worker, tasks, 1, Payload.of(item));
  }

  /// Waits for both signs of a worker's end.
  Object end(int worker) {
    await("outputClosed", worker);
    return await("exited", worker).value();
  }

  @Override
  public void close() {
    port.close();
  }

  /// Whether there is such a process that is more than a zombie.
  static boolean isAlive(long pid) {
    char state = state(pid);
    return state != 'Z' && state != 'X';
  }

  /// The state of a process as the kernel's letter; `X` when there is none.
  static char state(long pid) {
    try {
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return 'X';
    }
  }
}
