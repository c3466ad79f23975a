package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Whole numbers as items, computed when they are asked for.
final class RangeItems implements ItemSource {
  private final long first;
  private final int count;
  private boolean told;

  RangeItems(ItemsSpec.Range range) {
    this.first = range.first();
    this.count = Math.toIntExact(range.last() - range.first() + 1);
  }

  @Override
  public int discover() {
    int more = told ? 0 : count;
    told = true;
    return more;
  }

  @Override
  public List<Item> read(int firstTask, int many) {
    Objects.checkFromIndexSize(firstTask - 1, many, count);
    List<Item> items = new ArrayList<>(many);
    for (int i = 0; i < many; i++) {
      String number = Long.toString(first + firstTask - 1 + i);
      items.add(new Item(Payload.of(number), number));
    }
    return items;
  }

  @Override
  public List<SourceFile> sources() {
    return List.of();
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
