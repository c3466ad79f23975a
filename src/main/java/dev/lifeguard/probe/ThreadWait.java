package dev.lifeguard.probe;

import dev.lifeguard.job.Evidence;
import java.util.List;

/// Whether a worker moves, judged by the thread that runs its task.
///
/// @param sinceNanos since when it has been so: the last look that saw it move
/// @param words what the thread waits for, a sentence without subject and end: `waits for a lock,
///   without a deadline`; empty while it moves
/// @param evidence what the words rest on; empty unless it is stuck
public record ThreadWait(Kind kind, long sinceNanos, String words, List<Evidence> evidence) {
  /// What a worker without progress is to be thought of.
  public enum Kind {
    /// It computes, reads or writes, or a descendant does.
    MOVES,
    /// It stands still for a good reason: a timed sleep, a living child, a network socket, a signal
    /// that suspended it, a device.
    WAITS,
    /// Its thread waits without a deadline on a lock, a pipe or a futex, and neither the process
    /// nor a descendant does anything.
    STUCK
  }

  /// Copies the evidence.
  public ThreadWait {
    evidence = List.copyOf(evidence);
  }

  /// A worker that was seen to move at this time.
  public static ThreadWait moves(long atNanos) {
    return new ThreadWait(Kind.MOVES, atNanos, "", List.of());
  }
}
