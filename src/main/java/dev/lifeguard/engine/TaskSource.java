package dev.lifeguard.engine;

import dev.lifeguard.job.Payload;
import java.util.List;

/// Where the items come from. Used by one thread, the feeder, which may be held up.
public interface TaskSource extends AutoCloseable {
  /// One item.
  ///
  /// @param json what the worker gets, one JSON value
  /// @param label what a person sees, at most 120 characters
  record Item(Payload json, String label) {}

  /// How many items are known that were not known at the last call.
  ///
  /// @return 0 when there will be no more
  /// @throws SourceException if the source broke off
  int discover() throws SourceException;

  /// Whether [#discover] may wait for somebody: standard input. The feeder then asks for more only
  /// when every item that is known has been taken, so that the writer feels how fast the pool is.
  boolean isStream();

  /// Items that [#discover] has told of. One after the other as a rule; an earlier one again when a
  /// task is run once more.
  ///
  /// @param firstItem the first one's place in the source, from 1
  /// @throws SourceException if they cannot be read any more
  List<Item> read(int firstItem, int count) throws SourceException;

  /// Ends the source.
  @Override
  void close();

  /// A source broke off.
  final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /// An exception with this sentence.
    public SourceException(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    /// What happened, for the user.
    public String sentence() {
      return sentence;
    }
  }
}
