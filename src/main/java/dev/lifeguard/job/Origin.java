package dev.lifeguard.job;

/// Who wants a signal to be sent.
public enum Origin {
  /// A user's action.
  OPERATOR,
  /// A rule of the job: a time limit, a memory limit, shutdown.
  POLICY
}
