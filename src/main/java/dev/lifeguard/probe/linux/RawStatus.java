package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ExitStatus;

/// The status that wait(2) gives, in the one number that the kernel keeps it in.
final class RawStatus {
  private static final int SIGNAL = 0x7f;
  private static final int CORE = 0x80;

  private RawStatus() {}

  /// What it means.
  static ExitStatus of(int raw) {
    return (raw & SIGNAL) == 0
        ? new ExitStatus.Exited((raw >> 8) & 0xff)
        : new ExitStatus.Signalled(raw & SIGNAL, (raw & CORE) != 0);
  }
}
