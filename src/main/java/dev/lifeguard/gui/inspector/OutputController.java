package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.RowNumbers;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.event.Event;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Binds the output of the chosen worker to its view-model.
public final class OutputController {
  private static final KeyCombination FIND =
      new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final OutputViewModel model;
  private final Appearance appearance;
  // The list makes a cell once and uses it again and again, and drops it without a word.
  private final Set<OutputCell> cells = Collections.newSetFromMap(new WeakHashMap<>());

  @FXML private VBox root;
  @FXML private ToggleButton follow;
  @FXML private TextField query;
  @FXML private Button previous;
  @FXML private Button next;
  @FXML private Label position;
  @FXML private ListView<Integer> list;
  @FXML private Label message;
  @FXML private VBox lastWordsBox;
  @FXML private ScrollPane lastWordsScroll;
  @FXML private Label lastWords;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public OutputController(OutputViewModel model, Appearance appearance) {
    this.model = model;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    follow.selectedProperty().bindBidirectional(model.followProperty());
    query.textProperty().bindBidirectional(model.queryProperty());
    position.textProperty().bind(model.positionProperty());
    message.textProperty().bind(model.messageProperty());
    for (Button button : List.of(previous, next)) {
      button.disableProperty().bind(query.textProperty().isEmpty());
    }
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setCellFactory(_ -> {
      OutputCell cell = new OutputCell(model);
      cells.add(cell);
      return cell;
    });
    model.rowsProperty().subscribe(this::show);
    model.changesProperty().subscribe(_ -> cells.forEach(OutputCell::draw));
    model.revealProperty().subscribe(this::reveal);
    model.lastWordsProperty().subscribe(this::showLastWords);
    lastWords.heightProperty().subscribe(_ -> lastWordsScroll.setVvalue(1));
    lastWordsBox.managedProperty().bind(lastWordsBox.visibleProperty());
    appearance
        .fontSizeProperty()
        .subscribe(size -> list.setFixedCellSize(Math.ceil(1.5 * size.doubleValue())));
    letGoWhenTheUserScrolls();
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    query.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressedInQuery);
  }

  private void show(RowNumbers rows) {
    list.setItems(rows);
  }

  private void reveal(OutputViewModel.Reveal line) {
    if (line.line() >= 0) {
      // A line above the middle, so that what led to it is in sight as well.
      int lead = model.followProperty().get() ? 0 : 3;
      list.scrollTo(Math.max(0, line.line() - lead));
    }
  }

  private void showLastWords(List<String> words) {
    lastWordsBox.setVisible(!words.isEmpty());
    lastWords.setText(String.join("\n", words.stream().map(TerminalText::plain).toList()));
  }

  private void letGoWhenTheUserScrolls() {
    list.addEventFilter(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() > 0) {
            letGo();
          }
        });
    list.addEventFilter(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (isInScrollBar(event)) {
            letGo();
          }
        });
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          switch (event.getCode()) {
            case UP, PAGE_UP, HOME -> letGo();
            case END -> model.followProperty().set(true);
            default -> {}
          }
        });
  }

  private static boolean isInScrollBar(Event event) {
    for (Node node = event.getTarget() instanceof Node target ? target : null;
        node != null;
        node = parent(node)) {
      if (node instanceof ScrollBar) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Node parent(Node node) {
    return node.getParent();
  }

  private void letGo() {
    model.followProperty().set(false);
  }

  private void keyPressed(KeyEvent event) {
    if (FIND.match(event)) {
      query.requestFocus();
      query.selectAll();
      event.consume();
    } else if (COPY.match(event) && !(event.getTarget() instanceof TextField)) {
      copy();
      event.consume();
    }
  }

  private void keyPressedInQuery(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      query.clear();
      list.requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      if (event.isShiftDown()) {
        model.previous();
      } else {
        model.next();
      }
      event.consume();
    }
  }

  @FXML
  void previous() {
    model.previous();
  }

  @FXML
  void next() {
    model.next();
  }

  /// Copies the chosen lines and those between them.
  @FXML
  void copy() {
    List<Integer> chosen = list.getSelectionModel().getSelectedIndices();
    if (!chosen.isEmpty()) {
      int first = Collections.min(chosen);
      int count = Collections.max(chosen) - first + 1;
      model.copy(first, count, OutputController::toClipboard);
    }
  }

  private static void toClipboard(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
