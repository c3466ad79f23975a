package dev.lifeguard.gui.processes;

import javafx.scene.control.Label;
import javafx.scene.control.TreeTableCell;
import org.jspecify.annotations.Nullable;

/// A cell that shows a state as glyph, word and colour.
final class StateCell extends TreeTableCell<ProcessNode, ProcessRow> {
  private final Label glyph = new Label();
  private @Nullable Mark shown;

  StateCell() {
    getStyleClass().add("state-cell");
    glyph.getStyleClass().add("glyph");
    setGraphic(glyph);
  }

  @Override
  protected void updateItem(@Nullable ProcessRow row, boolean empty) {
    super.updateItem(row, empty);
    Mark mark = row == null || empty || row.key().kind() == RowKey.Kind.TOMBS ? null : row.mark();
    if (mark == shown) {
      return;
    }
    if (shown != null) {
      getStyleClass().remove("state-" + shown.style());
    }
    shown = mark;
    glyph.setText(mark == null ? "" : mark.glyph());
    setText(mark == null ? "" : mark.word());
    if (mark != null) {
      getStyleClass().add("state-" + mark.style());
    }
  }
}
