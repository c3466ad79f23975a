package dev.lifeguard.gui.memory;

import dev.lifeguard.gui.common.Appearance;
import java.util.function.IntConsumer;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Binds memory over time to its view-model.
public final class MemoryOverTimeController {
  private final MemoryOverTimeViewModel model;
  private final Appearance appearance;
  private final IntConsumer onWorker;

  @FXML private HBox frame;
  @FXML private ScrollBar lanes;
  @FXML private Label empty;

  /// A controller for FXML to fill in.
  ///
  /// @param onWorker told when the user chooses a worker's lane
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public MemoryOverTimeController(
      MemoryOverTimeViewModel model, Appearance appearance, IntConsumer onWorker) {
    this.model = model;
    this.appearance = appearance;
    this.onWorker = onWorker;
  }

  @FXML
  void initialize() {
    MemoryPane pane = new MemoryPane(model, onWorker);
    HBox.setHgrow(pane, Priority.ALWAYS);
    frame.getChildren().addFirst(pane);
    appearance.fontSizeProperty().subscribe(size -> pane.setFontSize(size.doubleValue()));
    lanes.managedProperty().bind(lanes.visibleProperty());
    lanes.visibleProperty().bind(pane.lastFirstProperty().greaterThan(0));
    lanes.maxProperty().bind(pane.lastFirstProperty());
    lanes.visibleAmountProperty().bind(pane.lastFirstProperty().divide(4.0).add(1));
    lanes.valueProperty().bindBidirectional(pane.firstProperty());
    empty.visibleProperty().bind(model.pictureProperty().map(p -> p.lanes().isEmpty()));
  }
}
