package dev.lifeguard.probe.linux;

/// What waitid(2) says of a child.
public sealed interface WaitStatus {
  /// It called exit with this code (`CLD_EXITED`).
  record Exited(int code) implements WaitStatus {}

  /// This signal ended it (`CLD_KILLED`, `CLD_DUMPED`).
  record Signalled(int signal, boolean coreDumped) implements WaitStatus {}

  /// It has not ended.
  record Running() implements WaitStatus {}

  /// The status is not to be had, for example because somebody else took it (`ECHILD`).
  ///
  /// @param errno the error number
  record Failed(int errno) implements WaitStatus {}

  /// From `si_code` and `si_status`; a code of 0 is what `WNOHANG` leaves for a child that runs.
  static WaitStatus of(int code, int status) {
    return switch (code) {
      case 1 -> new Exited(status);
      case 2 -> new Signalled(status, false);
      case 3 -> new Signalled(status, true);
      default -> new Running();
    };
  }
}
