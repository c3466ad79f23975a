package dev.lifeguard.gui.launch;

import java.util.Locale;

/// What is typed in the launch dialog. Presets are kept under these names, so a name stays what it
/// is.
public enum LaunchText {
  /// A function, a class, or the words of a command or program, as its kind of worker wants it.
  TARGET,
  /// Java: where its classes are, separated as in the system's paths.
  CLASS_PATH,
  /// Java: flags of the virtual machine.
  JVM_FLAGS,
  /// Python: what a template imports first.
  PRELOAD,
  /// Python: a function that each worker calls first.
  INITIALIZER,
  /// The first number of a range of items.
  RANGE_FIRST,
  /// Its last number.
  RANGE_LAST,
  /// The file of items, or the pattern of their paths.
  FILE,
  /// Items that are typed in, one a line.
  LINES,
  /// How many workers.
  WORKERS,
  /// The memory limit of each.
  MEMORY,
  /// How long an attempt may run.
  TASK_TIMEOUT,
  /// How long until an exception is raised in it.
  SOFT_TIMEOUT,
  /// How long a worker may stand still.
  HANG_AFTER,
  /// Extra attempts.
  RETRIES,
  /// How long a worker has to end when it is asked to.
  GRACE,
  /// Variables, `NAME=VALUE`, one a line.
  ENVIRONMENT,
  /// The working directory.
  DIRECTORY,
  /// The python.
  INTERPRETER;

  /// The name under which a preset keeps it.
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
