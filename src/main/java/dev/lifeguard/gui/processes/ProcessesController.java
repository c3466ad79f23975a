package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.processes.ProcessRow.Cells;
import dev.lifeguard.gui.processes.ProcessRow.Tint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
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
    model.rootProperty().subscribe(this::showRoot);
    table.getSelectionModel().selectedItemProperty().subscribe(this::select);
    model.selectedProperty().subscribe(this::showSelected);
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    appearance.fontSizeProperty().subscribe(size -> setWidths(size.doubleValue()));
    table.widthProperty().subscribe(_ -> stretchNote());
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

  private void setWidths(double fontSize) {
    table.setFixedCellSize(2 * fontSize);
    // In letters' sizes; found by looking: at 13 pixels nothing is cut off in a window of 1280.
    Map<TreeTableColumn<ProcessNode, ?>, Double> widths =
        Map.of(name, 10.2, pid, 5.4, state, 7.4, task, 8.8, time, 4.9, cpu, 4.2, memory, 14.6);
    widths.forEach((column, width) -> column.setPrefWidth(width * fontSize));
    stretchNote();
  }

  private void stretchNote() {
    double others =
        List.of(name, pid, state, task, time, cpu, memory).stream()
            .mapToDouble(TreeTableColumn::getWidth)
            .sum();
    double rest = table.getWidth() - others - SCROLL_BAR;
    note.setPrefWidth(Math.max(rest, 7 * appearance.fontSizeProperty().get()));
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
            new Key(new KeyCodeCombination(KeyCode.R), workerKeys::restart));
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
        mark(false, Tint.NONE);
      } else {
        shown = node.rowProperty().subscribe(row -> mark(row.isTombstone(), row.tint()));
      }
    }

    private void mark(boolean tombstone, Tint tint) {
      pseudoClassStateChanged(TOMBSTONE, tombstone);
      pseudoClassStateChanged(NEW, tint == Tint.NEW);
      pseudoClassStateChanged(DIED, tint == Tint.DIED);
    }
  }
}
