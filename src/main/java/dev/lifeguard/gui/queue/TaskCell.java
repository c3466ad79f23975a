package dev.lifeguard.gui.queue;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell of the task table. Its item is the number of its row; what it shows is looked up anew
/// with every picture.
class TaskCell extends TableCell<Integer, Integer> {
  private final QueueViewModel model;
  private final Function<TaskLine, String> text;

  TaskCell(QueueViewModel model, Function<TaskLine, String> text) {
    this.model = model;
    this.text = text;
  }

  @Override
  protected void updateItem(@Nullable Integer row, boolean empty) {
    super.updateItem(row, empty);
    draw();
  }

  /// Shows what is known now.
  final void draw() {
    Integer row = getItem();
    if (row == null || isEmpty()) {
      setText(null);
      clear();
    } else {
      model.line(row).ifPresentOrElse(this::draw, () -> setText(null));
    }
  }

  private void draw(TaskLine line) {
    setText(text.apply(line));
    decorate(line);
  }

  /// Adds more than text.
  void decorate(TaskLine line) {}

  /// Takes away what [#decorate] added.
  void clear() {}
}
