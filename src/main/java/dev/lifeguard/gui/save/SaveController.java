package dev.lifeguard.gui.save;

import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.save.SaveViewModel.Stage;
import java.io.File;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// Binds the dialog that saves a recording.
public final class SaveController {
  private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");
  private static final String SUFFIX = ".lifeguard";

  private final SaveViewModel model;

  @FXML private Label headline;
  @FXML private Label early;
  @FXML private VBox contents;
  @FXML private GridPane parts;
  @FXML private CheckBox redact;
  @FXML private Label secrets;
  @FXML private Node where;
  @FXML private TextField file;
  @FXML private Button choose;
  @FXML private Label remark;
  @FXML private ProgressBar progress;
  @FXML private Label fault;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public SaveController(SaveViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    for (Node node : new Node[] {early, contents, where, remark, progress, fault}) {
      node.managedProperty().bind(node.visibleProperty());
    }
    model.stageProperty().subscribe(this::show);
    model.planProperty().subscribe(known -> known.ifPresent(this::show));
    file.textProperty().bindBidirectional(model.fileProperty());
    redact.selectedProperty().bindBidirectional(model.redactedProperty());
    model
        .redactedProperty()
        .subscribe(on -> secrets.setText(on ? Text.of("save.redacted") : Text.of("save.secret")));
    remark.textProperty().bind(model.remarkProperty());
    remark.visibleProperty().bind(model.remarkProperty().isNotEmpty());
    fault.textProperty().bind(model.faultProperty());
    fault.visibleProperty().bind(model.faultProperty().isNotEmpty());
    model
        .faultProperty()
        .subscribe(words -> file.pseudoClassStateChanged(FAULTY, !words.isEmpty()));
    progress.progressProperty().bind(model.shareProperty());
    choose.setOnAction(_ -> choose());
  }

  private void show(Stage stage) {
    headline.setText(
        switch (stage) {
          case LOOKING -> Text.of("save.looking");
          case IMPOSSIBLE -> Text.of("save.impossible");
          case ASKING, SAVING ->
              model
                  .planProperty()
                  .get()
                  .map(known -> Text.of("save.headline", known.job()))
                  .orElse("");
          case SAVED ->
              model
                  .savedProperty()
                  .get()
                  .map(it -> Text.of("save.saved", it.file(), MemoryWords.size(it.bytes())))
                  .orElse("");
        });
    boolean asks = stage == Stage.ASKING || stage == Stage.SAVING;
    contents.setVisible(asks);
    where.setVisible(asks);
    progress.setVisible(stage == Stage.SAVING);
    contents.setDisable(stage == Stage.SAVING);
    where.setDisable(stage == Stage.SAVING);
    early.setVisible(asks && model.planProperty().get().filter(p -> p.goesOn()).isPresent());
  }

  private void show(SavePlan.Possible plan) {
    parts.getChildren().clear();
    for (SavePlan.Part part : plan.parts()) {
      int row = parts.getRowCount();
      parts.add(label(part.name(), "name"), 0, row);
      parts.add(label(MemoryWords.size(part.bytes()), "size"), 1, row);
      Label holds = label(words(part.kind()), "holds");
      holds.setWrapText(true);
      holds.setMinWidth(0);
      parts.add(holds, 2, row);
    }
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().add(style);
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setMinHeight(Region.USE_PREF_SIZE);
    GridPane.setValignment(label, VPos.TOP);
    return label;
  }

  private String words(SavePlan.Kind kind) {
    return switch (kind) {
      case JOB ->
          model.variables().isEmpty()
              ? Text.of("save.holds.job")
              : Text.of("save.holds.job-variables", String.join(", ", model.variables()));
      case JOURNAL -> Text.of("save.holds.journal");
      case RESULTS -> Text.of("save.holds.results");
      case ITEMS -> Text.of("save.holds.items");
      case REPORT -> Text.of("save.holds.report");
      case OUTPUT -> Text.of("save.holds.output");
    };
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(Text.of("save.kind"), "*" + SUFFIX));
    File now = new File(file.getText());
    Optional.ofNullable(now.getParentFile())
        .filter(File::isDirectory)
        .ifPresent(chooser::setInitialDirectory);
    chooser.setInitialFileName(now.getName());
    Optional.ofNullable(chooser.showSaveDialog(file.getScene().getWindow()))
        .map(File::getPath)
        .ifPresent(path -> file.setText(path.endsWith(SUFFIX) ? path : path + SUFFIX));
  }

  /// Puts the keyboard where it is needed.
  public void focusFirst() {
    file.requestFocus();
  }
}
