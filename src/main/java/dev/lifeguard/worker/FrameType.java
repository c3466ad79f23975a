package dev.lifeguard.worker;

/// The kinds of messages between the supervisor and a worker, with their number on the wire.
enum FrameType {
  /// From the worker: it takes tasks now.
  HELLO(1),
  /// To the worker: a task.
  RUN(2),
  /// From the worker: the result of a task.
  DONE(3),
  /// From the worker: the error of a task; with task 0 the reason why it cannot start.
  FAILED(4),
  /// To the worker: end after what came before.
  STOP(5),
  /// From the worker: it ends because it was asked to.
  BYE(6),
  /// To the worker: print the stacks of all threads.
  DUMP(7),
  /// To the worker: the soft time limit of this task is over; nothing if it is not the current one.
  INTERRUPT(8);

  private static final FrameType[] BY_NUMBER = values();

  private final byte number;

  FrameType(int number) {
    this.number = (byte) number;
  }

  /// The number on the wire.
  byte number() {
    return number;
  }

  /// Whether a worker may send it.
  boolean isFromWorker() {
    return switch (this) {
      case HELLO, DONE, FAILED, BYE -> true;
      case RUN, STOP, DUMP, INTERRUPT -> false;
    };
  }

  /// Whether this number belongs to a type that a worker may send.
  static boolean isFromWorker(int number) {
    return number >= 1 && number <= BY_NUMBER.length && BY_NUMBER[number - 1].isFromWorker();
  }

  /// The type of a number that is known to be one.
  static FrameType of(int number) {
    return BY_NUMBER[number - 1];
  }
}
