package dev.lifeguard.worker;

import java.util.Optional;

/// A place in which a [NativeCommandPort] runs one attempt after the other. Owned by the supervisor
/// thread.
final class CommandSlot {
  /// What a slot can do.
  enum State {
    /// It runs what it is given.
    OPEN,
    /// It runs what it was given, and ends then.
    STOPPING,
    /// Its last attempt has died, or it has said good-bye; it waits to be released.
    OVER
  }

  private final int number;
  private final SlotRunner runner;
  private int unanswered;
  private Optional<CommandAttempt> current = Optional.empty();
  private State state = State.OPEN;

  CommandSlot(int number, SlotRunner runner) {
    this.number = number;
    this.runner = runner;
  }

  int number() {
    return number;
  }

  /// Who starts what it is given.
  SlotRunner runner() {
    return runner;
  }

  /// Hands it one more order.
  void give(CommandSpawner.Order order) {
    unanswered++;
    runner.add(order);
  }

  /// Has back what it was given, if that has not begun.
  ///
  /// @return whether it never will
  boolean takeBack(int task, int attempt) {
    boolean taken = runner.takeBack(task, attempt);
    unanswered -= taken ? 1 : 0;
    return taken;
  }

  /// One of its orders has its answer.
  void setAnswered() {
    unanswered--;
  }

  /// Whether everything that it was given has its answer.
  boolean isIdle() {
    return unanswered == 0;
  }

  /// The attempt that runs in it, as far as is known.
  Optional<CommandAttempt> current() {
    return current;
  }

  void setCurrent(Optional<CommandAttempt> attempt) {
    current = attempt;
  }

  State state() {
    return state;
  }

  /// Runs nothing any more.
  void setOver() {
    state = State.OVER;
    runner.forgetOrders();
  }

  /// Takes nothing any more.
  void setStopping() {
    state = State.STOPPING;
  }
}
