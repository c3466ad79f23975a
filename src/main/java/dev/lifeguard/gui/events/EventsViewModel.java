package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.RowNumbers;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// The list of events: rows, filter, and whether it follows the latest. JavaFX thread.
public final class EventsViewModel {
  // A table looks at every row that it is told to have lost; it takes another list at once.
  private static final int MANY = 10_000;

  private final ReadOnlyObjectWrapper<RowNumbers> rows =
      new ReadOnlyObjectWrapper<>(new RowNumbers());
  private final ReadOnlyObjectWrapper<EventsPicture> picture =
      new ReadOnlyObjectWrapper<>(EventsPicture.EMPTY);
  private final StringProperty text = new SimpleStringProperty("");
  private final BooleanProperty following = new SimpleBooleanProperty(true);
  private final ReadOnlyBooleanWrapper inSight = new ReadOnlyBooleanWrapper(true);

  /// A list without events.
  ///
  /// @param onFilter told when the user wants to see other lines; the next pictures show them
  public EventsViewModel(Consumer<String> onFilter) {
    text.subscribe((_, wanted) -> onFilter.accept(wanted));
  }

  /// The rows, as numbers from 0 on; another list when very many come or go at once.
  ReadOnlyObjectProperty<? extends ObservableList<Integer>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  /// What the rows show. Changes with every picture.
  ReadOnlyObjectProperty<EventsPicture> pictureProperty() {
    return picture.getReadOnlyProperty();
  }

  /// What is to be found in the lines that are shown; empty for all.
  public StringProperty textProperty() {
    return text;
  }

  /// Whether the latest line stays in sight.
  public BooleanProperty followingProperty() {
    return following;
  }

  /// The line in a row, if the row is still there.
  Optional<EventLine> line(int row) {
    EventsPicture now = picture.get();
    return row < 0 || row >= now.rowCount() ? Optional.empty() : Optional.of(now.line(row));
  }

  /// How many lines are shown of how many.
  String shown() {
    EventsPicture now = picture.get();
    return now.first() == 0
        ? Text.of("events.shown", now.rowCount(), now.total())
        : Text.of("events.shown-older", now.rowCount(), now.total(), now.first());
  }

  /// Whether somebody can see the rows. While nobody can, the list of rows stands still: a table
  /// goes on laying itself out behind the tab that hides it, and has its whole length to go through
  /// for that.
  ReadOnlyBooleanProperty inSightProperty() {
    return inSight.getReadOnlyProperty();
  }

  /// The tab has come into sight or gone out of it.
  public void showing(boolean now) {
    if (now) {
      fit();
    }
    inSight.set(now);
  }

  /// Shows the next picture.
  public void show(EventsPicture next) {
    picture.set(next);
    if (inSight.get()) {
      fit();
    }
  }

  private void fit() {
    int wanted = picture.get().rowCount();
    if (Math.abs(wanted - rows.get().size()) > MANY) {
      RowNumbers other = new RowNumbers();
      other.resize(wanted);
      rows.set(other);
    } else {
      rows.get().resize(wanted);
    }
  }
}
