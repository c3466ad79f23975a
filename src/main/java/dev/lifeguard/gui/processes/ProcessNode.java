package dev.lifeguard.gui.processes;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A row that lives on from picture to picture: what it shows changes in place. JavaFX thread.
public final class ProcessNode {
  private final ReadOnlyObjectWrapper<ProcessRow> row;
  private final ObservableList<ProcessNode> children = FXCollections.observableArrayList();

  ProcessNode(ProcessRow row) {
    this.row = new ReadOnlyObjectWrapper<>(row);
  }

  /// What it shows.
  public ReadOnlyObjectProperty<ProcessRow> rowProperty() {
    return row.getReadOnlyProperty();
  }

  /// What it shows now.
  public ProcessRow row() {
    return row.get();
  }

  /// The rows below it, in their order.
  public ObservableList<ProcessNode> children() {
    return children;
  }

  void show(ProcessRow next) {
    if (!next.equals(row.get())) {
      row.set(next);
    }
  }
}
