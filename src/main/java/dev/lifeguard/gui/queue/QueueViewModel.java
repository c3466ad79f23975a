package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// The task queue: rows, filter and counts. JavaFX thread.
public final class QueueViewModel {
  // A table looks at every row that it is told to have lost: five seconds for a million of them,
  // measured. It takes another list at once.
  private static final int MANY = 10_000;

  private final ReadOnlyObjectWrapper<TaskRows> rows = new ReadOnlyObjectWrapper<>(new TaskRows());
  private final ReadOnlyObjectWrapper<QueuePicture> picture =
      new ReadOnlyObjectWrapper<>(QueuePicture.EMPTY);
  private final ObjectProperty<Optional<TaskState>> filter =
      new SimpleObjectProperty<>(Optional.empty());
  private final StringProperty unseen = new SimpleStringProperty("");
  private OptionalInt selectedTask = OptionalInt.empty();

  /// A queue without tasks.
  ///
  /// @param onFilter told when the user wants to see other tasks; the next pictures show them
  public QueueViewModel(Consumer<Optional<TaskState>> onFilter) {
    filter.subscribe((_, wanted) -> onFilter.accept(wanted));
  }

  /// The rows, as numbers from 0 on. Usually the list grows and shrinks; when very many rows come
  /// or go at once it is another list.
  public ReadOnlyObjectProperty<? extends ObservableList<Integer>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  /// The rows now.
  public ObservableList<Integer> rows() {
    return rows.get();
  }

  /// What the rows show. Changes with every picture.
  public ReadOnlyObjectProperty<QueuePicture> pictureProperty() {
    return picture.getReadOnlyProperty();
  }

  /// Why no tasks can be seen although there may be some; empty when they can.
  public StringProperty unseenProperty() {
    return unseen;
  }

  /// The only state that is to be shown; empty for all.
  public ObjectProperty<Optional<TaskState>> filterProperty() {
    return filter;
  }

  /// The task in a row, if the row is still there.
  public Optional<TaskLine> line(int row) {
    QueuePicture now = picture.get();
    return row < 0 || row >= now.rowCount()
        ? Optional.empty()
        : Optional.of(now.line(now.taskAt(row)));
  }

  /// Remembers what the user has chosen, so that it stays chosen when its row moves.
  public void select(int row) {
    selectedTask = line(row).map(line -> OptionalInt.of(line.task())).orElse(OptionalInt.empty());
  }

  /// The row of the chosen task now; empty when none is chosen or it is not shown.
  public OptionalInt selectedRow() {
    if (selectedTask.isEmpty()) {
      return OptionalInt.empty();
    }
    int row = picture.get().rowOf(selectedTask.getAsInt());
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }

  /// Shows the next picture. A picture that was taken for another filter is shown as well: the
  /// right one is on its way.
  public void show(QueuePicture next) {
    picture.set(next);
    if (Math.abs(next.rowCount() - rows.get().size()) > MANY) {
      TaskRows other = new TaskRows();
      other.resize(next.rowCount());
      rows.set(other);
    } else {
      rows.get().resize(next.rowCount());
    }
  }
}
