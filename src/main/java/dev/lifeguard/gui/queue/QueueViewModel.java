package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.RowNumbers;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.TaskState;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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

  private final ReadOnlyObjectWrapper<RowNumbers> rows =
      new ReadOnlyObjectWrapper<>(new RowNumbers());
  private final ReadOnlyObjectWrapper<QueuePicture> picture =
      new ReadOnlyObjectWrapper<>(QueuePicture.EMPTY);
  private final ObjectProperty<Optional<TaskState>> filter =
      new SimpleObjectProperty<>(Optional.empty());
  private final StringProperty unseen = new SimpleStringProperty("");
  private final StringProperty remark = new SimpleStringProperty("");
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper inSight = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyObjectWrapper<OptionalInt> selectedTask =
      new ReadOnlyObjectWrapper<>(OptionalInt.empty());

  /// A queue without tasks.
  ///
  /// @param onFilter told when the user wants to see other tasks; the next pictures show them
  public QueueViewModel(Consumer<QueueFilter> onFilter) {
    filter.subscribe((_, wanted) -> onFilter.accept(new QueueFilter(wanted, text.get())));
    text.subscribe((_, wanted) -> onFilter.accept(new QueueFilter(filter.get(), wanted)));
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

  /// What is to be known of the tasks as a whole; empty when there is nothing.
  public StringProperty remarkProperty() {
    return remark;
  }

  /// The only state that is to be shown; empty for all.
  public ObjectProperty<Optional<TaskState>> filterProperty() {
    return filter;
  }

  /// What is to be found in the tasks that are shown; empty for all.
  public StringProperty textProperty() {
    return text;
  }

  /// How many tasks are shown of how many; empty when all are.
  public String shown() {
    QueuePicture now = picture.get();
    return now.filter().isAll() ? "" : Text.of("queue.shown", now.rowCount(), now.taskCount());
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
    selectedTask.set(
        line(row).map(line -> OptionalInt.of(line.task())).orElse(OptionalInt.empty()));
  }

  /// Chooses a task because another part of the window leads to it.
  public void chooseTask(int task) {
    selectedTask.set(OptionalInt.of(task));
  }

  /// The chosen task, whether or not it is shown.
  public ReadOnlyObjectProperty<OptionalInt> selectedTaskProperty() {
    return selectedTask.getReadOnlyProperty();
  }

  /// The row of the chosen task now; empty when none is chosen or it is not shown.
  public OptionalInt selectedRow() {
    if (selectedTask.get().isEmpty()) {
      return OptionalInt.empty();
    }
    int row = picture.get().rowOf(selectedTask.get().getAsInt());
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }

  /// Whether somebody can see the rows. While nobody can, the list of rows stands still: a table
  /// goes on laying itself out behind the tab that hides it, and has its whole length to go through
  /// for that.
  ReadOnlyBooleanProperty inSightProperty() {
    return inSight.getReadOnlyProperty();
  }

  /// The tab has come into sight or gone out of it.
  public void showing(boolean now) {
    // Rows come before they are drawn and go after that, so that the chosen one is never among
    // those that go.
    boolean shrinks = picture.get().rowCount() < rows.get().size();
    if (now && !shrinks) {
      fit();
    }
    inSight.set(now);
    if (now && shrinks) {
      fit();
    }
  }

  /// Shows the next picture. A picture that was taken for another filter is shown as well: the
  /// right one is on its way.
  public void show(QueuePicture next) {
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
