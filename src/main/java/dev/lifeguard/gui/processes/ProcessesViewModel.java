package dev.lifeguard.gui.processes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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
  private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(new Shown(0, 0));
  private final ReadOnlyBooleanWrapper moving = new ReadOnlyBooleanWrapper();
  private final RowArrangement arrangement = new RowArrangement();
  private ProcessesPicture latest = ProcessesPicture.EMPTY;

  /// How many rows are shown.
  ///
  /// @param all how many there are, without the filter
  public record Shown(int rows, int all) {}

  /// The pool's row, once there is a job.
  public ReadOnlyObjectProperty<Optional<ProcessNode>> rootProperty() {
    return root.getReadOnlyProperty();
  }

  /// The row that the user has chosen. It becomes none when the row goes, or goes elsewhere: what
  /// is done to the chosen one must never fall on its neighbour.
  public ObjectProperty<Optional<ProcessNode>> selectedProperty() {
    return selected;
  }

  /// How many rows are shown, of how many.
  public ReadOnlyObjectProperty<Shown> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /// Whether rows come and go at this moment; what a control makes of its selection meanwhile is
  /// not what the user has chosen.
  public ReadOnlyBooleanProperty movingProperty() {
    return moving.getReadOnlyProperty();
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

  /// Shows only what is wanted, from now on.
  public void filter(RowFilter wanted) {
    arrangement.filter(wanted);
    arrange();
  }

  /// Sorts, from now on; an empty order is that in which the workers were started.
  public void order(Optional<RowOrder> wanted) {
    if (!wanted.equals(arrangement.order())) {
      arrangement.order(wanted);
      arrange();
    }
  }

  /// Keeps sorted rows where they are, or lets them go to their places again.
  public void freeze(boolean on) {
    arrangement.freeze(on);
    if (!on) {
      arrange();
    }
  }

  /// Shows the next picture.
  public void show(ProcessesPicture picture) {
    latest = picture;
    arrange();
  }

  private void arrange() {
    List<ProcessRow> rows = arrangement.arrange(latest);
    Map<RowKey, RowKey> parents = new HashMap<>();
    rows.forEach(row -> row.parent().ifPresent(parent -> parents.put(row.key(), parent)));
    letGoOfWhatMoves(rows, parents);
    moving.set(true);
    reconcile(rows);
    moving.set(false);
    shown.set(new Shown(rows.size(), latest.rows().size()));
  }

  private void letGoOfWhatMoves(List<ProcessRow> rows, Map<RowKey, RowKey> parents) {
    selected
        .get()
        .map(ProcessNode::row)
        .filter(chosen ->
            rows.stream().noneMatch(row -> row.key().equals(chosen.key()))
                || !chosen.parent().equals(Optional.ofNullable(parents.get(chosen.key()))))
        .ifPresent(_ -> selected.set(Optional.empty()));
  }

  private void reconcile(List<ProcessRow> rows) {
    Map<RowKey, List<ProcessNode>> childrenOf = new HashMap<>();
    Set<RowKey> present = new HashSet<>();
    for (ProcessRow row : rows) {
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
    Set<ProcessNode> there = new HashSet<>(children);
    for (int i = 0; i < wanted.size(); i++) {
      if (!there.contains(wanted.get(i))) {
        children.add(Math.min(i, children.size()), wanted.get(i));
      }
    }
    if (!children.equals(wanted)) {
      // Only sorting moves rows. In one go, so that a control can follow where its rows went.
      Map<ProcessNode, Integer> places = new HashMap<>();
      wanted.forEach(child -> places.put(child, places.size()));
      children.sort(Comparator.comparing(places::get));
    }
  }
}
