package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.MemoryBar;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Text;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// A cell with the memory bar of a row and the numbers beside it.
final class MemoryCell extends TreeTableCell<ProcessNode, ProcessRow> {
  private final MemoryBar bar = new MemoryBar();
  private final Label numbers = new Label();
  private final HBox box = new HBox(bar, numbers);
  private final Tooltip tooltip = new Tooltip();
  // Bound, so that the cell is held by nothing but its table.
  private final ObjectProperty<MemoryUnits> units = new SimpleObjectProperty<>();
  private @Nullable MemoryLevel shown;
  private String written = "";

  MemoryCell(ObservableValue<MemoryUnits> units) {
    this.units.bind(units);
    // No row has changed then, but what it says has.
    this.units.subscribe((_, _) -> updateItem(getItem(), isEmpty()));
    getStyleClass().add("memory-cell");
    numbers.getStyleClass().add("numbers");
    box.setAlignment(Pos.CENTER_LEFT);
    box.getStyleClass().add("box");
    HBox.setHgrow(bar, Priority.ALWAYS);
    // Filled in only when somebody wants to read it.
    tooltip.setOnShowing(_ -> tooltip.setText(shown == null ? "" : MemoryWords.explain(shown)));
  }

  @Override
  protected void updateItem(@Nullable ProcessRow row, boolean empty) {
    super.updateItem(row, empty);
    MemoryLevel level = row == null || empty ? null : row.memory();
    String text = level == null ? "" : level.text();
    if (Objects.equals(level, shown) && text.equals(written)) {
      return;
    }
    shown = level;
    written = text;
    if (level == null) {
      numbers.setText("");
      setGraphic(null);
      setTooltip(null);
      setAccessibleText("");
      return;
    }
    // What may not be read is not nothing: a dash, as everywhere.
    bar.setVisible(!text.isEmpty());
    bar.show(level);
    numbers.setText(text.isEmpty() ? Text.of("unknown") : text);
    setGraphic(box);
    setTooltip(tooltip);
    setAccessibleText(numbers.getText());
  }
}
