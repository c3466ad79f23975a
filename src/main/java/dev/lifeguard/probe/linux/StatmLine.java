package dev.lifeguard.probe.linux;

import java.util.Optional;

/// The part of `/proc/PID/statm` that is of use here, in pages (proc_pid_statm(5)).
///
/// @param sizePages the address space, the same as VmSize
/// @param residentPages the same as VmRSS
/// @param dataPages private writable areas and the stack, the same as VmData + VmStk
record StatmLine(long sizePages, long residentPages, long dataPages) {
  /// Reads one line.
  ///
  /// @return empty when the text is not such a line, and for a process without an address space of
  ///   its own, a kernel thread or a zombie: the kernel prints zeros for those
  static Optional<StatmLine> parse(String text) {
    String[] fields = text.strip().split(" ", -1);
    if (fields.length < 6) {
      return Optional.empty();
    }
    try {
      long size = Long.parseLong(fields[0]);
      return size == 0
          ? Optional.empty()
          : Optional.of(new StatmLine(size, Long.parseLong(fields[1]), Long.parseLong(fields[5])));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
