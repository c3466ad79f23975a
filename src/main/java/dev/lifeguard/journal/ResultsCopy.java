package dev.lifeguard.journal;

import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/// A second taker of the result lines (`--results FILE|-`), with a thread of its own so that a slow
/// reader of standard output holds up nothing but itself.
public final class ResultsCopy {
  private ResultsCopy() {}

  /// No copy.
  public static ResultsCopy none() {
    return new ResultsCopy();
  }

  /// Copies every line to this stream, which is flushed but never closed.
  ///
  /// @param name the stream's name in messages: `standard output`, a file's name
  /// @param failed told once, with a whole sentence, when the stream takes no more
  public static ResultsCopy to(String name, OutputStream stream, Consumer<String> failed) {
    throw new UnsupportedOperationException();
  }

  /// Waits until everything was taken, at most this long, and ends the thread. Call it after the
  /// writer was closed.
  ///
  /// @return whether everything was taken
  public boolean close(Duration limit) {
    throw new UnsupportedOperationException();
  }
}
