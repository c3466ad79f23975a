package dev.lifeguard.engine;

import dev.lifeguard.pool.Effect;
import dev.lifeguard.pool.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Reads the items on a thread of its own: finds out how many there are, and brings those that the
/// pool orders. A source that breaks off is told as a fact.
final class Feeder {
  /// Enough for many small items; a larger one comes alone, or with as many as were read before.
  private static final long MOST_BYTES = 4L << 20;

  private final TaskSource source;
  private final Consumer<Input> facts;
  private final ItemsRead itemsRead;
  private final Consumer<Throwable> fault;
  private final Thread thread;
  // Bounded by the pool: it never has more than one order under way.
  private final BlockingQueue<Effect.ReadItems> orders = new LinkedBlockingQueue<>();
  private int known;
  private int delivered;

  /// Takes items that were ordered.
  @FunctionalInterface
  interface ItemsRead {
    /// Called on the feeder's thread.
    void accept(int firstTask, List<TaskSource.Item> items);
  }

  /// @param fault told when the thread breaks down
  Feeder(TaskSource source, Consumer<Input> facts, ItemsRead itemsRead, Consumer<Throwable> fault) {
    this.source = source;
    this.facts = facts;
    this.itemsRead = itemsRead;
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
    orders.add(order);
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
    while (more || delivered < known) {
      if (more && (!source.isStream() || delivered == known)) {
        more = discover();
      } else if (!deliver(orders.take())) {
        return;
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
  ///
  /// @return whether the source can still be read
  private boolean deliver(Effect.ReadItems order) {
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
      return false;
    }
    delivered += items.size();
    itemsRead.accept(order.firstItem(), items);
    return true;
  }
}
