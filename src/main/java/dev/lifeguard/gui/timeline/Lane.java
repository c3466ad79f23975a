package dev.lifeguard.gui.timeline;

import java.util.List;
import java.util.Optional;

/// One worker's lane at one moment.
///
/// @param fromNanos when the pool decided to start it
/// @param untilNanos when it was gone, [Long#MAX_VALUE] while it lives
/// @param bars what has ended
/// @param open what goes on
/// @param standstills when it made no progress, oldest first
record Lane(
    int worker,
    long fromNanos,
    long untilNanos,
    Bars bars,
    Optional<OpenBar> open,
    List<Standstill> standstills) {

  boolean lives() {
    return untilNanos == Long.MAX_VALUE;
  }

  /// The standstill that lasts, if one does.
  Optional<Standstill> hang() {
    return standstills.isEmpty() || standstills.getLast().untilNanos() != Standstill.LASTS
        ? Optional.empty()
        : Optional.of(standstills.getLast());
  }
}
