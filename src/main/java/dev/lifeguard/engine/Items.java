package dev.lifeguard.engine;

import dev.lifeguard.job.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The items that are in memory: read and not yet done with. The supervisor puts and gets, and the
/// recorder's thread takes what it has written.
final class Items {
  private final Map<Integer, Payload> items = new ConcurrentHashMap<>();

  void put(int task, Payload item) {
    items.put(task, item);
  }

  /// The item, or nothing when the task has already ended: that can be decided in the same round as
  /// the order to run it.
  Optional<Payload> find(int task) {
    return Optional.ofNullable(items.get(task));
  }

  Payload take(int task) {
    return Optional.ofNullable(items.remove(task)).orElse(Payload.EMPTY);
  }
}
