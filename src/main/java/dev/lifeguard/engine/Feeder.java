package dev.lifeguard.engine;

import dev.lifeguard.pool.Effect;
import dev.lifeguard.pool.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Reads the items on a thread of its own: finds out how many there are, and brings those that the
/// pool orders, also once more. A source that breaks off is told as a fact.
final class Feeder {
  /// Enough for many small items; a larger one comes alone, or with as many as were read before.
  private static final long MOST_BYTES = 4L << 20;

  private final TaskSource source;
  private final Consumer<Input> facts;
  private final Reader reader;
  private final Consumer<Throwable> fault;
  private final Thread thread;
  // Bounded by the pool: it never has more than one order for new items under way, and one for each
  // task that a user has run once more.
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private int known;
  private int delivered;

  /// Takes what was read.
  interface Reader {
    /// Items that were ordered, in their order. Called on the feeder's thread.
    void itemsRead(int firstItem, List<TaskSource.Item> items);

    /// The item of a task that is run once more. Called on the feeder's thread.
    void itemFetched(int task, TaskSource.Item item);
  }

  /// What the pool wants to have read.
  private sealed interface Order {
    /// New items.
    record Some(Effect.ReadItems effect) implements Order {}

    /// One item that was read before.
    record OneAgain(Effect.FetchItem effect) implements Order {}
  }

  /// @param fault told when the thread breaks down
  Feeder(TaskSource source, Consumer<Input> facts, Reader reader, Consumer<Throwable> fault) {
    this.source = source;
    this.facts = facts;
    this.reader = reader;
    this.fault = fault;
    // A daemon, because nobody can interrupt a thread that waits for standard input.
    thread = Thread.ofPlatform().name("feeder").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Ends the thread, unless it waits for standard input.
  void stop() {
    thread.interrupt();
  }

  void order(Effect.ReadItems order) {
    orders.add(new Order.Some(order));
  }

  /// A stream that nobody writes to holds this up until something comes.
  void order(Effect.FetchItem order) {
    orders.add(new Order.OneAgain(order));
  }

  private void run() {
    try {
      feed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      fault.accept(bug);
    }
  }

  private void feed() throws InterruptedException {
    boolean more = true;
    while (true) {
      boolean free = orders.isEmpty() && (!source.isStream() || delivered == known);
      if (more && free) {
        more = discover();
      } else {
        switch (orders.take()) {
          case Order.Some(var effect) -> deliver(effect);
          case Order.OneAgain(var effect) -> fetch(effect);
        }
      }
    }
  }

  /// @return whether there may be more
  private boolean discover() {
    try {
      int found = source.discover();
      known += found;
      facts.accept(found == 0 ? new Input.SourceEnded() : new Input.TasksFound(found));
      return found > 0;
    } catch (TaskSource.SourceException e) {
      facts.accept(new Input.SourceFailed(e.sentence()));
      return false;
    }
  }

  /// Reads until the order is filled or enough bytes are in memory; the pool orders the rest again.
  private void deliver(Effect.ReadItems order) {
    List<TaskSource.Item> items = new ArrayList<>();
    long bytes = 0;
    try {
      while (items.size() < order.count() && bytes < MOST_BYTES) {
        // Begins with one, in case that one is very large, and doubles.
        int some = Math.min(Math.max(1, items.size()), order.count() - items.size());
        for (TaskSource.Item item : source.read(order.firstItem() + items.size(), some)) {
          items.add(item);
          bytes += item.json().size();
        }
      }
    } catch (TaskSource.SourceException e) {
      facts.accept(new Input.ItemsUnreadable(e.sentence()));
      return;
    }
    delivered += items.size();
    reader.itemsRead(order.firstItem(), items);
  }

  private void fetch(Effect.FetchItem order) {
    try {
      reader.itemFetched(order.task(), source.read(order.item(), 1).getFirst());
    } catch (TaskSource.SourceException e) {
      facts.accept(
          new Input.ItemFetched(
              order.task(), "", Optional.of(RefusedItem.unreadable(e.sentence()))));
    }
  }
}
