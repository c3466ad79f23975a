package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.ProcessRow.Cells;
import dev.lifeguard.gui.processes.ProcessRow.Tint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Binds the process tree to its view-model.
public final class ProcessesController {
  private static final PseudoClass TOMBSTONE = PseudoClass.getPseudoClass("tombstone");
  private static final PseudoClass NEW = PseudoClass.getPseudoClass("new");
  private static final PseudoClass DIED = PseudoClass.getPseudoClass("died");
  private static final double SCROLL_BAR = 14;

  private final ProcessesViewModel model;
  private final WorkerKeys workerKeys;
  private final Appearance appearance;

  @FXML private TreeTableView<ProcessNode> table;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> name;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> pid;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> state;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> task;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> time;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> cpu;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> memory;
  @FXML private TreeTableColumn<ProcessNode, ProcessRow> note;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ProcessesController(
      ProcessesViewModel model, WorkerKeys workerKeys, Appearance appearance) {
    this.model = model;
    this.workerKeys = workerKeys;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    texts(name, Cells::name);
    texts(pid, Cells::pid);
    texts(task, Cells::task);
    texts(time, Cells::time);
    texts(cpu, Cells::cpu);
    texts(note, Cells::note);
    state.setCellFactory(_ -> new StateCell());
    memory.setCellFactory(_ -> new MemoryCell());
    List.of(name, pid, state, task, time, cpu, memory, note)
        .forEach(
            column -> column.setCellValueFactory(cell -> cell.getValue().getValue().rowProperty()));
    table.setRowFactory(_ -> new Row());
    table.setPlaceholder(new Label(Text.of("processes.empty")));
    model.rootProperty().subscribe(this::showRoot);
    table.getSelectionModel().selectedItemProperty().subscribe(this::select);
    model.selectedProperty().subscribe(this::showSelected);
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    appearance.fontSizeProperty().subscribe(_ -> setWidths());
    table.widthProperty().subscribe(_ -> setWidths());
  }

  private static void texts(
      TreeTableColumn<ProcessNode, ProcessRow> column, Function<Cells, String> text) {
    column.setCellFactory(_ -> new RowCell(row -> text.apply(row.cells())));
  }

  private void showRoot(Optional<ProcessNode> root) {
    table.setRoot(root.map(ProcessItem::new).orElse(null));
  }

  private void select(@Nullable TreeItem<ProcessNode> item) {
    model
        .selectedProperty()
        .set(item == null ? Optional.empty() : Optional.ofNullable(item.getValue()));
  }

  private void showSelected(Optional<ProcessNode> node) {
    TreeItem<ProcessNode> chosen = table.getSelectionModel().getSelectedItem();
    ProcessNode now = chosen == null ? null : chosen.getValue();
    if (node.isEmpty()) {
      table.getSelectionModel().clearSelection();
    } else if (node.get() != now && table.getRoot() != null) {
      find(table.getRoot(), node.get()).ifPresent(table.getSelectionModel()::select);
    }
  }

  private static Optional<TreeItem<ProcessNode>> find(
      TreeItem<ProcessNode> item, ProcessNode node) {
    if (item.getValue() == node) {
      return Optional.of(item);
    }
    return item.getChildren().stream().flatMap(child -> find(child, node).stream()).findFirst();
  }

  /// Widths in letters' sizes, found by looking: at 13 pixels nothing is cut off in a window of
  /// 1280. What a wider window gives goes to the columns that have most to say.
  private void setWidths() {
    double fontSize = appearance.fontSizeProperty().get();
    table.setFixedCellSize(2 * fontSize);
    Map<TreeTableColumn<ProcessNode, ?>, Double> least =
        Map.of(
            name, 9.6, pid, 5.6, state, 9.5, task, 7.8, time, 4.6, cpu, 3.8, memory, 12.4, note,
            8.1);
    double used = least.values().stream().mapToDouble(Double::doubleValue).sum() * fontSize;
    double rest = Math.max(0, table.getWidth() - used - SCROLL_BAR);
    Map<TreeTableColumn<ProcessNode, ?>, Double> shares =
        Map.of(task, 0.4, memory, 0.25, note, 0.35);
    least.forEach((column, width) ->
        column.setPrefWidth(width * fontSize + rest * shares.getOrDefault(column, 0.0)));
  }

  private void keyPressed(KeyEvent event) {
    List<Key> keys =
        List.of(
            new Key(new KeyCodeCombination(KeyCode.DELETE), workerKeys::terminate),
            new Key(
                new KeyCodeCombination(KeyCode.DELETE, KeyCombination.SHIFT_DOWN),
                workerKeys::kill),
            new Key(
                new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN),
                workerKeys::suspend),
            new Key(
                new KeyCodeCombination(
                    KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                workerKeys::resume),
            new Key(new KeyCodeCombination(KeyCode.R), workerKeys::restart),
            new Key(new KeyCodeCombination(KeyCode.D), workerKeys::dump));
    for (Key key : keys) {
      if (key.combination().match(event)) {
        key.action().run();
        event.consume();
      }
    }
  }

  private record Key(KeyCombination combination, Runnable action) {}

  /// A row that shows what happened to it.
  private static final class Row extends TreeTableRow<ProcessNode> {
    private Subscription shown = Subscription.EMPTY;

    @Override
    protected void updateItem(@Nullable ProcessNode node, boolean empty) {
      super.updateItem(node, empty);
      shown.unsubscribe();
      if (node == null || empty) {
        shown = Subscription.EMPTY;
        mark(Tint.NONE);
      } else {
        shown = node.rowProperty().subscribe(row -> mark(row.tint()));
      }
    }

    private void mark(Tint tint) {
      pseudoClassStateChanged(TOMBSTONE, tint == Tint.TOMBSTONE);
      pseudoClassStateChanged(NEW, tint == Tint.NEW);
      pseudoClassStateChanged(DIED, tint == Tint.DIED);
    }
  }
}
