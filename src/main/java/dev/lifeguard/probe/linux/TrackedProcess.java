package dev.lifeguard.probe.linux;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.ReadingChange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// One process that is followed: its open files, what was read last and what was told last.
///
/// `stat` is read in every round. The kernel changes its text whenever the process runs, faults a
/// page in or changes its address space; while the text stays, the other files are left alone
/// except once in [#TURN] rounds, for what `stat` may not show (a protection changed, a child made
/// by a thread without a fault). That is what makes hundreds of sleepers cheap.
///
/// Belongs to the sampler's thread.
final class TrackedProcess {
  private static final int TURN = 8;

  /// Looking at the threads of a JVM costs as much as ten small processes.
  private static final int MANY_THREADS = 4;

  private static final int TURN_WITH_MANY_THREADS = 4;

  private final int worker;
  private final boolean descendant;
  private final ProcessIdentity identity;
  private final ProcFile stat;
  private final ProcFile statm;
  private final ProcFile status;
  private final ChildFinder.Children children;
  private final ScannedMemory scanned;
  private StatLine line;
  private Optional<StatmLine> sizes = Optional.empty();
  private OptionalLong peakBytes = OptionalLong.empty();
  private OptionalLong swapBytes = OptionalLong.empty();
  private final CpuShare cpu;
  private double cpuShare;
  private boolean moved = true;
  private boolean rescanned;
  private Optional<ProcessReading> told = Optional.empty();

  private TrackedProcess(
      int worker, boolean descendant, ProcessIdentity identity, Files files, long nowNanos) {
    this.worker = worker;
    this.descendant = descendant;
    this.identity = identity;
    this.stat = files.stat;
    this.line = files.line;
    this.statm = ProcFile.ofOnePiece("/proc/" + identity.pid() + "/statm", files.open);
    this.status = ProcFile.ofOnePiece("/proc/" + identity.pid() + "/status", files.open);
    this.children = files.finder.of(identity.pid());
    this.scanned = new ScannedMemory(nowNanos);
    this.cpu = new CpuShare(line.cpuTicks(), nowNanos);
  }

  /// The first file of a process and what it said.
  private record Files(OpenFiles open, ChildFinder finder, ProcFile stat, StatLine line) {}

  /// Begins to follow a worker, or the supervisor as worker 0.
  ///
  /// @return empty when that process is gone, also when its number has a new owner
  static Optional<TrackedProcess> ofWorker(
      int worker, ProcessIdentity identity, OpenFiles open, ChildFinder finder, long nowNanos) {
    return open(identity.pid(), open, finder)
        .filter(files -> closeUnless(files, files.line.startTicks() == identity.startTicks()))
        .map(files -> new TrackedProcess(worker, false, identity, files, nowNanos));
  }

  /// Begins to follow a child of a process that is followed.
  ///
  /// @return empty when it is gone, or no child of that process any more
  static Optional<TrackedProcess> ofChild(
      long pid, TrackedProcess parent, OpenFiles open, ChildFinder finder, long nowNanos) {
    return open(pid, open, finder)
        .filter(files -> closeUnless(files, files.line.parentPid() == parent.identity.pid()))
        .map(files ->
            new TrackedProcess(
                parent.worker,
                true,
                ProcessIdentities.of(pid, files.line.startTicks()),
                files,
                nowNanos));
  }

  private static Optional<Files> open(long pid, OpenFiles open, ChildFinder finder) {
    ProcFile stat = ProcFile.ofOnePiece("/proc/" + pid + "/stat", open);
    Optional<StatLine> line =
        stat.refresh() == ProcFile.Outcome.CHANGED ? StatLine.parse(stat.text()) : Optional.empty();
    if (line.isEmpty()) {
      stat.close();
    }
    return line.map(first -> new Files(open, finder, stat, first));
  }

  private static boolean closeUnless(Files files, boolean wanted) {
    if (!wanted) {
      files.stat.close();
    }
    return wanted;
  }

  int worker() {
    return worker;
  }

  boolean isDescendant() {
    return descendant;
  }

  ProcessIdentity identity() {
    return identity;
  }

  ScannedMemory scanned() {
    return scanned;
  }

  /// Its sizes when they were read last; empty without an address space.
  Optional<StatmLine> sizes() {
    return sizes;
  }

  /// Reads `statm` now, for somebody who has just read `smaps`.
  Optional<StatmLine> readSizes() {
    return switch (statm.refresh()) {
      case CHANGED, SAME -> StatmLine.parse(statm.text());
      case GONE, REFUSED -> Optional.empty();
    };
  }

  /// Has the next round look at everything again, because what only a scan tells has changed.
  void rescanned() {
    rescanned = true;
  }

  /// Reads what may have changed.
  ///
  /// @param round the number of the round
  /// @return whether the process still exists
  boolean read(long round, long nowNanos) {
    ProcFile.Outcome outcome = stat.refresh();
    boolean alive =
        switch (outcome) {
          case GONE -> false;
          case REFUSED, SAME -> true;
          case CHANGED -> take(StatLine.parse(stat.text()));
        };
    if (!alive) {
      return false;
    }
    cpuShare = cpu.look(line.cpuTicks(), nowNanos);
    moved = outcome == ProcFile.Outcome.CHANGED || told.isEmpty() || rescanned;
    rescanned = false;
    if (moved || isTurn(round, TURN)) {
      readMemory();
    }
    return true;
  }

  /// Takes a new line over unless it is torn; false when it is another process's.
  private boolean take(Optional<StatLine> read) {
    if (read.isPresent()) {
      if (read.get().startTicks() != identity.startTicks()) {
        return false;
      }
      line = read.get();
    }
    return true;
  }

  private void readMemory() {
    Optional<StatmLine> before = sizes;
    sizes = readSizes();
    if (sizes.isEmpty()) {
      peakBytes = OptionalLong.empty();
      swapBytes = OptionalLong.empty();
    } else if ((moved || !sizes.equals(before)) && status.refresh() == ProcFile.Outcome.CHANGED) {
      peakBytes = KeyedLines.find(status.text(), "VmHWM");
      swapBytes = KeyedLines.find(status.text(), "VmSwap");
    }
  }

  private boolean isTurn(long round, int of) {
    return (round + identity.pid()) % of == 0;
  }

  /// Names its children as far as they may be new.
  void findChildren(long round, LongConsumer child) {
    boolean many = line.threads() > MANY_THREADS;
    boolean thorough = isTurn(round, many ? TURN_WITH_MANY_THREADS : TURN) || (moved && !many);
    children.find(line.threads(), thorough, child);
  }

  /// The reading to tell, if there is something new to tell.
  ///
  /// A worker that has lost its address space is about to be dead, and is left out: the last
  /// reading of a living worker is what explains its death.
  Optional<ProcessReading> news() {
    boolean ending = !descendant && (line.state() == RunState.ZOMBIE || sizes.isEmpty());
    if (ending) {
      return Optional.empty();
    }
    ProcessReading now =
        new ProcessReading(
            worker,
            identity,
            line.parentPid(),
            line.name(),
            line.state(),
            cpuShare,
            line.cpuTicks() * Kernel.TICK_NANOS,
            memory());
    if (told.isPresent() && !ReadingChange.isNews(told.get(), now)) {
      return Optional.empty();
    }
    told = Optional.of(now);
    return told;
  }

  private MemoryReading memory() {
    return sizes
        .map(now ->
            new MemoryReading(
                OptionalLong.of(now.residentPages() * Kernel.PAGE_BYTES),
                OptionalLong.of(scanned.committedBytes(now)),
                OptionalLong.of(now.sizePages() * Kernel.PAGE_BYTES),
                peakBytes,
                scanned.pssBytes(now),
                scanned.ussBytes(now),
                swapBytes))
        .orElse(MemoryReading.UNKNOWN);
  }

  void close() {
    stat.close();
    statm.close();
    status.close();
    children.close();
  }
}
