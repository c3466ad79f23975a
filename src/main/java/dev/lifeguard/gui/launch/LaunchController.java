package dev.lifeguard.gui.launch;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.launch.LaunchViewModel.ItemKind;
import java.io.File;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.controlsfx.control.SegmentedButton;

/// Binds the launch dialog to its view-model.
public final class LaunchController {
  private final LaunchViewModel model;

  @FXML private TextField target;
  @FXML private Label targetFault;
  @FXML private SegmentedButton kind;
  @FXML private ToggleButton rangeKind;
  @FXML private ToggleButton fileKind;
  @FXML private ToggleButton linesKind;
  @FXML private Node rangeLine;
  @FXML private TextField rangeFirst;
  @FXML private TextField rangeLast;
  @FXML private Node fileLine;
  @FXML private TextField file;
  @FXML private TextArea lines;
  @FXML private Label itemsFault;
  @FXML private TextField workers;
  @FXML private Label workersFault;
  @FXML private TextField directory;
  @FXML private Label directoryFault;
  @FXML private TextField interpreter;
  @FXML private Label interpreterFault;
  @FXML private TextField retries;
  @FXML private Label retriesFault;
  @FXML private Label commandLine;
  @FXML private Label jobFault;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public LaunchController(LaunchViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    target.textProperty().bindBidirectional(model.targetProperty());
    rangeFirst.textProperty().bindBidirectional(model.rangeFirstProperty());
    rangeLast.textProperty().bindBidirectional(model.rangeLastProperty());
    file.textProperty().bindBidirectional(model.fileProperty());
    lines.textProperty().bindBidirectional(model.linesProperty());
    workers.textProperty().bindBidirectional(model.workersProperty());
    directory.textProperty().bindBidirectional(model.directoryProperty());
    interpreter.textProperty().bindBidirectional(model.interpreterProperty());
    retries.textProperty().bindBidirectional(model.retriesProperty());
    commandLine.textProperty().bind(model.commandLineProperty());
    bindKinds();
    Map<LaunchField, Label> faults = new EnumMap<>(LaunchField.class);
    faults.put(LaunchField.TARGET, targetFault);
    faults.put(LaunchField.ITEMS, itemsFault);
    faults.put(LaunchField.WORKERS, workersFault);
    faults.put(LaunchField.DIRECTORY, directoryFault);
    faults.put(LaunchField.INTERPRETER, interpreterFault);
    faults.put(LaunchField.RETRIES, retriesFault);
    faults.put(LaunchField.JOB, jobFault);
    faults.forEach(this::bindFault);
  }

  private void bindFault(LaunchField field, Label label) {
    label.textProperty().bind(model.faultProperty(field));
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
  }

  private void bindKinds() {
    Map<ItemKind, ToggleButton> buttons = new EnumMap<>(ItemKind.class);
    buttons.put(ItemKind.RANGE, rangeKind);
    buttons.put(ItemKind.FILE, fileKind);
    buttons.put(ItemKind.LINES, linesKind);
    buttons.forEach((each, button) -> button.setOnAction(_ -> model.itemKindProperty().set(each)));
    model
        .itemKindProperty()
        .subscribe(now -> {
          buttons.forEach((each, button) -> button.setSelected(each == now));
          show(rangeLine, now == ItemKind.RANGE);
          show(fileLine, now == ItemKind.FILE);
          show(lines, now == ItemKind.LINES);
        });
    // One of them is always on: a second click on it changes nothing.
    kind.getToggleGroup()
        .selectedToggleProperty()
        .subscribe((before, now) -> {
          if (now == null && before != null) {
            before.setSelected(true);
          }
        });
  }

  private static void show(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }

  /// Puts the keyboard where typing begins.
  public void focusFirst() {
    target.requestFocus();
  }

  @FXML
  void chooseTarget() {
    FileChooser chooser = fileChooser();
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(Text.of("launch.python-files"), "*.py"));
    Optional.ofNullable(chooser.showOpenDialog(window()))
        .ifPresent(chosen -> {
          target.setText(chosen.getPath() + ":");
          target.requestFocus();
          target.end();
        });
  }

  @FXML
  void chooseFile() {
    Optional.ofNullable(fileChooser().showOpenDialog(window()))
        .ifPresent(chosen -> file.setText(chosen.getPath()));
  }

  @FXML
  void chooseDirectory() {
    DirectoryChooser chooser = new DirectoryChooser();
    existingDirectory().ifPresent(chooser::setInitialDirectory);
    Optional.ofNullable(chooser.showDialog(window()))
        .ifPresent(chosen -> directory.setText(chosen.getPath()));
  }

  private FileChooser fileChooser() {
    FileChooser chooser = new FileChooser();
    existingDirectory().ifPresent(chooser::setInitialDirectory);
    return chooser;
  }

  private Optional<File> existingDirectory() {
    return Optional.of(new File(directory.getText())).filter(File::isDirectory);
  }

  private Window window() {
    return target.getScene().getWindow();
  }

  @FXML
  void copyCommand() {
    ClipboardContent content = new ClipboardContent();
    content.putString(commandLine.getText());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
