package dev.lifeguard.gui.processes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which rows of a picture are shown, and in which order. A row that is wanted brings the rows
/// above it. While it is frozen, rows that have a place keep it, whatever became of their numbers,
/// and new ones come last: nobody clicks on what has just slipped under the pointer.
final class RowArrangement {
  private RowFilter filter = RowFilter.EVERYTHING;
  private Optional<RowOrder> order = Optional.empty();
  private boolean frozen;
  private Map<RowKey, Integer> places = Map.of();

  void filter(RowFilter wanted) {
    filter = wanted;
  }

  void order(Optional<RowOrder> wanted) {
    order = wanted;
    // The user has asked for it just now, so it is done wherever the pointer is.
    places = Map.of();
  }

  Optional<RowOrder> order() {
    return order;
  }

  void freeze(boolean on) {
    frozen = on;
  }

  /// The rows to show; siblings stand in their order.
  List<ProcessRow> arrange(ProcessesPicture picture) {
    List<ProcessRow> rows = new ArrayList<>(wanted(picture.rows()));
    if (order.isEmpty()) {
      return rows;
    }
    if (frozen && !places.isEmpty()) {
      rows.sort(Comparator.comparing(row -> places.getOrDefault(row.key(), Integer.MAX_VALUE)));
    } else {
      rows.sort(order.get().comparator());
    }
    places = new HashMap<>();
    rows.forEach(row -> places.put(row.key(), places.size()));
    return rows;
  }

  private List<ProcessRow> wanted(List<ProcessRow> rows) {
    if (filter.equals(RowFilter.EVERYTHING)) {
      return rows;
    }
    Map<RowKey, Optional<RowKey>> parents = new HashMap<>();
    rows.forEach(row -> parents.put(row.key(), row.parent()));
    Set<RowKey> shown = new HashSet<>(Set.of(RowKey.POOL));
    for (ProcessRow row : rows) {
      Optional<RowKey> next = filter.test(row) ? Optional.of(row.key()) : Optional.empty();
      while (next.isPresent() && shown.add(next.get())) {
        next = parents.getOrDefault(next.get(), Optional.empty());
      }
    }
    return rows.stream().filter(row -> shown.contains(row.key())).toList();
  }
}
