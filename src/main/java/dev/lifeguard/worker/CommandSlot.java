package dev.lifeguard.worker;

import java.util.ArrayDeque;
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
  private final int[] lifeline;
  private final OutputLines lines = new OutputLines();
  private final ArrayDeque<CommandSpawner.Order> waiting = new ArrayDeque<>();
  private Optional<CommandAttempt> current = Optional.empty();
  private State state = State.OPEN;

  /// @param lifeline the two ends of its pipe
  CommandSlot(int number, int[] lifeline) {
    this.number = number;
    this.lifeline = lifeline;
  }

  int number() {
    return number;
  }

  /// The end of its lifeline that goes to the processes.
  int lifelineOfProcesses() {
    return lifeline[0];
  }

  /// Our end of its lifeline.
  int lifelineOfOurs() {
    return lifeline[1];
  }

  OutputLines lines() {
    return lines;
  }

  /// What it was given and has not begun.
  ArrayDeque<CommandSpawner.Order> waiting() {
    return waiting;
  }

  /// The attempt that runs in it.
  Optional<CommandAttempt> current() {
    return current;
  }

  void setCurrent(Optional<CommandAttempt> attempt) {
    current = attempt;
  }

  State state() {
    return state;
  }

  void setState(State next) {
    state = next;
  }
}
