package dev.lifeguard.gui.launch;

import dev.lifeguard.gui.common.Text;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.controlsfx.control.SegmentedButton;

/// Binds the launch dialog to its view-model. Fields are found by their ids: `launch-memory` is the
/// field of [LaunchText#MEMORY], `memory-fault` the place for what is wrong with it.
public final class LaunchController {
  private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");

  private final LaunchViewModel model;
  private final ObservableValue<String> memoryMeans;
  private final BiFunction<Window, String, Choosing> chooser;

  @FXML private Node root;
  @FXML private Form form;
  @FXML private SegmentedButton workerKind;
  @FXML private SegmentedButton itemKind;
  @FXML private SegmentedButton startKind;
  @FXML private SegmentedButton hangKind;
  @FXML private SegmentedButton feedKind;
  @FXML private SegmentedButton rescueKind;
  @FXML private Label watchedHint;
  @FXML private Label rescueHint;
  @FXML private TextField target;
  @FXML private Button chooseTarget;
  @FXML private Label targetLabel;
  @FXML private Node rangeLine;
  @FXML private Node fileLine;
  @FXML private Label memoryHint;
  @FXML private Label commandLine;
  @FXML private PresetsController presetsController;

  /// A controller for FXML to fill in.
  ///
  /// @param memoryMeans what enforces a memory limit here, a sentence
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public LaunchController(LaunchViewModel model, ObservableValue<String> memoryMeans) {
    this(model, memoryMeans, SystemChoosing::new);
  }

  /// @param chooser lets the user choose, given the window that waits and where to begin
  @SuppressWarnings("NullAway.Init") // As above.
  LaunchController(
      LaunchViewModel model,
      ObservableValue<String> memoryMeans,
      BiFunction<Window, String, Choosing> chooser) {
    this.chooser = chooser;
    this.model = model;
    this.memoryMeans = memoryMeans;
  }

  @FXML
  void initialize() {
    for (LaunchText field : LaunchText.values()) {
      if (find("launch-" + field.key()) instanceof TextInputControl control) {
        control.textProperty().bindBidirectional(model.textProperty(field));
        control.addEventFilter(KeyEvent.KEY_PRESSED, LaunchController::leaveByTab);
      } else {
        throw new IllegalStateException("no field of " + field);
      }
    }
    for (LaunchField field : LaunchField.values()) {
      bindFault(field);
    }
    commandLine.textProperty().bind(model.commandLineProperty());
    memoryHint.textProperty().bind(memoryMeans);
    bind(workerKind, LaunchChoice.Worker.values(), model.workerProperty());
    bind(itemKind, LaunchChoice.Items.values(), model.itemsProperty());
    bind(startKind, LaunchChoice.Start.values(), model.startProperty());
    bind(hangKind, LaunchChoice.OnHang.values(), model.onHangProperty());
    bind(feedKind, LaunchChoice.Feed.values(), model.feedProperty());
    bind(rescueKind, LaunchChoice.Rescue.values(), model.rescueProperty());
    watchedHint.setText(Text.of("launch.hint.watched", model.outputs()));
    model.rescueProperty().subscribe(rescue -> rescueHint.setText(meaning(rescue)));
    model.workerProperty().subscribe(_ -> showFields());
    model.itemsProperty().subscribe(_ -> showFields());
    model.startProperty().subscribe(_ -> showFields());
  }

  /// A text area would keep the tab, and with it whoever has no mouse.
  private static void leaveByTab(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB
        && event.getSource() instanceof TextArea area
        && !event.isControlDown()) {
      area.requestFocusTraversal(
          event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      event.consume();
    }
  }

  private Node find(String id) {
    Node node = root.lookup("#" + id);
    if (node == null) {
      throw new IllegalStateException("the launch dialog has no " + id);
    }
    return node;
  }

  private void bindFault(LaunchField field) {
    Label label = (Label) find(key(field) + "-fault");
    label.textProperty().bind(model.faultProperty(field));
    label.managedProperty().bind(label.visibleProperty());
    label.textProperty().subscribe(text -> label.setVisible(!text.isEmpty()));
    Node control = root.lookup("#launch-" + key(field));
    if (field != LaunchField.JOB && control != null) {
      label
          .textProperty()
          .subscribe(text -> control.pseudoClassStateChanged(FAULTY, !text.isEmpty()));
    }
  }

  private static String key(LaunchField field) {
    return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C> void bind(SegmentedButton box, C[] choices, ObjectProperty<C> property) {
    Map<C, ToggleButton> buttons = new LinkedHashMap<>();
    for (int i = 0; i < choices.length; i++) {
      C choice = choices[i];
      ToggleButton button = box.getButtons().get(i);
      buttons.put(choice, button);
      button.setOnAction(_ -> property.set(choice));
    }
    property.subscribe(
        now -> buttons.forEach((each, button) -> button.setSelected(each.equals(now))));
    // One of them is always on: a second click on it changes nothing.
    box.getToggleGroup()
        .selectedToggleProperty()
        .subscribe((before, now) -> {
          if (now == null && before != null) {
            before.setSelected(true);
          }
        });
  }

  /// Shows the rows that the chosen kinds have a use for.
  private void showFields() {
    LaunchChoice.Worker worker = model.workerProperty().get();
    LaunchChoice.Items items = model.itemsProperty().get();
    boolean python = worker == LaunchChoice.Worker.PYTHON;
    boolean job = worker != LaunchChoice.Worker.WATCHED;
    boolean template = python && model.startProperty().get() == LaunchChoice.Start.TEMPLATE;
    showRow("class-path", worker == LaunchChoice.Worker.JAVA);
    showRow("jvm-flags", worker == LaunchChoice.Worker.JAVA);
    showRow("start", python);
    showRow("preload", template);
    showRow("initializer", python);
    showRow("interpreter", python);
    showRow("feed", worker == LaunchChoice.Worker.COMMAND);
    showRow("soft-timeout", python);
    showRow("job", job);
    showRow("watched", !job);
    boolean typed = items == LaunchChoice.Items.RANGE || items == LaunchChoice.Items.LINES;
    show(rangeLine, job && items == LaunchChoice.Items.RANGE);
    show(find("launch-lines"), job && items == LaunchChoice.Items.LINES);
    show(fileLine, job && !typed);
    show(chooseTarget, python);
    targetLabel.setText(targetName(worker));
    target.setPromptText(targetPrompt(worker));
    ((TextField) find("launch-file")).setPromptText(filePrompt(items));
    find("choose-items").setDisable(items == LaunchChoice.Items.GLOB);
  }

  private static String meaning(LaunchChoice.Rescue rescue) {
    return switch (rescue) {
      case NONE -> Text.of("launch.hint.rescue.none");
      case RAISE -> Text.of("launch.hint.rescue.raise");
      case RETRY -> Text.of("launch.hint.rescue.retry");
    };
  }

  private static String targetName(LaunchChoice.Worker worker) {
    return switch (worker) {
      case PYTHON -> Text.of("launch.target.python");
      case JAVA -> Text.of("launch.target.java");
      case COMMAND -> Text.of("launch.target.command");
      case PROGRAM -> Text.of("launch.target.program");
      case WATCHED -> Text.of("launch.target.watched");
    };
  }

  private static String targetPrompt(LaunchChoice.Worker worker) {
    return switch (worker) {
      case PYTHON -> Text.of("launch.prompt.python");
      case JAVA -> Text.of("launch.prompt.java");
      case COMMAND -> Text.of("launch.prompt.command");
      case PROGRAM -> Text.of("launch.prompt.program");
      case WATCHED -> Text.of("launch.prompt.watched");
    };
  }

  private static String filePrompt(LaunchChoice.Items items) {
    return switch (items) {
      case JSONL -> Text.of("launch.prompt.jsonl");
      case CSV -> Text.of("launch.prompt.csv");
      case GLOB -> Text.of("launch.prompt.glob");
      case FILE, RANGE, LINES -> Text.of("launch.prompt.file");
    };
  }

  /// A row is everything with its name as a style class.
  private void showRow(String name, boolean on) {
    root.lookupAll(".row-" + name).forEach(node -> show(node, on));
  }

  private static void show(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }

  /// Puts captions above their fields, or beside them.
  public void stack(boolean above) {
    form.stack(above);
  }

  /// Puts the keyboard where typing begins.
  public void focusFirst() {
    target.requestFocus();
  }

  /// The line with the presets.
  public PresetsController presets() {
    return presetsController;
  }

  @FXML
  void chooseTarget() {
    choosing()
        .file(Text.of("launch.python-files"), "*.py")
        .ifPresent(chosen -> {
          target.setText(chosen + ":");
          target.requestFocus();
          target.end();
        });
  }

  @FXML
  void chooseFile() {
    choosing().file().ifPresent(model.textProperty(LaunchText.FILE)::set);
  }

  @FXML
  void chooseDirectory() {
    choosing().directory().ifPresent(model.textProperty(LaunchText.DIRECTORY)::set);
  }

  private Choosing choosing() {
    return chooser.apply(
        target.getScene().getWindow(), model.textProperty(LaunchText.DIRECTORY).get());
  }

  @FXML
  void copyCommand() {
    ClipboardContent content = new ClipboardContent();
    content.putString(commandLine.getText());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
