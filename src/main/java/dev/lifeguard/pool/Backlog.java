package dev.lifeguard.pool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// The queued tasks, in the order in which they will be run. Holds numbers and the labels of the
/// next few items; the items themselves stay with the source until they are needed.
///
/// The order: lost tasks (they go to the head), then new tasks by their number, and between them
/// the retried ones, each after everything that was queued when it was put back.
class Backlog {
  /// How many items are ordered at a time. One order a few hundred tasks long keeps fast workers
  /// busy while the next one is under way, and a thousand labels are nothing.
  static final int BATCH = 512;

  private final ArrayDeque<Integer> head = new ArrayDeque<>();
  private final ArrayDeque<Retry> tail = new ArrayDeque<>();
  private final ArrayDeque<String> labels = new ArrayDeque<>();
  private int found;
  private int ordered;
  private int next = 1;

  private record Retry(int task, int after) {}

  /// The next task to run.
  ///
  /// @param isNew whether it never ran before
  /// @param label the label of a new task
  record Next(int task, boolean isNew, String label) {}

  void found(int count) {
    found += count;
  }

  void read(int firstTask, List<String> more) {
    if (firstTask != next + labels.size()) {
      throw new IllegalArgumentException(
          "items from " + firstTask + " were read, from " + (next + labels.size()) + " expected");
    }
    labels.addAll(more);
  }

  void putHead(int task) {
    head.addFirst(task);
  }

  void putTail(int task) {
    tail.addLast(new Retry(task, found));
  }

  /// How many tasks wait.
  int size() {
    return head.size() + tail.size() + found - next + 1;
  }

  /// Whether [#poll] would answer.
  boolean hasNext() {
    return !head.isEmpty() || retryIsDue() || !labels.isEmpty();
  }

  /// Takes the next task. Must only be called while [#hasNext] holds.
  Next poll() {
    if (!head.isEmpty()) {
      return new Next(head.removeFirst(), false, "");
    }
    if (retryIsDue()) {
      return new Next(tail.removeFirst().task(), false, "");
    }
    return new Next(next++, true, labels.removeFirst());
  }

  /// The next order of items, if one is due. What is answered counts as ordered.
  Optional<Effect.ReadItems> order() {
    int atHandOrUnderWay = ordered - next + 1;
    if (ordered == found || atHandOrUnderWay > BATCH) {
      return Optional.empty();
    }
    var order = new Effect.ReadItems(ordered + 1, Math.min(BATCH, found - ordered));
    ordered += order.count();
    return Optional.of(order);
  }

  private boolean retryIsDue() {
    return !tail.isEmpty() && next > tail.peekFirst().after();
  }
}
