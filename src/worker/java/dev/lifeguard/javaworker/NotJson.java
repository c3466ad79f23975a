package dev.lifeguard.javaworker;

/// Something that JSON cannot say, or text that is not JSON. Its message is for people.
final class NotJson extends Exception {
  private static final long serialVersionUID = 1L;

  /// `TypeError` for something of the wrong type, `ValueError` for a wrong value of the right one;
  /// the same words as those of Python workers, so that a report counts both alike.
  private final String type;

  private final String reason;

  NotJson(String type, String reason) {
    super(reason);
    this.type = type;
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  String type() {
    return type;
  }
}
