package dev.lifeguard.gui.common;

import java.util.AbstractList;
import java.util.List;
import javafx.collections.ObservableListBase;

/// The rows of a very long table: the numbers from 0 to a size, without an object for each row.
/// What a row shows is looked up when it is drawn, so a change of contents is no change of this
/// list and only growing and shrinking is told to the table. JavaFX thread.
public final class RowNumbers extends ObservableListBase<Integer> {
  private int size;

  /// No row.
  public RowNumbers() {}

  @Override
  public Integer get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("row " + index + " of " + size);
    }
    return index;
  }

  @Override
  public int size() {
    return size;
  }

  /// Becomes longer or shorter at its end.
  public void resize(int next) {
    int before = size;
    if (next == before) {
      return;
    }
    beginChange();
    size = next;
    if (next > before) {
      nextAdd(before, next);
    } else {
      nextRemove(next, numbers(next, before));
    }
    endChange();
  }

  private static List<Integer> numbers(int from, int to) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return from + index;
      }

      @Override
      public int size() {
        return to - from;
      }
    };
  }
}
