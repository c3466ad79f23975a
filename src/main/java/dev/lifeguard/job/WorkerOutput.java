package dev.lifeguard.job;

import java.util.List;

/// What one worker prints, as numbered lines that are looked up where they are kept, so that a
/// million of them need no memory. Thread-safe; every method may take a moment and none throws
/// because of a file.
public interface WorkerOutput extends AutoCloseable {
  /// How much there is.
  ///
  /// @param lines how many lines there are; they are numbered from 0
  /// @param edition changes when lines were dropped in the middle, so that numbers have another
  ///   meaning than before
  /// @param fault why nothing more can be read, a sentence; empty when all is well
  record Extent(int lines, int edition, String fault) {
    /// Nothing was printed.
    public static final Extent NOTHING = new Extent(0, 0, "");
  }

  /// Looks how much there is now. Lines are known to the other methods from here on.
  Extent look();

  /// Some lines.
  ///
  /// @return fewer when there are not so many
  List<OutputLine> lines(int from, int count);

  /// The numbers of lines that hold a text, in upper or lower case, the mark included.
  ///
  /// @param text without a line break, not empty
  /// @param from the first line that is looked at
  /// @param most no more than so many are looked for
  /// @return ascending
  List<Integer> find(String text, int from, int most);

  @Override
  void close();
}
