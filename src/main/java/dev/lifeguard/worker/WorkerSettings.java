package dev.lifeguard.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How the workers of a job are started; the same for all of them.
///
/// @param program what runs the tasks
/// @param directory the workers' current directory
/// @param environment variables that are set or replaced; the rest is inherited
/// @param messageLimitBytes the largest payload of a message, 1 MiB to 1 GiB in a job file
public record WorkerSettings(
    Program program, Path directory, Map<String, String> environment, int messageLimitBytes) {
  /// The limit when a job file names none: 64 MiB.
  public static final int DEFAULT_MESSAGE_LIMIT_BYTES = 64 << 20;

  /// Copies the map.
  ///
  /// @throws IllegalArgumentException if the limit is not positive
  public WorkerSettings {
    environment = Map.copyOf(environment);
    if (messageLimitBytes < 1) {
      throw new IllegalArgumentException("a message has at least one byte");
    }
  }

  /// What runs the tasks.
  public sealed interface Program {
    /// A function in a Python process.
    ///
    /// @param interpreter a path, or a name that is looked up on the `PATH` of the workers
    /// @param target `MODULE:FUNCTION`, or `FILE.py:FUNCTION` with an absolute path
    /// @param initializer `MODULE:FUNCTION`, called once without arguments before the first task
    record Python(String interpreter, String target, Optional<String> initializer)
        implements Program {}
  }
}
