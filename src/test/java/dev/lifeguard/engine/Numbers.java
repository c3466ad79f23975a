package dev.lifeguard.engine;

import dev.lifeguard.job.Payload;
import java.util.List;
import java.util.stream.IntStream;

/// The numbers from 1 to so many.
class Numbers implements TaskSource {
  private final int count;
  private boolean told;

  Numbers(int count) {
    this.count = count;
  }

  @Override
  public int discover() throws SourceException {
    int found = told ? 0 : count;
    told = true;
    return found;
  }

  @Override
  public boolean isStream() {
    return false;
  }

  @Override
  public List<Item> read(int firstTask, int count) throws SourceException {
    return IntStream.range(firstTask, firstTask + count)
        .mapToObj(task -> new Item(Payload.of(Integer.toString(task)), "" + task))
        .toList();
  }

  @Override
  public void close() {}
}
