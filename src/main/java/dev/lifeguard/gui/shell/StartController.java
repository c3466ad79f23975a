package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.launch.Preset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The page of an empty window: the ways in, and the latest runs.
public final class StartController {
  private static final int MOST_RECENT = 5;
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

  private Shell shell;

  @FXML private Node opening;
  @FXML private Label fault;
  @FXML private Node recentBox;
  @FXML private VBox recent;
  @FXML private Node presetsBox;
  @FXML private VBox presets;
  @FXML private Node filesBox;
  @FXML private VBox files;

  /// A controller for FXML to fill in, on any thread; then it is to serve somebody.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  StartController() {}

  @FXML
  void initialize() {
    for (Node node : List.of(opening, fault, recentBox, presetsBox, filesBox)) {
      node.managedProperty().bind(node.visibleProperty());
      node.setVisible(false);
    }
  }

  /// From now on this is whose window it is. Once, before anything else.
  void serve(Shell itsShell) {
    shell = itsShell;
  }

  /// Something is being opened, and it takes a moment.
  void showOpening() {
    fault.setVisible(false);
    opening.setVisible(true);
  }

  /// It could not be opened.
  void showFault(String sentence) {
    opening.setVisible(false);
    fault.setText(sentence);
    fault.setVisible(true);
  }

  /// Lists the presets of the launch dialog and what was opened last.
  void showRemembered(Settings settings) {
    presetsBox.setVisible(!settings.presets().isEmpty());
    presets
        .getChildren()
        .setAll(settings.presets().stream().limit(MOST_RECENT).map(this::line).toList());
    // Runs of this machine are in the list below already.
    List<Path> files = settings.recent().stream().map(Path::of).toList();
    filesBox.setVisible(!files.isEmpty());
    this.files.getChildren().setAll(files.stream().limit(MOST_RECENT).map(this::line).toList());
  }

  private Node line(Preset preset) {
    Hyperlink name = new Hyperlink(preset.name());
    name.setOnAction(_ -> shell.launch(preset));
    return name;
  }

  private Node line(Path path) {
    Hyperlink name = new Hyperlink(String.valueOf(path.getFileName()));
    name.setOnAction(_ -> shell.openPath(path));
    Label where = new Label(String.valueOf(path.getParent()));
    where.getStyleClass().add("why");
    HBox line = new HBox(name, where);
    line.getStyleClass().add("run");
    return line;
  }

  /// Lists the latest runs.
  void showRecent(List<RunListing> runs) {
    recentBox.setVisible(!runs.isEmpty());
    recent.getChildren().setAll(runs.stream().limit(MOST_RECENT).map(this::line).toList());
  }

  private Node line(RunListing run) {
    Hyperlink name = new Hyperlink(run.name());
    name.setOnAction(_ -> shell.open(run));
    Label rest = new Label(describe(run));
    rest.getStyleClass().add("why");
    HBox line = new HBox(name, rest);
    line.getStyleClass().add("run");
    return line;
  }

  /// A run in a few words: when, whether it goes on, and what came of it.
  static String describe(RunListing run) {
    String state =
        switch (run.state()) {
          case LIVE -> Text.of("run.live");
          case ENDED -> "";
          case INTERRUPTED -> Text.of("run.interrupted");
        };
    String when = when(run.startedAt());
    return List.of(when, state, run.summary()).stream()
        .filter(text -> !text.isEmpty())
        .reduce((a, b) -> a + " · " + b)
        .orElse(when);
  }

  private static String when(Instant instant) {
    return WHEN.format(instant.atZone(ZoneId.systemDefault()));
  }

  @FXML
  void launch() {
    shell.launch();
  }

  @FXML
  void attach() {
    shell.attach();
  }

  @FXML
  void openRun() {
    shell.openRun();
  }

  @FXML
  void demo() {
    shell.demo();
  }
}
