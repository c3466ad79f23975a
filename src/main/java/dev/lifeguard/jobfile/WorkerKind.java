package dev.lifeguard.jobfile;

import java.util.Optional;

/// The kinds of workers. One more kind is one more record here, and every switch asks for it.
public sealed interface WorkerKind {
  /// A persistent Python process that calls one function for every item.
  ///
  /// @param target the function
  /// @param interpreter a command to look up on PATH, or an absolute path; empty for the active
  ///   virtual environment's, then `python3` on PATH
  /// @param initializer a function without arguments that each worker calls before its first task
  record Python(
      PythonTarget target, Optional<String> interpreter, Optional<PythonTarget.Module> initializer)
      implements WorkerKind {}
}
