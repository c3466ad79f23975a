package dev.lifeguard.gui.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What has happened in one lane so far. Belongs to the thread that folds the events.
final class LaneTrack {
  private final int worker;
  private final int replaces;
  private final long fromNanos;
  private long untilNanos = Long.MAX_VALUE;
  private Lane.Fate fate = Lane.Fate.LIVES;
  private Bars.Columns columns = new Bars.Columns(4);
  private int size;
  private Optional<OpenBar> open = Optional.empty();
  private final List<Standstill> standstills = new ArrayList<>(0);
  private Optional<Lane> picture = Optional.empty();

  /// A lane whose worker is being started.
  ///
  /// @param replaces the dead worker whose place it takes, 0 for none
  LaneTrack(int worker, int replaces, long atNanos) {
    this.worker = worker;
    this.replaces = replaces;
    this.fromNanos = atNanos;
    starting(atNanos);
  }

  int worker() {
    return worker;
  }

  int replaces() {
    return replaces;
  }

  int size() {
    return size;
  }

  boolean isAtWork() {
    return open.isPresent();
  }

  /// Whether an attempt at this task is under way here.
  boolean isAt(int task) {
    return open.isPresent() && open.get().task() == task;
  }

  /// The worker is being started, for a slot perhaps once more.
  void starting(long atNanos) {
    untilNanos = Long.MAX_VALUE;
    fate = Lane.Fate.LIVES;
    open(new OpenBar(BarKind.STARTING, atNanos, 0, 0, ""));
  }

  void ready(long atNanos) {
    close(BarKind.STARTING, 0, atNanos);
  }

  void started(int task, int attempt, String item, long atNanos) {
    open(new OpenBar(BarKind.RUNNING, atNanos, task, attempt, item));
  }

  /// The attempt at a task has ended. Told again of one that died before, it changes nothing.
  ///
  /// @return whether it was under way here
  boolean ended(int task, BarKind as, long atNanos) {
    if (!isAt(task)) {
      return false;
    }
    close(as, 0, atNanos);
    return true;
  }

  /// The worker is gone, and with it what it had in its hands.
  void died(int incident, long atNanos) {
    close(BarKind.LOST, incident, atNanos);
    gone(Lane.Fate.DIED, atNanos);
  }

  /// The worker has left as wanted.
  void left(long atNanos) {
    close(BarKind.CANCELLED, 0, atNanos);
    gone(Lane.Fate.LEFT, atNanos);
  }

  private void gone(Lane.Fate how, long atNanos) {
    moved(atNanos);
    fate = how;
    untilNanos = atNanos;
  }

  void hung(int incident, long sinceNanos) {
    standstills.add(new Standstill(incident, sinceNanos, Standstill.LASTS));
    picture = Optional.empty();
  }

  void moved(long atNanos) {
    picture = Optional.empty();
    if (!standstills.isEmpty() && standstills.getLast().untilNanos() == Standstill.LASTS) {
      Standstill last = standstills.removeLast();
      standstills.add(new Standstill(last.incident(), last.sinceNanos(), atNanos));
    }
  }

  private void open(OpenBar bar) {
    open = Optional.of(bar);
    picture = Optional.empty();
  }

  private void close(BarKind as, int incident, long atNanos) {
    picture = Optional.empty();
    if (open.isPresent()) {
      OpenBar bar = open.get();
      open = Optional.empty();
      // A slot opens without a process to wait for: there is nothing to see of that.
      if (as != BarKind.STARTING || atNanos > bar.startNanos()) {
        append(bar, as, incident, atNanos);
      }
    }
  }

  private void append(OpenBar bar, BarKind as, int incident, long atNanos) {
    if (size == columns.capacity()) {
      Bars.Columns larger = new Bars.Columns(size + Math.max(4, size >> 1));
      columns.copy(0, larger, 0, size);
      columns = larger;
    }
    columns.kind[size] = as;
    columns.start[size] = bar.startNanos();
    // An exit can have been seen a moment before the pool decided on what it had begun.
    columns.end[size] = Math.max(atNanos, bar.startNanos());
    columns.task[size] = bar.task();
    columns.attempt[size] = bar.attempt();
    columns.count[size] = 1;
    columns.incident[size] = incident;
    columns.item[size] = bar.item();
    size++;
  }

  /// How many bars there would be after [#merge].
  int sizeMerged(long longestNanos) {
    int bars = 0;
    for (int from = 0; from < size; bars++) {
      from = endOfJoined(from, longestNanos);
    }
    return bars;
  }

  /// Makes one bar of neighbours that ended alike and are together no longer than this. What was
  /// handed out before stays as it is.
  void merge(long longestNanos) {
    int left = sizeMerged(longestNanos);
    Bars.Columns merged = new Bars.Columns(left + Math.max(4, left >> 2));
    int to = 0;
    for (int from = 0; from < size; to++) {
      int next = endOfJoined(from, longestNanos);
      columns.copy(from, merged, to);
      merged.end[to] = columns.end[next - 1];
      for (int joined = from + 1; joined < next; joined++) {
        merged.count[to] += columns.count[joined];
      }
      from = next;
    }
    size = left;
    columns = merged;
    picture = Optional.empty();
  }

  /// The first bar behind this one that does not become one with it.
  private int endOfJoined(int first, long longestNanos) {
    int next = first + 1;
    if (columns.kind[first].isMergeable()) {
      long latest = columns.start[first] + longestNanos;
      while (next < size
          && columns.kind[next] == columns.kind[first]
          && columns.end[next] <= latest) {
        next++;
      }
    }
    return next;
  }

  /// The lane as it is now; the same object as before when nothing has happened in it.
  Lane picture() {
    if (picture.isEmpty()) {
      picture =
          Optional.of(
              new Lane(
                  worker,
                  fromNanos,
                  untilNanos,
                  fate,
                  new Bars(columns, size),
                  open,
                  List.copyOf(standstills)));
    }
    return picture.get();
  }
}
