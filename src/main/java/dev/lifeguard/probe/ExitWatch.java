package dev.lifeguard.probe;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;

/// Watches processes that are not our children: tells when they end and how, and sends signals to
/// them that cannot reach anybody else.
///
/// Every method may be called on any thread.
public interface ExitWatch extends AutoCloseable {
  /// Is told what happens. Called on threads of the watch, never on two at once; must return fast.
  interface Listener {
    /// A watched process has ended. Told once for each.
    void ended(Ending ending);

    /// A watched process has started another one. It is watched from now on, without being asked
    /// for. Told only where the system tells it; see [ExitWatch#tellsStarts].
    void started(ProcessIdentity parent, ProcessIdentity child);
  }

  /// The end of a process.
  ///
  /// @param status how it ended, as exactly as could be found out
  /// @param source who told that: `wait status`, or why nobody did
  /// @param atNanos when its end was seen, on the clock handed in when the watch was opened
  record Ending(ProcessIdentity process, ExitStatus status, String source, long atNanos) {}

  /// What came of a signal.
  enum Sent {
    /// It was sent to this very process.
    SENT,
    /// The process has ended.
    GONE,
    /// These rights do not allow it.
    NOT_ALLOWED
  }

  /// Begins to watch a process; does nothing for one that is watched already.
  ///
  /// @return false when it is gone, so that no end of it will be told
  boolean watch(ProcessIdentity process);

  /// Sends a signal to this process alone, whether or not it is watched.
  Sent signal(ProcessIdentity process, int signal);

  /// Whether the system tells of processes that watched ones start, also of those that live shorter
  /// than any look at the table of processes.
  boolean tellsStarts();

  /// How the way in which a process ended is found out here, a sentence for people.
  String means();

  /// Stops watching. Does nothing the second time.
  @Override
  void close();
}
