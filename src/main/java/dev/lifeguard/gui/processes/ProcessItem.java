package dev.lifeguard.gui.processes;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TreeItem;

/// Mirrors a row of the view-model into the tree control, and all rows below it.
final class ProcessItem extends TreeItem<ProcessNode> {
  ProcessItem(ProcessNode node) {
    super(node);
    setExpanded(node.row().key().kind() != RowKey.Kind.TOMBS);
    getChildren().setAll(items(node.children()));
    node.children().addListener(this::follow);
  }

  private void follow(ListChangeListener.Change<? extends ProcessNode> change) {
    while (change.next()) {
      if (change.wasPermutated()) {
        Map<ProcessNode, Integer> places = new HashMap<>();
        change.getList().forEach(node -> places.put(node, places.size()));
        getChildren().sort(Comparator.comparing(item -> places.getOrDefault(item.getValue(), 0)));
        continue;
      }
      // The rows move one by one, so that the others keep their selection and their place.
      if (change.wasRemoved()) {
        getChildren().remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
      }
      if (change.wasAdded()) {
        getChildren().addAll(change.getFrom(), items(change.getAddedSubList()));
      }
    }
  }

  private static List<ProcessItem> items(List<? extends ProcessNode> nodes) {
    return nodes.stream().map(ProcessItem::new).toList();
  }
}
