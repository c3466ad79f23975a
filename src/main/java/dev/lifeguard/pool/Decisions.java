package dev.lifeguard.pool;

import dev.lifeguard.job.PoolEvent;
import java.util.ArrayList;
import java.util.List;

/// What the pool decided in one step: events to publish and then orders to carry out. Reused from
/// step to step by its owner, the supervisor thread.
public final class Decisions {
  private final List<PoolEvent> events = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();

  /// The events, in order. A live view.
  public List<PoolEvent> events() {
    return events;
  }

  /// The orders, in order. A live view.
  public List<Effect> effects() {
    return effects;
  }

  /// Whether nothing was decided.
  public boolean isEmpty() {
    return events.isEmpty() && effects.isEmpty();
  }

  /// Makes room for the next step.
  public void clear() {
    events.clear();
    effects.clear();
  }

  void publish(PoolEvent event) {
    events.add(event);
  }

  void order(Effect effect) {
    effects.add(effect);
  }

  /// Whom the signals of this step were meant for has ended, as another fact of the same step told.
  void recallSignals(int worker) {
    effects.removeIf(it -> it instanceof Effect.Signal(int to, int _) && to == worker);
  }
}
