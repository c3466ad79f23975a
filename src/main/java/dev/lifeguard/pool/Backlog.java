package dev.lifeguard.pool;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The queued tasks, in the order in which they will be run. Holds numbers and the labels of the
/// next few items; the items themselves stay with the source until they are needed.
///
/// The order: lost tasks (they go to the head), then new tasks by their number, and between them
/// the retried and repeated ones, each after everything that was queued when it was put back.
class Backlog {
  /// How many items are ordered at a time. One order a few hundred tasks long keeps fast workers
  /// busy while the next one is under way, and a thousand labels are nothing.
  static final int BATCH = 512;

  private final ArrayDeque<Next> head = new ArrayDeque<>();
  private final ArrayDeque<Retry> tail = new ArrayDeque<>();
  private final ArrayDeque<String> labels = new ArrayDeque<>();
  private final ArrayDeque<Range> later = new ArrayDeque<>();
  // A job that goes on may have ended any number of tasks behind one that has not.
  private final BitSet takenOut = new BitSet();
  private int takenOutCount;
  // Only asked whether it contains something, so its order does not matter.
  private final Set<Integer> awaited = new HashSet<>();
  private Range current = new Range(1, 0);
  private int foundItems;
  private int nextItem = 1;
  private boolean orderUnderWay;
  private int latestBatch = BATCH;

  private record Retry(Next next, int afterItem) {}

  /// New tasks whose numbers follow each other, as their items do. A repeated task between them
  /// takes a number but no item.
  private record Range(int first, int last) {
    boolean isEmpty() {
      return first > last;
    }

    boolean isFollowedBy(int task) {
      return last + 1 == task;
    }
  }

  /// The next task to run.
  ///
  /// @param isNew whether it never ran before and its label is only known here
  /// @param label the label of a new task
  record Next(int task, boolean isNew, String label) {}

  /// Tasks with the next items of the source.
  void found(int firstTask, int count) {
    foundItems += count;
    append(new Range(firstTask, firstTask + count - 1));
  }

  /// The queued tasks of a job that goes on, but for the repeated ones: those with the items of the
  /// source, by their numbers. Items are ordered from the first one that is needed on; between them
  /// are such of tasks that have ended, which are passed over.
  ///
  /// @return how many items were known
  int takeUp(JobModel model) {
    foundItems = model.taskCount() - model.repeats().size();
    while (nextItem <= foundItems && !isQueued(model, nextItem)) {
      nextItem++;
    }
    for (int item = nextItem; item <= foundItems; item++) {
      if (!isQueued(model, item)) {
        skip(model.taskOfItem(item));
      }
    }
    int first = nextItem <= foundItems ? model.taskOfItem(nextItem) : model.taskCount() + 1;
    for (int repeated : model.repeats().keySet()) {
      append(new Range(first, repeated - 1));
      first = Math.max(first, repeated + 1);
    }
    append(new Range(first, model.taskCount()));
    return foundItems;
  }

  private static boolean isQueued(JobModel model, int item) {
    return model.taskState(model.taskOfItem(item)) == TaskState.QUEUED;
  }

  private void append(Range more) {
    if (more.isEmpty()) {
      return;
    }
    int firstTask = more.first();
    if (current.isEmpty()) {
      current = more;
    } else if (later.isEmpty() && current.isFollowedBy(firstTask)) {
      current = new Range(current.first(), more.last());
    } else if (!later.isEmpty() && later.getLast().isFollowedBy(firstTask)) {
      later.addLast(new Range(later.removeLast().first(), more.last()));
    } else {
      later.addLast(more);
    }
  }

  /// Items that were ordered, at least one and perhaps fewer than were ordered: large ones come in
  /// small numbers.
  void read(int firstItem, List<String> more) {
    if (firstItem != nextItem + labels.size()) {
      throw new IllegalArgumentException(
          "items from "
              + firstItem
              + " were read, from "
              + (nextItem + labels.size())
              + " expected");
    }
    labels.addAll(more);
    orderUnderWay = false;
    latestBatch = more.size();
    passTakenOut();
  }

  void putHead(int task) {
    head.addFirst(new Next(task, false, ""));
  }

  /// What was polled and never begun goes back to where it was.
  void giveBack(Next next) {
    head.addFirst(next);
  }

  void putTail(int task) {
    tail.addLast(new Retry(new Next(task, false, ""), foundItems));
  }

  /// A repeated task, which waits until its item is at hand.
  void await(int task) {
    awaited.add(task);
  }

  /// The item of a repeated task is at hand; nothing happens when that task was taken out.
  void fetched(int task, String label) {
    if (awaited.remove(task)) {
      tail.addLast(new Retry(new Next(task, true, label), foundItems));
    }
  }

  /// Takes a queued task out of the queue.
  void takeOut(int task) {
    boolean waited =
        head.removeIf(next -> next.task() == task)
            || tail.removeIf(retry -> retry.next().task() == task)
            || awaited.remove(task);
    if (!waited) {
      skip(task);
      passTakenOut();
    }
  }

  private void skip(int task) {
    takenOut.set(task);
    takenOutCount++;
  }

  /// How many tasks wait.
  int size() {
    int newOnes = foundItems - nextItem + 1 - takenOutCount;
    return head.size() + tail.size() + awaited.size() + newOnes;
  }

  /// Whether [#poll] would answer.
  boolean hasNext() {
    return !head.isEmpty() || retryIsDue() || !labels.isEmpty();
  }

  /// The task that [#poll] would take. Must only be called while [#hasNext] holds.
  int peek() {
    if (!head.isEmpty()) {
      return head.peekFirst().task();
    }
    return retryIsDue() ? tail.peekFirst().next().task() : current.first();
  }

  /// Takes the next task. Must only be called while [#hasNext] holds.
  Next poll() {
    if (!head.isEmpty()) {
      return head.removeFirst();
    }
    if (retryIsDue()) {
      return tail.removeFirst().next();
    }
    Next next = new Next(current.first(), true, labels.removeFirst());
    pass();
    passTakenOut();
    return next;
  }

  /// The next order of items, if one is due: when half of what came last is used up. What is
  /// answered counts as ordered, and nothing else is ordered until it has come.
  Optional<Effect.ReadItems> order() {
    int known = nextItem + labels.size() - 1;
    if (orderUnderWay || known == foundItems || labels.size() > latestBatch / 2) {
      return Optional.empty();
    }
    orderUnderWay = true;
    return Optional.of(new Effect.ReadItems(known + 1, Math.min(BATCH, foundItems - known)));
  }

  private boolean retryIsDue() {
    return !tail.isEmpty() && nextItem > tail.peekFirst().afterItem();
  }

  private void passTakenOut() {
    while (takenOutCount > 0 && !labels.isEmpty() && takenOut.get(current.first())) {
      takenOut.clear(current.first());
      takenOutCount--;
      labels.removeFirst();
      pass();
    }
  }

  private void pass() {
    nextItem++;
    current = new Range(current.first() + 1, current.last());
    if (current.isEmpty() && !later.isEmpty()) {
      current = later.removeFirst();
    }
  }
}
