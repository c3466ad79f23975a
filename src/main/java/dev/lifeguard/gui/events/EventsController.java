package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;

/// Binds the list of events to its view-model.
public final class EventsController {
  private static final double SCROLL_BAR = 14;

  private final EventsViewModel model;
  private final Appearance appearance;
  private final IntConsumer onIncident;
  private final Set<EventCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
  private final Label placeholder = new Label();

  @FXML private TableView<Integer> table;
  @FXML private TableColumn<Integer, Integer> time;
  @FXML private TableColumn<Integer, Integer> source;
  @FXML private TableColumn<Integer, Integer> event;
  @FXML private TableColumn<Integer, Integer> subject;
  @FXML private TableColumn<Integer, Integer> detail;
  @FXML private TextField filter;
  @FXML private Label shown;
  @FXML private ToggleButton follow;

  /// A controller for FXML to fill in.
  ///
  /// @param onIncident told when the user chooses a line that belongs to an incident
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public EventsController(EventsViewModel model, Appearance appearance, IntConsumer onIncident) {
    this.model = model;
    this.appearance = appearance;
    this.onIncident = onIncident;
  }

  @FXML
  void initialize() {
    cells(time, () -> new EventCell(model, EventCell::time));
    cells(source, () -> EventCell.ofSource(model));
    cells(event, () -> new EventCell(model, line -> line.kind().word()));
    cells(subject, () -> new EventCell(model, EventLine::subject));
    cells(detail, () -> new EventCell(model, EventLine::detail));
    table.setPlaceholder(placeholder);
    model.rowsProperty().subscribe(rows -> table.setItems(rows));
    model.pictureProperty().subscribe(this::draw);
    filter.textProperty().bindBidirectional(model.textProperty());
    filter.addEventHandler(
        KeyEvent.KEY_PRESSED,
        pressed -> {
          if (pressed.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
            filter.clear();
            pressed.consume();
          }
        });
    follow.selectedProperty().bindBidirectional(model.followingProperty());
    follow.selectedProperty().subscribe((_, _) -> showLatest());
    model.inSightProperty().subscribe((_, _) -> draw(model.pictureProperty().get()));
    // Who scrolls back wants to read, not to be carried away.
    table.addEventFilter(
        ScrollEvent.SCROLL,
        scrolled -> {
          if (scrolled.getDeltaY() > 0) {
            follow.setSelected(false);
          }
        });
    table.getSelectionModel().selectedIndexProperty().subscribe(row -> selected(row.intValue()));
    appearance.fontSizeProperty().subscribe(size -> setWidths(size.doubleValue()));
    table.widthProperty().subscribe(_ -> stretch());
  }

  private void cells(TableColumn<Integer, Integer> column, Supplier<EventCell> maker) {
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> {
      EventCell cell = maker.get();
      cells.add(cell);
      return cell;
    });
  }

  private void draw(EventsPicture picture) {
    if (!model.inSightProperty().get()) {
      return;
    }
    placeholder.setText(picture.total() == 0 ? Text.of("events.none") : Text.of("events.no-match"));
    shown.setText(model.shown());
    cells.forEach(EventCell::draw);
    showLatest();
  }

  private void showLatest() {
    int last = model.pictureProperty().get().rowCount() - 1;
    if (follow.isSelected() && !appearance.presentingProperty().get() && last >= 0) {
      table.scrollTo(last);
    }
  }

  private void selected(int row) {
    model
        .line(row)
        .filter(line -> line.incident() > 0)
        .ifPresent(line -> onIncident.accept(line.incident()));
  }

  private void setWidths(double fontSize) {
    table.setFixedCellSize(2 * fontSize);
    Map.of(time, 6.4, source, 7.6, event, 9.6, subject, 10.4)
        .forEach((column, width) -> column.setPrefWidth(width * fontSize));
    stretch();
  }

  /// The particulars get what is left.
  private void stretch() {
    double others =
        List.of(time, source, event, subject).stream().mapToDouble(TableColumn::getWidth).sum();
    double least = 12 * appearance.fontSizeProperty().get();
    detail.setPrefWidth(Math.max(least, table.getWidth() - others - SCROLL_BAR));
  }
}
