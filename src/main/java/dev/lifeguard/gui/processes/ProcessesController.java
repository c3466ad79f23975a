package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.ColumnLayout;
import dev.lifeguard.gui.processes.ProcessRow.Cells;
import dev.lifeguard.gui.processes.ProcessRow.Tint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableColumn.SortType;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Binds the process tree to its view-model.
public final class ProcessesController {
  private static final PseudoClass TOMBSTONE = PseudoClass.getPseudoClass("tombstone");
  private static final PseudoClass NEW = PseudoClass.getPseudoClass("new");
  private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");
  private static final PseudoClass DIED = PseudoClass.getPseudoClass("died");

  /// Found by looking: at the usual size nothing is cut off in a window of 1280.
  private static final Map<String, ColumnLayout.Width> WIDTHS =
      Map.of(
          "name", new ColumnLayout.Width(9.6, 0),
          "pid", new ColumnLayout.Width(5.6, 0),
          "state", new ColumnLayout.Width(9.5, 0),
          "task", new ColumnLayout.Width(7.8, 0.4),
          "time", new ColumnLayout.Width(4.6, 0),
          "cpu", new ColumnLayout.Width(3.8, 0),
          "memory", new ColumnLayout.Width(12.4, 0.25),
          "note", new ColumnLayout.Width(8.1, 0.35));

  private final ProcessesViewModel model;
  private final FilterViewModel filter;
  private final WorkerKeys workerKeys;
  private final Appearance appearance;

  private ColumnLayout<TreeTableColumn<ProcessNode, ?>> columns;

  @FXML private HBox said;
  @FXML private Text saidBefore;
  @FXML private Text saidWrong;
  @FXML private Text saidAfter;
  @FXML private Text saidSentence;
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
      ProcessesViewModel model,
      FilterViewModel filter,
      WorkerKeys workerKeys,
      Appearance appearance) {
    this.model = model;
    this.filter = filter;
    this.workerKeys = workerKeys;
    this.appearance = appearance;
  }

  /// Says this as long as there is nothing to show, in place of what is said of a pool that starts.
  public void sayWhileEmpty(String words) {
    table.setPlaceholder(new Label(words));
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
    memory.setCellFactory(_ -> new MemoryCell(appearance.unitsProperty()));
    List.of(name, pid, state, task, time, cpu, memory, note)
        .forEach(
            column -> column.setCellValueFactory(cell -> cell.getValue().getValue().rowProperty()));
    table.setRowFactory(_ -> new Row());
    table.setPlaceholder(new Label(dev.lifeguard.gui.common.Text.of("processes.empty")));
    // Arrow keys walk through a job as soon as it is shown; else a tool in the bar has the
    // keyboard.
    table
        .sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            table.requestFocus();
          }
        });
    model.rootProperty().subscribe(this::showRoot);
    table.getSelectionModel().selectedItemProperty().subscribe(this::select);
    model.selectedProperty().subscribe(this::showSelected);
    model
        .movingProperty()
        .subscribe(moving -> {
          if (!moving) {
            showSelected(model.selectedProperty().get());
          }
        });
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    appearance.fontSizeProperty().subscribe(size -> table.setFixedCellSize(2 * size.doubleValue()));
    columns = new ColumnLayout<>(table, table.getColumns(), WIDTHS, appearance);
    bindOrder();
    bindFilter();
  }

  private static void texts(
      TreeTableColumn<ProcessNode, ProcessRow> column, Function<Cells, String> text) {
    column.setCellFactory(_ -> new RowCell(row -> text.apply(row.cells())));
  }

  private void showRoot(Optional<ProcessNode> root) {
    table.setRoot(root.map(ProcessItem::new).orElse(null));
  }

  private void select(@Nullable TreeItem<ProcessNode> item) {
    if (model.movingProperty().get()) {
      return;
    }
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

  /// The control does not sort, it only asks: the view-model keeps the rows in their order.
  private void bindOrder() {
    table.setSortPolicy(_ -> {
      model.order(table.getSortOrder().stream().findFirst().map(ProcessesController::order));
      return true;
    });
    table.hoverProperty().subscribe(_ -> freezeOrGo());
    appearance.presentingProperty().subscribe(_ -> freezeOrGo());
    ListChangeListener<Window> windows = _ -> freezeOrGo();
    // Windows are many and live long, the table is one and goes with its window.
    Window.getWindows().addListener(new WeakListChangeListener<>(windows));
    table.getProperties().put("windows", windows);
  }

  private static RowOrder order(TreeTableColumn<ProcessNode, ?> column) {
    return new RowOrder(
        RowOrder.Column.valueOf(column.getId().toUpperCase(Locale.ROOT)),
        column.getSortType() == SortType.DESCENDING);
  }

  private void freezeOrGo() {
    Window own = table.getScene() == null ? null : table.getScene().getWindow();
    boolean dialog =
        own != null
            && Window.getWindows().stream()
                .anyMatch(each -> each instanceof Stage stage && own.equals(stage.getOwner()));
    model.freeze(table.isHover() || dialog || appearance.presentingProperty().get());
  }

  /// Sorts by a column, as a click on its heading does; without one the rows stand as they were
  /// started.
  public void sortBy(Optional<RowOrder> wanted) {
    table.getSortOrder().clear();
    wanted.ifPresent(order -> {
      TreeTableColumn<ProcessNode, ?> column =
          table.getColumns().stream()
              .filter(each -> each.getId().equals(order.column().key()))
              .findFirst()
              .orElseThrow();
      column.setSortType(order.descending() ? SortType.DESCENDING : SortType.ASCENDING);
      table.getSortOrder().add(column);
    });
  }

  /// The columns of the table.
  public ColumnLayout<?> columns() {
    return columns;
  }

  private void bindFilter() {
    said.managedProperty().bind(said.visibleProperty());
    filter
        .saidProperty()
        .subscribe(now -> {
          said.setVisible(!now.equals(FilterViewModel.Said.NOTHING));
          said.pseudoClassStateChanged(FAULTY, now.isFault());
          saidBefore.setText(now.before());
          saidWrong.setText(now.wrong());
          saidAfter.setText(now.after());
          saidSentence.setText(now.isFault() ? "  " + now.sentence() : "");
        });
  }

  @FXML
  void clearFilter() {
    filter.textProperty().set("");
  }

  /// Puts the keyboard into the table.
  public void focus() {
    table.requestFocus();
  }

  private void keyPressed(KeyEvent event) {
    List<Key> keys =
        List.of(
            new Key(new KeyCodeCombination(KeyCode.DELETE), workerKeys::terminate),
            new Key(
                new KeyCodeCombination(KeyCode.DELETE, KeyCombination.SHIFT_DOWN),
                workerKeys::kill),
            new Key(new KeyCodeCombination(KeyCode.ESCAPE), workerKeys::takeBack),
            new Key(
                new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN),
                workerKeys::suspend),
            new Key(
                new KeyCodeCombination(
                    KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                workerKeys::resume),
            new Key(new KeyCodeCombination(KeyCode.R), workerKeys::restart),
            new Key(new KeyCodeCombination(KeyCode.D), workerKeys::dump),
            new Key(
                new KeyCodeCombination(KeyCode.D, KeyCombination.SHIFT_DOWN), workerKeys::dumpAll),
            new Key(new KeyCodeCombination(KeyCode.SPACE), workerKeys::holdOrGo));
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
