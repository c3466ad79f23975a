package dev.lifeguard.cli;

import dev.lifeguard.engine.TaskSource;
import java.util.List;
import java.util.OptionalInt;

/// The items of a job that goes on. The pool orders what it knew of before anybody has told it how
/// many there are now, which are fewer when their file has shrunk since.
///
/// Belongs to the feeder's thread.
final class RetoldItems implements TaskSource {
  private final TaskSource source;
  private OptionalInt found = OptionalInt.empty();
  private boolean told;

  /// @param source tells all its items at once
  RetoldItems(TaskSource source) {
    this.source = source;
  }

  @Override
  public int discover() throws SourceException {
    if (told) {
      return 0;
    }
    told = true;
    return count();
  }

  private int count() throws SourceException {
    if (found.isEmpty()) {
      found = OptionalInt.of(source.discover());
    }
    return found.getAsInt();
  }

  @Override
  public boolean isStream() {
    return false;
  }

  @Override
  public List<Item> read(int firstItem, int count) throws SourceException {
    if (firstItem + count - 1 > count()) {
      throw new SourceException(
          "there were more items when the run began: item "
              + Math.max(firstItem, count() + 1)
              + " is not there any more");
    }
    return source.read(firstItem, count);
  }

  @Override
  public void close() {
    source.close();
  }
}
