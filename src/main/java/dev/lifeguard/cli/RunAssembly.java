package dev.lifeguard.cli;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.SourceFile;
import dev.lifeguard.jobfile.WorkerKind;
import dev.lifeguard.journal.ControlSocket;
import dev.lifeguard.journal.InterruptedRun;
import dev.lifeguard.journal.JournalHeader;
import dev.lifeguard.journal.JournalWriter;
import dev.lifeguard.journal.Recording;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunLock;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.metrics.MetricsPort;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the parts of a run together, in a run directory that this process has locked.
final class RunAssembly {
  private final RunDirectory directory;
  private final RunLock lock;
  private final Map<String, String> environment;
  private final JobStarter.Wishes wishes;
  private final Probes probes = Probes.forThisSystem();

  RunAssembly(
      RunDirectory directory,
      RunLock lock,
      Map<String, String> environment,
      JobStarter.Wishes wishes) {
    this.directory = directory;
    this.lock = lock;
    this.environment = environment;
    this.wishes = wishes;
  }

  /// What a supervisor has of its surroundings while it lives. A run without a control socket is
  /// one all the same.
  private record Holds(
      Optional<ControlSocket> control, Optional<MetricsPort> metrics, RunClock clock) {}

  /// A run that begins; its job file is written.
  JobRun begin(JobFile job, TaskSource tasks) throws JobStarter.Refusal {
    Tried<ControlSocket> control = ControlSocket.open(directory, environment);
    return closingOnRefusal(
        control,
        metrics -> {
          Holds holds = new Holds(socket(control), metrics, new RunClock());
          JournalHeader header = header(job, holds);
          return assemble(
                  job,
                  tasks,
                  holds,
                  Optional.empty(),
                  recording -> JournalWriter.open(directory, header, recording))
              .with(remarks(control));
        });
  }

  /// A run that goes on, and was made whole.
  JobRun goOn(JobFile job, TaskSource tasks, InterruptedRun left) throws JobStarter.Refusal {
    Tried<ControlSocket> control = ControlSocket.open(directory, environment);
    return closingOnRefusal(
        control,
        metrics -> {
          RunClock clock = RunClock.resumed(left.header().started(), left.model().lastNanos());
          return assemble(
                  job,
                  tasks,
                  new Holds(socket(control), metrics, clock),
                  Optional.of(left),
                  recording -> JournalWriter.reopen(directory, recording))
              .with(remarks(control))
              .with(left.remarks())
              .with(hiddenSocket(control, left));
        });
  }

  /// Opens the recording. Called when everything else is accepted.
  private interface Opening {
    Tried<JournalWriter> open(Recording recording);
  }

  /// What may be refused on the way.
  private interface Preparation {
    JobRun prepare(Optional<MetricsPort> metrics) throws JobStarter.Refusal;
  }

  private JobRun closingOnRefusal(Tried<ControlSocket> control, Preparation preparation)
      throws JobStarter.Refusal {
    Optional<MetricsPort> metrics = Optional.empty();
    try {
      metrics = metrics();
      return preparation.prepare(metrics);
    } catch (Throwable refusal) {
      metrics.ifPresent(MetricsPort::close);
      socket(control).ifPresent(ControlSocket::close);
      throw refusal;
    }
  }

  private Optional<MetricsPort> metrics() throws JobStarter.Refusal {
    if (wishes.metricsPort().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetricsPort.open(wishes.metricsPort().getAsInt()));
    } catch (IOException e) {
      throw new JobStarter.Refusal(List.of("--metrics: " + e.getMessage()));
    }
  }

  private static Optional<ControlSocket> socket(Tried<ControlSocket> control) {
    return control instanceof Tried.Done<ControlSocket>(ControlSocket socket)
        ? Optional.of(socket)
        : Optional.empty();
  }

  private static List<String> remarks(Tried<ControlSocket> control) {
    return control instanceof Tried.Refused<ControlSocket>(String sentence)
        ? List.of(sentence)
        : List.of();
  }

  /// A socket outside the run directory is found by the journal's header, which is not written a
  /// second time.
  private List<String> hiddenSocket(Tried<ControlSocket> control, InterruptedRun left) {
    Optional<Path> now = socket(control).map(ControlSocket::path);
    boolean isFound =
        now.isEmpty()
            || now.equals(Optional.of(directory.controlSocket()))
            || now.map(Path::toString).equals(left.header().controlSocket());
    return isFound
        ? List.of()
        : List.of("lifeguard ctl does not find this run: it took its commands elsewhere before");
  }

  private JobRun assemble(
      JobFile job, TaskSource tasks, Holds holds, Optional<InterruptedRun> left, Opening opening)
      throws JobStarter.Refusal {
    MemoryLimits.Choice memory = memory(job, holds.clock());
    ResultsCopy copy = wishes.copy().open();
    var link = new RunWiring.ItemsOfEngine();
    var recording =
        new Recording(
            link::take,
            job.recording().sync(),
            link::recordingFailed,
            copy,
            left.map(InterruptedRun::openRepeats).orElse(Map.of()));
    JournalWriter journal = value(opening.open(recording));
    Engine engine =
        new Engine(
            RunWiring.settings(job, directory.path(), holds.clock(), environment, memory),
            tasks,
            probes,
            RunWiring.recorder(journal),
            left.map(before -> new Engine.Earlier(before.model(), before.again())));
    link.connect(engine);
    return new JobRun(
            new JobRun.Parts(
                engine, directory, lock, holds.control(), holds.metrics(), journal, copy, wishes))
        .withNote(memory.words());
  }

  /// Tries what this machine allows; leaves nothing behind when the job is never started.
  private MemoryLimits.Choice memory(JobFile job, RunClock clock) throws JobStarter.Refusal {
    refuseWhatIsNotThere(job, ThisSystem.kind());
    try {
      return MemoryLimits.here(
          probes, job.limits().memoryBytes(), workers(job.worker().kind()), clock);
    } catch (MemoryLimits.Unavailable e) {
      throw new JobStarter.Refusal(List.of(String.valueOf(e.getMessage())));
    }
  }

  private static MemoryLimits.Workers workers(WorkerKind kind) {
    return switch (kind) {
      case WorkerKind.Python _ -> MemoryLimits.Workers.PYTHON;
      case WorkerKind.Command _ -> MemoryLimits.Workers.COMMANDS;
      case WorkerKind.Java _, WorkerKind.Program _ -> MemoryLimits.Workers.OTHERS;
    };
  }

  /// Windows cannot fork, and does not tell whether who waits for a lock waits for ever. Who relies
  /// on either learns it before anything is started.
  static void refuseWhatIsNotThere(JobFile job, HostSystem system) throws JobStarter.Refusal {
    if (system != HostSystem.WINDOWS) {
      return;
    }
    List<String> lines = new ArrayList<>();
    if (job.worker().kind() instanceof WorkerKind.Python python
        && python.start() instanceof WorkerKind.Start.Template) {
      lines.add("worker.start: template forks, which Windows cannot; write start: spawn");
    }
    if (job.limits().hang().kill() && job.limits().taskTimeoutNanos().isEmpty()) {
      lines.add(
          "limits.on-hang: on Windows only a worker that waits for a pipe, a file or a device is"
              + " found to hang, and none that waits for a lock; add limits.task-timeout, which"
              + " ends all of them, or write on-hang: report");
    }
    if (!lines.isEmpty()) {
      throw new JobStarter.Refusal(lines);
    }
  }

  private JournalHeader header(JobFile job, Holds holds) throws JobStarter.Refusal {
    var self =
        probes
            .identity(ProcessHandle.current().pid())
            .orElseThrow(() ->
                new JobStarter.Refusal(List.of("this process cannot read its own start time")));
    JournalHeader plain =
        JournalHeader.current(Version.text(), self, holds.clock().startedAt(), job.name())
            .withJobFile(seal());
    return holds.control().map(socket -> plain.withControlSocket(socket.path())).orElse(plain);
  }

  private JournalHeader.Seal seal() throws JobStarter.Refusal {
    try {
      SourceFile written = SourceFile.of(directory.jobFile());
      return new JournalHeader.Seal(written.bytes(), written.sha256());
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("cannot read " + directory.jobFile() + ": " + RunWiring.reason(e)));
    }
  }

  static <T> T value(Tried<T> tried) throws JobStarter.Refusal {
    return switch (tried) {
      case Tried.Done<T>(T value) -> value;
      case Tried.Refused<T>(String sentence) -> throw new JobStarter.Refusal(List.of(sentence));
    };
  }
}
