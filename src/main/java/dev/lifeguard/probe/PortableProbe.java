package dev.lifeguard.probe;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// Readings by OSHI, for systems without `/proc`. Committed memory and the peak stay unknown: OSHI
/// has neither.
///
/// OSHI needs some hundred milliseconds to start and may run helper programs then, which is why it
/// is started by the first [#sample], on the sampler's thread. Those helpers are children of the
/// supervisor and no workers, so they are never shown.
final class PortableProbe implements ProcessProbe {
  private final ProcessIdentity supervisor;
  private final LongSupplier clock;
  private final Map<Long, Seen> seen = new HashMap<>();
  private Optional<OperatingSystem> system = Optional.empty();

  /// What was read last and what was told last of one process.
  private record Seen(ProcessReading told, boolean descendant, long cpuNanos, long atNanos) {}

  PortableProbe(ProcessIdentity supervisor, LongSupplier clock) {
    this.supervisor = supervisor;
    this.clock = clock;
  }

  @Override
  public Sample sample(Collection<Watched> workers) {
    long began = clock.getAsLong();
    OperatingSystem os = system.orElseGet(() -> new SystemInfo().getOperatingSystem());
    system = Optional.of(os);
    Round round = new Round(os, workers);
    round.take(0, supervisor, false);
    for (Watched worker : workers) {
      round.take(worker.worker(), worker.process(), false);
      ProcessHandle.of(worker.process().pid())
          .filter(handle -> PortableProbes.identityOf(handle).isSameAs(worker.process()))
          .ifPresent(handle -> round.takeDescendants(worker.worker(), handle));
    }
    List<ProcessIdentity> gone = round.forgetTheRest();
    return new Sample(round.news, gone, clock.getAsLong() - began);
  }

  @Override
  public void close() {
    seen.clear();
  }

  /// One pass over all processes.
  private final class Round {
    private final OperatingSystem os;
    private final Set<Long> watchedPids = new HashSet<>();
    private final Set<Integer> watchedWorkers = new HashSet<>();
    private final Set<Long> alive = new HashSet<>();
    private final List<ProcessReading> news = new ArrayList<>();

    Round(OperatingSystem os, Collection<Watched> workers) {
      this.os = os;
      for (Watched worker : workers) {
        watchedPids.add(worker.process().pid());
        watchedWorkers.add(worker.worker());
      }
    }

    void takeDescendants(int worker, ProcessHandle handle) {
      handle
          .descendants()
          .filter(child -> !watchedPids.contains(child.pid()))
          .forEach(child -> take(worker, PortableProbes.identityOf(child), true));
    }

    void take(int worker, ProcessIdentity identity, boolean descendant) {
      OSProcess process = os.getProcess((int) identity.pid());
      boolean isIt =
          ProcessHandle.of(identity.pid())
              .filter(handle -> PortableProbes.identityOf(handle).isSameAs(identity))
              .isPresent();
      if (process == null || !isIt) {
        return;
      }
      long now = clock.getAsLong();
      Optional<Seen> before =
          Optional.ofNullable(seen.get(identity.pid()))
              .filter(last -> last.told().process().equals(identity));
      long cpuNanos = (process.getKernelTime() + process.getUserTime()) * 1_000_000;
      double share = before.map(last -> share(last, cpuNanos, now)).orElse(0.0);
      ProcessReading reading = reading(worker, identity, process, share, cpuNanos);
      boolean tell = before.map(last -> ReadingChange.isNews(last.told(), reading)).orElse(true);
      if (tell) {
        news.add(reading);
      }
      ProcessReading told = tell ? reading : before.map(Seen::told).orElse(reading);
      seen.put(identity.pid(), new Seen(told, descendant, cpuNanos, now));
      alive.add(identity.pid());
    }

    List<ProcessIdentity> forgetTheRest() {
      List<ProcessIdentity> gone = new ArrayList<>();
      seen.values()
          .removeIf(last -> {
            ProcessReading told = last.told();
            boolean ended = !alive.contains(told.process().pid());
            if (ended && last.descendant() && watchedWorkers.contains(told.worker())) {
              gone.add(told.process());
            }
            return ended;
          });
      return gone;
    }
  }

  private static double share(Seen last, long cpuNanos, long now) {
    long passed = now - last.atNanos();
    return passed <= 0 ? 0 : Math.max(0, cpuNanos - last.cpuNanos()) / (double) passed;
  }

  private static ProcessReading reading(
      int worker, ProcessIdentity identity, OSProcess process, double share, long cpuNanos) {
    return new ProcessReading(
        worker,
        identity,
        process.getParentProcessID(),
        process.getName(),
        state(process.getState()),
        share,
        cpuNanos,
        new MemoryReading(
            known(process.getResidentMemory()),
            OptionalLong.empty(),
            reserved(process),
            OptionalLong.empty()));
  }

  /// What OSHI calls the virtual size is that on all systems but Windows, where it is the part that
  /// is committed, cut off at 4 GiB.
  static OptionalLong reserved(OSProcess process) {
    return ThisSystem.real() == HostSystem.WINDOWS
        ? OptionalLong.empty()
        : known(process.getVirtualSize());
  }

  /// OSHI says 0 for what it does not know, and no living process has 0 bytes.
  private static OptionalLong known(long bytes) {
    return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  static RunState state(OSProcess.State state) {
    return switch (state) {
      case NEW, RUNNING -> RunState.RUNNING;
      case SLEEPING -> RunState.SLEEPING;
      case WAITING -> RunState.UNINTERRUPTIBLE;
      case STOPPED, SUSPENDED -> RunState.STOPPED;
      case ZOMBIE -> RunState.ZOMBIE;
      case OTHER, INVALID -> RunState.UNKNOWN;
    };
  }
}
