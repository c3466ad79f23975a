package dev.lifeguard.job;

/// A process that cannot be confused with a later one of the same number.
///
/// @param pid the process number
/// @param startTicks when the process was started, in the operating system's own unit and origin
///   (Linux: clock ticks since boot, field 22 of `/proc/PID/stat`); only equality and order have a
///   meaning. 0 when it could not be read, which equals no other process.
/// @param startedAtMillis the same moment as milliseconds since the epoch, for people; 0 when
///   unknown
public record ProcessIdentity(long pid, long startTicks, long startedAtMillis) {
  /// Whether both name the same process, judged by number and start time.
  public boolean isSameAs(ProcessIdentity other) {
    return pid == other.pid && startTicks == other.startTicks && startTicks != 0;
  }
}
