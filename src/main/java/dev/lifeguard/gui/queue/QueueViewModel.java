package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;

/// The task queue: rows, filter and counts. JavaFX thread.
public final class QueueViewModel {
  private final TaskRows rows = new TaskRows();
  private final ReadOnlyObjectWrapper<QueuePicture> picture =
      new ReadOnlyObjectWrapper<>(QueuePicture.EMPTY);
  private final ObjectProperty<Optional<TaskState>> filter =
      new SimpleObjectProperty<>(Optional.empty());
  private OptionalInt selectedTask = OptionalInt.empty();

  /// A queue without tasks.
  ///
  /// @param onFilter told when the user wants to see other tasks; the next pictures show them
  public QueueViewModel(Consumer<Optional<TaskState>> onFilter) {
    filter.subscribe((_, wanted) -> onFilter.accept(wanted));
  }

  /// The rows, as numbers from 0 on.
  public ObservableList<Integer> rows() {
    return rows;
  }

  /// What the rows show. Changes with every picture.
  public ReadOnlyObjectProperty<QueuePicture> pictureProperty() {
    return picture.getReadOnlyProperty();
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
    // First the longer of the two, so that no row is without a task in between.
    if (next.rowCount() < rows.size()) {
      rows.resize(next.rowCount());
      picture.set(next);
    } else {
      picture.set(next);
      rows.resize(next.rowCount());
    }
  }
}
