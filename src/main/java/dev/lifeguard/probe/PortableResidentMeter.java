package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// Resident memory by OSHI, which is slower than reading it from the kernel.
final class PortableResidentMeter implements ResidentMeter {
  private Optional<OperatingSystem> system = Optional.empty();

  @Override
  public OptionalLong residentBytes(ProcessIdentity process) {
    OperatingSystem os = system.orElseGet(() -> new SystemInfo().getOperatingSystem());
    system = Optional.of(os);
    Optional<ProcessHandle> root =
        ProcessHandle.of(process.pid())
            .filter(handle -> PortableProbes.identityOf(handle).isSameAs(process));
    return root.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            Stream.concat(root.stream(), root.get().descendants())
                .mapToLong(each -> resident(os, each.pid()))
                .sum());
  }

  private static long resident(OperatingSystem os, long pid) {
    OSProcess process = os.getProcess((int) pid);
    return process == null ? 0 : process.getResidentMemory();
  }

  @Override
  public void keepOnly(Collection<ProcessIdentity> processes) {}

  @Override
  public void close() {}
}
