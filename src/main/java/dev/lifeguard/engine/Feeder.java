package dev.lifeguard.engine;

import dev.lifeguard.pool.Effect;
import dev.lifeguard.pool.Input;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Reads the items on a thread of its own: finds out how many there are, and brings those that the
/// pool orders. A source that breaks off is told as a fact.
final class Feeder {
  private final TaskSource source;
  private final Consumer<Input> facts;
  private final ItemsRead itemsRead;
  // Bounded by the pool: it never has more than two orders under way.
  private final BlockingQueue<Effect.ReadItems> orders = new LinkedBlockingQueue<>();
  private int known;
  private int delivered;

  /// Takes items that were ordered.
  @FunctionalInterface
  interface ItemsRead {
    /// Called on the feeder's thread.
    void accept(int firstTask, List<TaskSource.Item> items);
  }

  Feeder(TaskSource source, Consumer<Input> facts, ItemsRead itemsRead) {
    this.source = source;
    this.facts = facts;
    this.itemsRead = itemsRead;
  }

  void start() {
    // A daemon, because nobody can interrupt a thread that waits for standard input.
    Thread.ofPlatform().name("feeder").daemon().start(this::feed);
  }

  void order(Effect.ReadItems order) {
    orders.add(order);
  }

  private void feed() {
    try {
      boolean more = true;
      while (more || delivered < known) {
        if (more && (!source.isStream() || delivered == known)) {
          more = discover();
        } else {
          deliver(orders.take());
        }
      }
    } catch (TaskSource.SourceException e) {
      facts.accept(new Input.SourceFailed(e.sentence()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean discover() throws TaskSource.SourceException {
    int found = source.discover();
    known += found;
    facts.accept(found == 0 ? new Input.SourceEnded() : new Input.TasksFound(found));
    return found > 0;
  }

  private void deliver(Effect.ReadItems order) throws TaskSource.SourceException {
    itemsRead.accept(order.firstTask(), source.read(order.firstTask(), order.count()));
    delivered += order.count();
  }
}
