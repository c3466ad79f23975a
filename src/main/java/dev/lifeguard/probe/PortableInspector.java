package dev.lifeguard.probe;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.OvercommitMode;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;

/// What OSHI knows of one process, for systems without `/proc`. What it does not know is said.
final class PortableInspector implements ProcessInspector {
  @Override
  public Look<MemoryDetail> memory(ProcessIdentity process, List<ProcessIdentity> family) {
    return look(
        process,
        its ->
            new MemoryDetail(
                new MemoryReading(
                    known(its.getResidentMemory()),
                    OptionalLong.empty(),
                    PortableProbe.reserved(its),
                    OptionalLong.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(natively("memory map"))));
  }

  @Override
  public Look<ThreadsDetail> threads(ProcessIdentity process) {
    return new Look.Refused<>(natively("threads"));
  }

  @Override
  public Look<ProcessDetail> process(ProcessIdentity process) {
    return look(process, its -> detail(process, its));
  }

  private static ProcessDetail detail(ProcessIdentity process, OSProcess its) {
    return new ProcessDetail(
        process,
        its.getParentProcessID(),
        its.getName(),
        PortableProbe.state(its.getState()),
        its.getArguments(),
        given(its.getPath()),
        given(its.getCurrentWorkingDirectory()),
        given(its.getUser()).map(name -> new ProcessUser(0, name)),
        (its.getKernelTime() + its.getUserTime()) * 1_000_000,
        its.getThreadCount(),
        List.of(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(natively("open files")));
  }

  @Override
  public Look<MachineMemory> machine() {
    GlobalMemory memory = new SystemInfo().getHardware().getMemory();
    return new Look.Seen<>(
        new MachineMemory(
            known(memory.getTotal()),
            known(memory.getAvailable()),
            known(memory.getVirtualMemory().getSwapTotal()),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OvercommitMode.UNKNOWN,
            Optional.empty(),
            List.of(natively("what the machine has promised"))));
  }

  private static <T> Look<T> look(ProcessIdentity process, Function<OSProcess, T> reading) {
    OSProcess its = new SystemInfo().getOperatingSystem().getProcess((int) process.pid());
    boolean isIt =
        ProcessHandle.of(process.pid())
            .filter(handle -> PortableProbes.identityOf(handle).isSameAs(process))
            .isPresent();
    return its == null || !isIt ? new Look.Gone<>() : new Look.Seen<>(reading.apply(its));
  }

  /// OSHI says 0 for what it does not know, and no living process has 0 bytes.
  private static OptionalLong known(long bytes) {
    return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Unreadable natively(String what) {
    return new Unreadable(what, "the Java library and OSHI do not know it", PortableProbes.REMEDY);
  }
}
