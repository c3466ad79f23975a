package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.CgroupOffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Offers cgroups on this machine, and has leftovers of earlier runs swept. Any thread.
final class LinuxCgroups {
  private static final AtomicInteger JOBS = new AtomicInteger();

  private LinuxCgroups() {}

  /// One at a time, because the search may move this process.
  static synchronized CgroupOffer offer(OptionalLong limitBytes, LongSupplier clock) {
    Optional<ProcessIdentity> self = ProcessIdentities.of(ProcessHandle.current().pid());
    if (self.isEmpty()) {
      return new CgroupOffer.NotHere("this process cannot read its own start time");
    }
    CgroupTree tree = new CgroupTree();
    var finder =
        new CgroupFinder(
            tree,
            LinuxCgroups::mounts,
            new SystemdScope(self.get().pid()),
            self.get(),
            PosixSpawn.canEnterCgroups());
    return switch (finder.find(limitBytes.isPresent())) {
      case CgroupFinder.Outcome.Missing(String reason) -> new CgroupOffer.NotHere(reason);
      case CgroupFinder.Outcome.Found(CgroupPlace place) -> {
        sweepLater(tree);
        CgroupName name = CgroupName.of(self.get(), Integer.toString(JOBS.incrementAndGet()));
        yield new CgroupOffer.Here(
            new LinuxWorkerCgroups(tree, place, name, limitBytes, clock), place.words());
      }
    };
  }

  static CgroupMounts mounts() {
    return CgroupMounts.parse(
        ProcText.read("/proc/self/mountinfo").orElse(""),
        ProcText.read("/proc/self/cgroup").orElse(""));
  }

  private static void sweepLater(CgroupTree tree) {
    Thread.ofPlatform().daemon().name("lifeguard-sweep").start(() -> sweep(tree));
  }

  private static void sweep(CgroupTree tree) {
    CgroupMounts mounts = mounts();
    mounts
        .memory()
        .or(mounts::unified)
        .ifPresent(found -> new CgroupSweep(tree).sweep(found.mount()));
  }
}
