package dev.lifeguard.job;

/// How the manager of a pool that somebody else started would be asked to end.
///
/// @param manager who is asked
/// @param signal with which signal
/// @param hearing whether that reaches it
public record EndMeans(ProcessIdentity manager, int signal, Hearing hearing) {
  /// What a process does with a signal, as far as the system tells.
  public enum Hearing {
    /// It has a handler of its own, or the usual effect.
    TAKES_IT,
    /// It is ignored: whoever is started with `&` by a script inherits that for SIGINT, and so do a
    /// Python program and its pool.
    IGNORES_IT,
    /// All of its threads hold it back; it arrives when one lets signals in again.
    HOLDS_IT_BACK,
    /// There are no signals on this system, and no other way to ask a process that is not ours.
    NO_SIGNALS,
    /// Nobody can say.
    UNKNOWN
  }

  /// Whether asking can do something now.
  public boolean isHeard() {
    return switch (hearing) {
      case TAKES_IT, UNKNOWN -> true;
      case IGNORES_IT, HOLDS_IT_BACK, NO_SIGNALS -> false;
    };
  }
}
