package dev.lifeguard.gui.inspector;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// An incident in the list: what, and below it whose and when.
final class IncidentCell extends ListCell<IncidentLine> {
  private final Label what = new Label();
  private final Label where = new Label();
  private final VBox box = new VBox(what, where);

  IncidentCell() {
    getStyleClass().add("incident-line");
    what.getStyleClass().add("what");
    where.getStyleClass().add("where");
    // As wide as the list, so that a long text ends in dots and nothing can be pushed aside.
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable IncidentLine line, boolean empty) {
    super.updateItem(line, empty);
    if (line == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
    } else {
      what.setText("\u2715 " + line.id() + "  " + line.what());
      where.setText(line.where());
      setAccessibleText(line.words());
      setGraphic(box);
    }
  }
}
