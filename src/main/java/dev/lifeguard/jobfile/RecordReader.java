package dev.lifeguard.jobfile;

import java.io.IOException;

/// Cuts a stream of items into items, one after the other. What it says of the current item holds
/// until the next call of [#next].
interface RecordReader {
  /// Goes to the next item.
  ///
  /// @return false at the end
  /// @throws MalformedItem if the stream cannot be cut here
  boolean next() throws IOException, MalformedItem;

  /// Checks everything that [#next] did not need to know to cut the stream.
  ///
  /// @throws MalformedItem if the current item is wrong
  void check() throws MalformedItem;

  /// The current item, made of checked bytes.
  Item item();

  /// Where the current item begins in the stream, in bytes.
  long offset();

  /// The line of the current item, from 1.
  long line();
}
