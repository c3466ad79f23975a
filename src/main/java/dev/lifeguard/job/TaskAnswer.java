package dev.lifeguard.job;

/// What came of a task.
public sealed interface TaskAnswer {
  /// The function's result as one JSON value. The journal does not hold it (the results file does),
  /// so an answer that was read from a journal has an empty payload.
  record Result(Payload json) implements TaskAnswer {}

  /// The function raised.
  ///
  /// @param type the exception's type, for example `ValueError`
  /// @param message its text, at most 500 characters
  /// @param json the whole error as a JSON object with `type`, `message` and `traceback`; empty
  ///   when it was read from a journal
  /// @param limit whether it raised because the memory limit refused it more
  record Failure(String type, String message, Payload json, boolean limit) implements TaskAnswer {
    /// A failure that has nothing to do with a limit.
    public Failure(String type, String message, Payload json) {
      this(type, message, json, false);
    }
  }

  /// The attempt died with its worker; the incident tells how.
  record Lost(int incident) implements TaskAnswer {}

  /// There is nothing to tell, for example of a task that was cancelled.
  record None() implements TaskAnswer {}
}
