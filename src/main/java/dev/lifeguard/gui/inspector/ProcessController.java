package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ProcessCard.Fact;
import dev.lifeguard.job.OpenDescriptor;
import java.util.List;
import javafx.fxml.FXML;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// Binds the particulars of the chosen process to their view-model.
public final class ProcessController {
  private final ProcessViewModel model;
  private final Appearance appearance;
  private List<Fact> shown = List.of();

  @FXML private SightNote note;
  @FXML private VBox card;
  @FXML private Label headline;
  @FXML private GridPane facts;
  @FXML private VBox missing;
  @FXML private Label descriptorTitle;
  @FXML private TableView<OpenDescriptor> descriptors;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ProcessController(ProcessViewModel model, Appearance appearance) {
    this.model = model;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    for (Node each : new Node[] {card, missing}) {
      each.managedProperty().bind(each.visibleProperty());
    }
    Tables.numbers(descriptors, Text.of("process.number"), 3.2, d -> String.valueOf(d.number()));
    Tables.column(descriptors, Text.of("process.access"), 4.6, ProcessController::access);
    Tables.column(descriptors, Text.of("process.target"), 14, ProcessController::target);
    appearance.fontSizeProperty().subscribe(_ -> setSizes());
    descriptors.widthProperty().subscribe(_ -> setSizes());
    model.cardProperty().subscribe(this::show);
  }

  private static String access(OpenDescriptor descriptor) {
    return switch (descriptor.access()) {
      case READ -> Text.of("process.read");
      case WRITE -> Text.of("process.write");
      case BOTH -> Text.of("process.read-write");
      case NEITHER -> Text.of("unknown");
    };
  }

  private static String target(OpenDescriptor descriptor) {
    return descriptor
        .note()
        .map(note -> Text.of("process.noted", descriptor.target(), note))
        .orElse(descriptor.target());
  }

  private void show(Sight<ProcessCard> sight) {
    note.show(sight);
    card.setVisible(sight.value().isPresent());
    sight.value().ifPresent(this::show);
  }

  private void show(ProcessCard process) {
    headline.setText(process.headline());
    show(process.facts());
    Labels.fill(missing, process.missing(), "missing");
    descriptorTitle.setText(process.descriptorTitle());
    Tables.show(descriptors, process.descriptors());
    setSizes();
  }

  private void show(List<Fact> next) {
    if (next.equals(shown)) {
      return;
    }
    shown = next;
    facts.getChildren().clear();
    for (int row = 0; row < next.size(); row++) {
      Label name = new Label(next.get(row).name());
      name.getStyleClass().add("name");
      name.setMinWidth(Label.USE_PREF_SIZE);
      Label value = new Label(next.get(row).value());
      value.setWrapText(true);
      value.setMinHeight(Label.USE_PREF_SIZE);
      value.getStyleClass().add("fact");
      name.setLabelFor(value);
      GridPane.setValignment(name, VPos.TOP);
      facts.addRow(row, name, value);
    }
  }

  private void setSizes() {
    Tables.size(descriptors, appearance.fontSizeProperty().get());
    Tables.fit(descriptors, appearance.fontSizeProperty().get());
  }

  @FXML
  void copy() {
    ClipboardContent content = new ClipboardContent();
    model.cardProperty().get().value().ifPresent(c -> content.putString(c.report()));
    Clipboard.getSystemClipboard().setContent(content);
  }
}
