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
  private int next = 1;
  private boolean orderUnderWay;
  private int latestBatch = BATCH;

  private record Retry(int task, int after) {}

  /// The next task to run.
  ///
  /// @param isNew whether it never ran before
  /// @param label the label of a new task
  record Next(int task, boolean isNew, String label) {}

  void found(int count) {
    found += count;
  }

  /// Items that were ordered, at least one and perhaps fewer than were ordered: large ones come in
  /// small numbers.
  void read(int firstTask, List<String> more) {
    if (firstTask != next + labels.size()) {
      throw new IllegalArgumentException(
          "items from " + firstTask + " were read, from " + (next + labels.size()) + " expected");
    }
    labels.addAll(more);
    orderUnderWay = false;
    latestBatch = more.size();
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

  /// The task that [#poll] would take. Must only be called while [#hasNext] holds.
  int peek() {
    if (!head.isEmpty()) {
      return head.peekFirst();
    }
    return retryIsDue() ? tail.peekFirst().task() : next;
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

  /// The next order of items, if one is due: when half of what came last is used up. What is
  /// answered counts as ordered, and nothing else is ordered until it has come.
  Optional<Effect.ReadItems> order() {
    int known = next + labels.size() - 1;
    if (orderUnderWay || known == found || labels.size() > latestBatch / 2) {
      return Optional.empty();
    }
    orderUnderWay = true;
    return Optional.of(new Effect.ReadItems(known + 1, Math.min(BATCH, found - known)));
  }

  private boolean retryIsDue() {
    return !tail.isEmpty() && next > tail.peekFirst().after();
  }
}
