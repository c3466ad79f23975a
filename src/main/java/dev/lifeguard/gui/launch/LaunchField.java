package dev.lifeguard.gui.launch;

/// The places in the launch dialog where a fault is shown.
public enum LaunchField {
  /// What a worker runs.
  TARGET,
  /// Where its classes are.
  CLASS_PATH,
  /// The flags of its virtual machine.
  JVM_FLAGS,
  /// How its process comes to be.
  START,
  /// What it calls first.
  INITIALIZER,
  /// What to call it with.
  ITEMS,
  /// How many workers.
  WORKERS,
  /// The memory limit.
  MEMORY,
  /// The timeout.
  TASK_TIMEOUT,
  /// The exception before it.
  SOFT_TIMEOUT,
  /// When and what about a hang.
  HANG_AFTER,
  /// Extra attempts.
  RETRIES,
  /// The time to end in.
  GRACE,
  /// The variables.
  ENVIRONMENT,
  /// The working directory.
  DIRECTORY,
  /// The python interpreter.
  INTERPRETER,
  /// None of them: the job as a whole.
  JOB
}
