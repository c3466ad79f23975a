package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.SegmentedButton;

/// Binds the task queue to its view-model.
public final class QueueController {
  private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");
  private static final double SCROLL_BAR = 14;

  private final QueueViewModel model;
  private final Appearance appearance;
  private final IntConsumer onIncident;
  private final TaskActionsViewModel actions;
  // The table makes a cell once and uses it again and again, until the window or the letters change
  // their size; then it drops the old ones without a word.
  private final Set<TaskCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
  private final List<Filter> buttons = new ArrayList<>();
  private final Label placeholder = new Label();
  private boolean restoring;

  @FXML private SegmentedButton filters;
  @FXML private TextField search;
  @FXML private Label shown;
  @FXML private TableView<Integer> table;
  @FXML private TableColumn<Integer, Integer> task;
  @FXML private TableColumn<Integer, Integer> item;
  @FXML private TableColumn<Integer, Integer> state;
  @FXML private TableColumn<Integer, Integer> attempts;
  @FXML private TableColumn<Integer, Integer> waiting;
  @FXML private TableColumn<Integer, Integer> worker;
  @FXML private TableColumn<Integer, Integer> time;
  @FXML private TableColumn<Integer, Integer> note;
  @FXML private MenuItem retryItem;
  @FXML private MenuItem cancelItem;
  @FXML private Label answer;
  @FXML private Label remark;

  private record Filter(Optional<TaskState> state, ToggleButton button) {}

  /// A controller for FXML to fill in.
  ///
  /// @param onIncident told when the user chooses a task that an incident cost an attempt
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public QueueController(
      QueueViewModel model,
      TaskActionsViewModel actions,
      Appearance appearance,
      IntConsumer onIncident) {
    this.model = model;
    this.actions = actions;
    this.appearance = appearance;
    this.onIncident = onIncident;
  }

  @FXML
  void initialize() {
    texts(task, line -> "#" + line.task());
    texts(item, TaskLine::item);
    texts(attempts, line -> line.attempts() == 0 ? "" : String.valueOf(line.attempts()));
    texts(waiting, line -> TaskWords.waiting(line, model.pictureProperty().get().nowNanos()));
    texts(worker, line -> line.worker() == 0 ? "" : Text.of("row.worker", line.worker()));
    texts(time, line -> TaskWords.time(line, model.pictureProperty().get().nowNanos()));
    texts(note, TaskLine::note);
    cells(state, () -> new TaskStateCell(model));
    model.rowsProperty().subscribe(rows -> table.setItems(rows));
    remark.textProperty().bind(model.remarkProperty());
    remark.visibleProperty().bind(model.remarkProperty().isNotEmpty());
    remark.managedProperty().bind(remark.visibleProperty());
    placeholder.setWrapText(true);
    table.setPlaceholder(placeholder);
    table.getSelectionModel().selectedIndexProperty().subscribe(row -> selected(row.intValue()));
    makeFilters();
    bindSearch();
    bindActions();
    model.pictureProperty().subscribe(this::draw);
    model.selectedTaskProperty().subscribe((_, _) -> reveal());
    model.inSightProperty().subscribe((_, on) -> appear(on));
    appearance.fontSizeProperty().subscribe(size -> setWidths(size.doubleValue()));
    table.widthProperty().subscribe(_ -> stretch());
  }

  private void bindSearch() {
    search.textProperty().bindBidirectional(model.textProperty());
    search.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
            search.clear();
            event.consume();
          }
        });
  }

  private void bindActions() {
    if (!actions.isOffered()) {
      table.setContextMenu(null);
    }
    retryItem.disableProperty().bind(actions.canRetryProperty().not());
    cancelItem.disableProperty().bind(actions.canCancelProperty().not());
    actions
        .answerProperty()
        .subscribe(said -> {
          answer.setText(said.text());
          answer.pseudoClassStateChanged(REFUSED, said.refused());
        });
    KeyCombination retry = new KeyCodeCombination(KeyCode.R, KeyCombination.SHIFT_DOWN);
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (retry.match(event)) {
            actions.retry();
            event.consume();
          }
        });
  }

  @FXML
  void retry() {
    actions.retry();
  }

  @FXML
  void cancel() {
    actions.cancel();
  }

  private void texts(TableColumn<Integer, Integer> column, Function<TaskLine, String> text) {
    cells(column, () -> new TaskCell(model, text));
  }

  private void cells(TableColumn<Integer, Integer> column, Supplier<TaskCell> maker) {
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> {
      TaskCell cell = maker.get();
      cells.add(cell);
      return cell;
    });
  }

  private void makeFilters() {
    ToggleGroup group = new ToggleGroup();
    addFilter(Optional.empty(), group);
    for (TaskState each : TaskState.values()) {
      addFilter(Optional.of(each), group);
    }
    group
        .selectedToggleProperty()
        .subscribe((before, now) -> {
          if (now == null && before != null) {
            // One of them is always on: a second click on it changes nothing.
            before.setSelected(true);
          }
        });
  }

  private void addFilter(Optional<TaskState> wanted, ToggleGroup group) {
    ToggleButton button = new ToggleButton();
    button.setToggleGroup(group);
    button.setSelected(wanted.equals(model.filterProperty().get()));
    button.setId("filter-" + wanted.map(TaskWords::state).orElse("all").replace(' ', '-'));
    button
        .selectedProperty()
        .subscribe((_, on) -> {
          if (on) {
            model.filterProperty().set(wanted);
          }
        });
    wanted.ifPresent(s -> button.getStyleClass().add("filter-" + TaskWords.style(s)));
    buttons.add(new Filter(wanted, button));
  }

  private void selected(int row) {
    if (restoring) {
      return;
    }
    model.select(row);
    actions.choose(model.line(row), model.pictureProperty().get().ended());
    model
        .line(row)
        .filter(line -> line.incident() > 0)
        .ifPresent(l -> onIncident.accept(l.incident()));
  }

  private void draw(QueuePicture picture) {
    OptionalInt chosen = model.selectedRow();
    actions.choose(
        chosen.isPresent() ? model.line(chosen.getAsInt()) : Optional.empty(), picture.ended());
    if (!model.inSightProperty().get()) {
      return;
    }
    boolean none = picture.taskCount() == 0;
    String unseen = model.unseenProperty().get();
    placeholder.setText(
        !unseen.isEmpty() ? unseen : none ? Text.of("queue.none") : Text.of("queue.empty"));
    filters.setVisible(unseen.isEmpty());
    showCounts(picture);
    shown.setText(model.shown());
    cells.forEach(TaskCell::draw);
    if (chosen.isPresent() && chosen.getAsInt() != table.getSelectionModel().getSelectedIndex()) {
      restoring = true;
      table.getSelectionModel().clearAndSelect(chosen.getAsInt());
      restoring = false;
    }
  }

  /// Brings a task that was chosen elsewhere into sight.
  private void reveal() {
    OptionalInt row = model.selectedRow();
    if (row.isPresent() && row.getAsInt() != table.getSelectionModel().getSelectedIndex()) {
      draw(model.pictureProperty().get());
      table.scrollTo(Math.max(0, row.getAsInt() - 3));
    }
  }

  private void appear(boolean now) {
    if (now) {
      reveal();
      draw(model.pictureProperty().get());
    }
  }

  private void showCounts(QueuePicture picture) {
    List<ToggleButton> shown = new ArrayList<>();
    for (Filter filter : buttons) {
      int count = filter.state().map(picture::count).orElse(picture.taskCount());
      String word = filter.state().map(TaskWords::state).orElse(Text.of("queue.all"));
      filter.button().setText(Text.of("queue.filter", word, count));
      boolean always = filter.state().map(TaskState.DONE::compareTo).orElse(0) >= 0;
      if (always || count > 0 || filter.button().isSelected()) {
        shown.add(filter.button());
      }
    }
    if (!filters.getButtons().equals(shown)) {
      filters.getButtons().setAll(shown);
    }
  }

  private void setWidths(double fontSize) {
    table.setFixedCellSize(2 * fontSize);
    Map.of(task, 5.2, item, 14.0, state, 9.8, attempts, 6.2, waiting, 5.6, worker, 6.2, time, 5.0)
        .forEach((column, width) -> column.setPrefWidth(width * fontSize));
    stretch();
  }

  /// The item and the note share what is left.
  private void stretch() {
    double fontSize = appearance.fontSizeProperty().get();
    double others =
        List.of(task, state, attempts, waiting, worker, time).stream()
            .mapToDouble(TableColumn::getWidth)
            .sum();
    double rest = table.getWidth() - others - SCROLL_BAR;
    item.setPrefWidth(Math.max(rest / 2, 10 * fontSize));
    note.setPrefWidth(Math.max(rest - rest / 2, 10 * fontSize));
  }
}
