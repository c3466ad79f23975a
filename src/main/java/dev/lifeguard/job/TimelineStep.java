package dev.lifeguard.job;

/// The steps of an incident, from the first sign to the task's end.
public enum TimelineStep {
  /// From here on the worker made no progress.
  HUNG,
  /// The worker made progress again.
  MOVED_AGAIN,
  /// Lifeguard sent the signal that the death answers to.
  SIGNAL_SENT,
  /// The operating system said that the process has ended.
  EXIT_SEEN,
  /// The worker's end of the protocol pipe was closed.
  OUTPUT_CLOSED,
  /// The supervisor concluded that the worker is dead, or hung.
  DECIDED,
  /// The task went back to the queue.
  REQUEUED,
  /// A new process was started in the dead one's place.
  REPLACEMENT_STARTED,
  /// The new worker takes tasks.
  REPLACEMENT_READY,
  /// The task reached its final state.
  TASK_ENDED
}
