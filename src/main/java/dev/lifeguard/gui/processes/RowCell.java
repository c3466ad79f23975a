package dev.lifeguard.gui.processes;

import java.util.function.Function;
import javafx.scene.control.TreeTableCell;
import org.jspecify.annotations.Nullable;

/// A cell that shows one text of a row.
final class RowCell extends TreeTableCell<ProcessNode, ProcessRow> {
  private final Function<ProcessRow, String> text;

  RowCell(Function<ProcessRow, String> text) {
    this.text = text;
  }

  @Override
  protected void updateItem(@Nullable ProcessRow row, boolean empty) {
    super.updateItem(row, empty);
    setText(row == null || empty ? null : text.apply(row));
  }
}
