package dev.lifeguard.gui.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;

/// The process tree. Pictures are reconciled in place: a row that is still there stays the same
/// object, so that selection, expansion and scroll position survive. JavaFX thread.
public final class ProcessesViewModel {
  private final Map<RowKey, ProcessNode> nodes = new HashMap<>();
  private final ReadOnlyObjectWrapper<Optional<ProcessNode>> root =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObjectProperty<Optional<ProcessNode>> selected =
      new SimpleObjectProperty<>(Optional.empty());

  /// The pool's row, once there is a job.
  public ReadOnlyObjectProperty<Optional<ProcessNode>> rootProperty() {
    return root.getReadOnlyProperty();
  }

  /// The row that the user has chosen.
  public ObjectProperty<Optional<ProcessNode>> selectedProperty() {
    return selected;
  }

  /// The row with this key, if it is there.
  public Optional<ProcessNode> find(RowKey key) {
    return Optional.ofNullable(nodes.get(key));
  }

  /// The rows of what lives now, the supervisor among them, in no particular order.
  public List<ProcessRow> living() {
    return nodes.values().stream()
        .map(ProcessNode::row)
        .filter(row -> row.mark() != Mark.DEAD && row.mark() != Mark.ENDED)
        .toList();
  }

  /// Shows the next picture.
  public void show(ProcessesPicture picture) {
    Map<RowKey, List<ProcessNode>> childrenOf = new HashMap<>();
    Set<RowKey> present = new HashSet<>();
    for (ProcessRow row : picture.rows()) {
      ProcessNode node = nodes.computeIfAbsent(row.key(), _ -> new ProcessNode(row));
      node.show(row);
      present.add(row.key());
      row.parent().ifPresent(p -> childrenOf.computeIfAbsent(p, _ -> new ArrayList<>()).add(node));
    }
    nodes.keySet().retainAll(present);
    // Old parents let go before new ones take, so that a row is never in two places.
    nodes.forEach((key, node) -> keepOnly(node, childrenOf.getOrDefault(key, List.of())));
    nodes.forEach((key, node) -> order(node, childrenOf.getOrDefault(key, List.of())));
    Optional<ProcessNode> pool = find(RowKey.POOL);
    if (!pool.equals(root.get())) {
      root.set(pool);
    }
  }

  private static void keepOnly(ProcessNode node, List<ProcessNode> wanted) {
    if (!node.children().equals(wanted)) {
      Set<ProcessNode> kept = new HashSet<>(wanted);
      node.children().removeIf(child -> !kept.contains(child));
    }
  }

  private static void order(ProcessNode node, List<ProcessNode> wanted) {
    ObservableList<ProcessNode> children = node.children();
    if (children.equals(wanted)) {
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      ProcessNode child = wanted.get(i);
      if (i >= children.size() || children.get(i) != child) {
        // Rows do not move; only a process whose parent died can stand elsewhere than before.
        children.remove(child);
        children.add(Math.min(i, children.size()), child);
      }
    }
  }
}
