package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.ThisSystem;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Opens the [WorkerPort] that suits this machine.
public final class WorkerPorts {
  private WorkerPorts() {}

  /// Opens a port for the workers of one job, to be used and closed on the calling thread.
  ///
  /// On Linux with native access everything is done with the kernel's own means, by one thread;
  /// elsewhere, and with `-Dlifeguard.native=off`, with those of the Java library.
  ///
  /// @param clock nanoseconds since the start of the job, monotonic; read on any thread
  public static WorkerPort open(WorkerSettings settings, LongSupplier clock) {
    boolean wanted =
        !System.getProperty("lifeguard.native", "").equals("off")
            && ThisSystem.kind() != HostSystem.WINDOWS;
    return wanted
        ? openNative(settings, clock)
            .orElseGet(() -> openPortable(settings, clock, ThisSystem.kind()))
        : openPortable(settings, clock, ThisSystem.kind());
  }

  /// With the means of Linux, where they suffice.
  static Optional<WorkerPort> openNative(WorkerSettings settings, LongSupplier clock) {
    return settings.program() instanceof WorkerSettings.Program.Command command
        ? NativeCommandPort.open(settings, command, clock)
        : NativePort.open(settings, clock);
  }

  /// With the means of the Java library.
  ///
  /// @param system whose decisions are made, which is where this runs, but in tests
  static WorkerPort openPortable(WorkerSettings settings, LongSupplier clock, HostSystem system) {
    return settings.program() instanceof WorkerSettings.Program.Command command
        ? new PortableCommandPort(settings, command, clock, system)
        : new PortablePort(settings, clock, system);
  }
}
