package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;

/// What one line of a journal turned out to be.
public sealed interface JournalLine {
  /// An event, be it of a type that this version does not know ([PoolEvent.Unrecognised]).
  record Event(PoolEvent event) implements JournalLine {}

  /// Not an event: cut off, overwritten or foreign.
  ///
  /// @param line its number in the file, the header is 1
  /// @param why what is wrong with it, for a person
  record Damaged(long line, String why) implements JournalLine {}
}
