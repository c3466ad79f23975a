package dev.lifeguard.gui.launch;

/// The fields of the launch dialog, so that a fault can be shown where it was made.
public enum LaunchField {
  /// The function to run.
  TARGET,
  /// What to call it with.
  ITEMS,
  /// How many workers.
  WORKERS,
  /// The working directory.
  DIRECTORY,
  /// The python interpreter.
  INTERPRETER,
  /// How many extra attempts.
  RETRIES,
  /// None of them: the job as a whole.
  JOB
}
