package dev.lifeguard.gui.timeline;

import java.util.List;
import java.util.Optional;

/// One worker's lane at one moment.
///
/// @param fromNanos when the pool decided to start it
/// @param untilNanos when it was gone, [Long#MAX_VALUE] while it lives
/// @param fate what became of it
/// @param bars what has ended
/// @param open what goes on
/// @param standstills when it made no progress, oldest first
record Lane(
    int worker,
    long fromNanos,
    long untilNanos,
    Fate fate,
    Bars bars,
    Optional<OpenBar> open,
    List<Standstill> standstills) {

  /// What became of a worker.
  enum Fate {
    /// It is there.
    LIVES,
    /// It left as wanted.
    LEFT,
    /// It died.
    DIED
  }

  boolean lives() {
    return fate == Fate.LIVES;
  }

  /// The standstill that lasts, if one does.
  Optional<Standstill> hang() {
    return standstills.isEmpty() || standstills.getLast().untilNanos() != Standstill.LASTS
        ? Optional.empty()
        : Optional.of(standstills.getLast());
  }
}
