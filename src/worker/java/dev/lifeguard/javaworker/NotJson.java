package dev.lifeguard.javaworker;

/// Something that JSON cannot say, or text that is not JSON. Its message is for people.
final class NotJson extends Exception {
  private static final long serialVersionUID = 1L;

  /// `TypeError` for something of the wrong type, `ValueError` for a wrong value of the right one;
  /// the same words as those of Python workers, so that a report counts both alike.
  private final String type;

  NotJson(String type, String message) {
    super(message);
    this.type = type;
  }

  String type() {
    return type;
  }
}
