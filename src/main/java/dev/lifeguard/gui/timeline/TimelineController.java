package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.BrokenRow;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Binds the timeline to its view-model.
public final class TimelineController {
  /// In letters: where the pane is lower, the lanes need the room of the legend.
  private static final double HIGH = 12;

  private final TimelineViewModel model;
  private final TimelineChoices choices;
  private final Appearance appearance;

  @FXML private VBox root;
  @FXML private BrokenRow meanings;
  @FXML private Region instead;
  @FXML private HBox frame;
  @FXML private ScrollBar lanes;
  @FXML private Label empty;
  @FXML private ToggleButton follow;

  /// A controller for FXML to fill in.
  ///
  /// @param choices told what the user has clicked
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public TimelineController(
      TimelineViewModel model, TimelineChoices choices, Appearance appearance) {
    this.model = model;
    this.choices = choices;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    TimelinePane pane = new TimelinePane(model, this::chosen);
    HBox.setHgrow(pane, Priority.ALWAYS);
    frame.getChildren().addFirst(pane);
    appearance.fontSizeProperty().subscribe(size -> pane.setFontSize(size.doubleValue()));
    List.<Node>of(lanes, empty, meanings)
        .forEach(node -> node.managedProperty().bind(node.visibleProperty()));
    lanes.maxProperty().bind(pane.overflowProperty());
    lanes.visibleProperty().bind(pane.overflowProperty().greaterThan(0));
    lanes.visibleAmountProperty().bind(pane.overflowProperty().map(this::thumb));
    lanes.valueProperty().bindBidirectional(pane.scrollProperty());
    empty.visibleProperty().bind(model.pictureProperty().map(picture -> picture.lanes().isEmpty()));
    model.followingProperty().subscribe(follow::setSelected);
    // What is drawn says in words what it is, too.
    meanings
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> root.getHeight() >= HIGH * appearance.fontSizeProperty().get(),
                root.heightProperty(),
                appearance.fontSizeProperty()));
    instead.managedProperty().bind(meanings.visibleProperty().not());
  }

  /// How much of the lanes is in sight, in the units of the scroll bar.
  private double thumb(Number overflow) {
    return frame.getHeight()
        * overflow.doubleValue()
        / (frame.getHeight() + overflow.doubleValue());
  }

  private void chosen(Target target) {
    switch (target) {
      case Target.Bar(Lane lane, int i) -> {
        choices.worker(lane.worker());
        if (lane.bars().task(i) != 0) {
          choices.task(lane.bars().task(i));
        }
        if (lane.bars().incident(i) != 0) {
          choices.incident(lane.bars().incident(i));
        }
      }
      case Target.Open(Lane lane, OpenBar bar) -> {
        choices.worker(lane.worker());
        if (bar.task() != 0) {
          choices.task(bar.task());
        }
      }
      case Target.Hang(Lane lane, Standstill hang) -> {
        choices.worker(lane.worker());
        choices.incident(hang.incident());
      }
      case Target.Empty(Lane lane) -> choices.worker(lane.worker());
      case Target.Incident(IncidentMark mark) -> choices.incident(mark.id());
      case Target.Map _, Target.Nothing _ -> {}
    }
  }

  @FXML
  void follow() {
    if (follow.isSelected()) {
      model.follow();
    } else {
      model.stay();
    }
  }

  @FXML
  void fit() {
    model.fit();
  }

  @FXML
  void zoomIn() {
    model.zoomIn();
  }

  @FXML
  void zoomOut() {
    model.zoomOut();
  }
}
