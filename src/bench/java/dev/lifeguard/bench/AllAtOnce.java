package dev.lifeguard.bench;

import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.Payload;
import java.util.List;
import java.util.stream.IntStream;

/// So many items, whole numbers from 1, all there from the beginning.
final class AllAtOnce implements TaskSource {
  private int left;

  AllAtOnce(int count) {
    left = count;
  }

  /// The items of these tasks.
  static List<Item> items(int firstTask, int count) {
    return IntStream.range(firstTask, firstTask + count)
        .mapToObj(task -> new Item(Payload.of(Integer.toString(task)), "" + task))
        .toList();
  }

  @Override
  public int discover() {
    int found = left;
    left = 0;
    return found;
  }

  @Override
  public boolean isStream() {
    return false;
  }

  @Override
  public List<Item> read(int firstTask, int count) {
    return items(firstTask, count);
  }

  @Override
  public void close() {}
}
