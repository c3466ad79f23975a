package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.ProcessRow.Cells;
import dev.lifeguard.gui.processes.ProcessRow.Figures;
import dev.lifeguard.gui.processes.ProcessRow.Tint;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes the rows of the process tree. Belongs to the thread that folds the events.
final class RowWriter {
  private static final long TINT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TENTH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // A tombstone's row hardly ever changes, and a job can have thousands.
  private final Map<Integer, Tombstone> tombstones = new HashMap<>();
  private long scaleBytes = 1;
  private @Nullable JobModel model;
  private Moment moment = new Moment(0, 0, "");

  private record Tombstone(Object because, ProcessRow row) {}

  /// Begins a picture of this model.
  void begin(JobModel model, Moment moment) {
    this.model = model;
    this.moment = moment;
    long most = job().memoryLimitBytes().orElse(0);
    for (Worker worker : model.workers()) {
      if (!worker.isDead()) {
        most = Math.max(most, worker.reading().map(RowWriter::scaleOf).orElse(0L));
        for (ProcessReading reading : worker.descendants()) {
          most = Math.max(most, scaleOf(reading));
        }
      }
    }
    // It only ever grows: bars that shrink because a neighbour has gone would be a lie.
    scaleBytes = Math.max(scaleBytes, MemoryLevel.roundScale(most));
  }

  /// The scale follows what is used and promised. Reserved address space may go beyond it: one
  /// runtime that sets aside gigabytes would press all other bars flat.
  private static long scaleOf(ProcessReading reading) {
    long committed = reading.memory().committedBytes().orElse(0);
    long reserved = reading.memory().reservedBytes().orElse(0);
    long used = Math.max(committed, reading.memory().residentBytes().orElse(0));
    return Math.max(used, Math.min(reserved, 2 * used));
  }

  ProcessRow pool() {
    JobModel model = model();
    Optional<ProcessReading> reading = model.supervisor();
    int queued = model.count(TaskState.QUEUED);
    return new ProcessRow(
        RowKey.POOL,
        Optional.empty(),
        0,
        Optional.of(job().supervisor()),
        poolMark(),
        Tint.NONE,
        new Cells(
            job().name(),
            pid(job().supervisor()),
            queued == 0 ? "" : Text.of("row.queued", queued),
            Elapsed.text(moment.nowNanos()),
            model.end().isPresent() ? "" : cpu(reading),
            model.end().isPresent() ? "" : model.stopping()),
        figures(
            OptionalInt.empty(),
            model.end().isPresent() ? Optional.empty() : reading,
            moment.nowNanos()),
        level(reading.map(ProcessReading::memory), OptionalLong.empty()),
        OptionalInt.empty());
  }

  private Mark poolMark() {
    if (model().end().isPresent() || model().foreign().end().isPresent()) {
      return Mark.ENDED;
    }
    if (stopping()) {
      return Mark.STOPPING;
    }
    return model().isPaused() ? Mark.PAUSED : Mark.POOL;
  }

  private boolean stopping() {
    return !model().stopping().isEmpty() || model().gaveUp().isPresent();
  }

  /// Writes a worker's row and those of its descendants.
  void worker(Worker worker, RowKey parent, List<ProcessRow> rows) {
    if (worker.isDead()) {
      rows.add(tombstone(worker, parent));
      return;
    }
    long now = moment.nowNanos();
    long since = worker.saidHello() ? worker.taskStartedNanos() : worker.startingNanos();
    rows.add(
        new ProcessRow(
            RowKey.worker(worker.number()),
            Optional.of(parent),
            worker.number(),
            worker.process(),
            Mark.of(worker.state()),
            now - worker.startingNanos() < TINT_NANOS ? Tint.NEW : Tint.NONE,
            new Cells(
                Text.of("row.worker", worker.number()),
                worker.process().map(RowWriter::pid).orElse(""),
                task(worker),
                Elapsed.text(now - since),
                worker.process().isPresent() ? cpu(worker.reading()) : "",
                note(worker)),
            figures(worker.task(), worker.reading(), now - since),
            level(worker.reading().map(ProcessReading::memory), job().memoryLimitBytes()),
            worker.hang()));
    List<ProcessReading> descendants = worker.descendants();
    for (ProcessReading reading : descendants) {
      rows.add(descendant(worker, reading, descendants));
    }
  }

  private ProcessRow tombstone(Worker worker, RowKey parent) {
    Tint tint = tintOfDead(worker);
    record Because(Object incident, RowKey parent, Tint tint, long scale) {}
    Object incident =
        worker.incident().isPresent() ? model().incident(worker.incident().getAsInt()) : "";
    Because because = new Because(incident, parent, tint, scaleBytes);
    Tombstone known = tombstones.get(worker.number());
    if (known != null && known.because().equals(because)) {
      return known.row();
    }
    long since = worker.task().isPresent() ? worker.taskStartedNanos() : worker.startingNanos();
    ProcessRow row =
        new ProcessRow(
            RowKey.worker(worker.number()),
            Optional.of(parent),
            worker.number(),
            worker.process(),
            worker.incident().isPresent() ? Mark.DEAD : Mark.ENDED,
            tint,
            new Cells(
                Text.of("row.worker", worker.number()),
                worker.process().map(RowWriter::pid).orElse(""),
                task(worker),
                Elapsed.text(worker.endedNanos() - since),
                "",
                farewell(worker)),
            figures(worker.task(), Optional.empty(), worker.endedNanos() - since),
            level(worker.reading().map(ProcessReading::memory), job().memoryLimitBytes()),
            worker.incident());
    tombstones.put(worker.number(), new Tombstone(because, row));
    return row;
  }

  private Tint tintOfDead(Worker worker) {
    if (model().end().isPresent()) {
      // Now that all are gone there is nobody to step back behind.
      return Tint.NONE;
    }
    return moment.nowNanos() - worker.endedNanos() < TINT_NANOS ? Tint.DIED : Tint.TOMBSTONE;
  }

  private ProcessRow descendant(
      Worker worker, ProcessReading reading, List<ProcessReading> siblings) {
    long startedNanos =
        TimeUnit.MILLISECONDS.toNanos(
            reading.process().startedAtMillis() - job().startedAt().toEpochMilli());
    return new ProcessRow(
        key(reading.process()),
        Optional.of(parentOf(worker, reading, siblings)),
        worker.number(),
        Optional.of(reading.process()),
        Mark.of(reading.state()),
        Tint.NONE,
        new Cells(
            reading.name(),
            pid(reading.process()),
            "",
            reading.process().startedAtMillis() == 0
                ? ""
                : Elapsed.text(moment.nowNanos() - startedNanos),
            cpu(Optional.of(reading)),
            ""),
        figures(OptionalInt.empty(), Optional.of(reading), moment.nowNanos() - startedNanos),
        level(Optional.of(reading.memory()), OptionalLong.empty()),
        OptionalInt.empty());
  }

  /// Writes the row of a process that serves a foreign pool itself.
  ProcessRow helper(ProcessReading reading) {
    long startedNanos =
        TimeUnit.MILLISECONDS.toNanos(
            reading.process().startedAtMillis() - job().startedAt().toEpochMilli());
    return new ProcessRow(
        key(reading.process()),
        Optional.of(RowKey.POOL),
        0,
        Optional.of(reading.process()),
        Mark.of(reading.state()),
        Tint.NONE,
        new Cells(
            reading.name(),
            pid(reading.process()),
            "",
            reading.process().startedAtMillis() == 0
                ? ""
                : Elapsed.text(moment.nowNanos() - startedNanos),
            cpu(Optional.of(reading)),
            Text.of("row.helper")),
        figures(OptionalInt.empty(), Optional.of(reading), moment.nowNanos() - startedNanos),
        level(Optional.of(reading.memory()), OptionalLong.empty()),
        OptionalInt.empty());
  }

  private static RowKey parentOf(
      Worker worker, ProcessReading reading, List<ProcessReading> siblings) {
    for (ProcessReading sibling : siblings) {
      if (sibling.process().pid() == reading.parentPid()) {
        return key(sibling.process());
      }
    }
    return RowKey.worker(worker.number());
  }

  private static RowKey key(ProcessIdentity process) {
    return new RowKey(RowKey.Kind.DESCENDANT, process.pid(), process.startTicks());
  }

  private String task(Worker worker) {
    if (worker.task().isEmpty()) {
      return "";
    }
    int task = worker.task().getAsInt();
    return Text.of("row.task", task, model().item(task)).strip();
  }

  private String note(Worker worker) {
    if (worker.hang().isPresent()) {
      return model().incident(worker.hang().getAsInt()).cause().reason();
    }
    if (!worker.signals().isEmpty()) {
      HostSystem system = HostSystem.of(model());
      String order = system.nameOf(worker.signals().getLast().signal());
      return system.hasSignals() ? Text.of("row.signalled", order) : Text.of("row.ordered", order);
    }
    if (model().foreign().end().isPresent()) {
      return worker
          .reading()
          .filter(reading -> reading.parentPid() != job().supervisor().pid())
          .map(reading -> Text.of("row.orphan", reading.parentPid()))
          .orElse("");
    }
    if (!worker.waitsFor().isEmpty()) {
      return worker.waitsFor();
    }
    return worker.replaces().isPresent()
        ? Text.of("row.replaces", worker.replaces().getAsInt())
        : "";
  }

  private String farewell(Worker worker) {
    if (worker.incident().isPresent()) {
      return CauseWords.brief(model().incident(worker.incident().getAsInt()).cause());
    }
    return switch (worker.exitStatus().orElse(new ExitStatus.Unknown())) {
      case ExitStatus.Exited(int code) -> Text.of("cause.exit", code);
      case ExitStatus.Signalled(int signal, boolean _) -> SignalName.of(signal);
      case ExitStatus.Ambiguous(int code) -> Text.of("cause.exit", code);
      case ExitStatus.Windows(int code) -> Text.of("cause.exit", WindowsCode.text(code));
      case ExitStatus.Unknown _ -> "";
    };
  }

  private MemoryLevel level(Optional<MemoryReading> memory, OptionalLong limit) {
    return new MemoryLevel(
        memory.orElse(MemoryReading.UNKNOWN), limit, scaleBytes, HostSystem.of(model()));
  }

  private static Figures figures(OptionalInt task, Optional<ProcessReading> reading, long nanos) {
    long tenths = Math.max(0, nanos) / TENTH_NANOS;
    return new Figures(
        task.isPresent() ? OptionalLong.of(task.getAsInt()) : OptionalLong.empty(),
        reading.map(RowWriter::percent).map(OptionalLong::of).orElse(OptionalLong.empty()),
        // From a minute on only seconds are shown.
        tenths < 600 ? tenths : tenths / 10 * 10);
  }

  private static long percent(ProcessReading reading) {
    return Math.round(reading.cpuShare() * 100);
  }

  private static String cpu(Optional<ProcessReading> reading) {
    return reading.map(r -> percent(r) + "%").orElse(Text.of("unknown"));
  }

  private static String pid(ProcessIdentity process) {
    return String.valueOf(process.pid());
  }

  private JobModel model() {
    if (model == null) {
      throw new IllegalStateException("no picture was begun");
    }
    return model;
  }

  private JobDescription job() {
    return model().job().orElseThrow();
  }
}
