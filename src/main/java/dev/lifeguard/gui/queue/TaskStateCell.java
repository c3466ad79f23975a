package dev.lifeguard.gui.queue;

import javafx.scene.control.Label;

/// The state of a task as glyph, word and colour.
final class TaskStateCell extends TaskCell {
  private final Label glyph = new Label();
  private String style = "";

  TaskStateCell(QueueViewModel model) {
    super(model, TaskWords::state);
    glyph.getStyleClass().add("glyph");
    getStyleClass().add("state-cell");
  }

  @Override
  void decorate(TaskLine line) {
    String next = "state-" + TaskWords.style(line);
    glyph.setText(TaskWords.glyph(line));
    setGraphic(glyph);
    if (!next.equals(style)) {
      getStyleClass().remove(style);
      getStyleClass().add(next);
      style = next;
    }
  }

  @Override
  void clear() {
    setGraphic(null);
  }
}
