package dev.lifeguard.gui.common;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a long film has folded to at a quarter of it, at half and at three quarters, so that going
/// back is never further to fold than a quarter. Who goes on from a waypoint has it for himself; it
/// is made again by a thread in the background, from the start, because a model cannot be copied
/// but can always be folded anew.
///
/// Costs three times the memory of what is on the screen, and is done for films only of which a
/// fold would be felt.
///
/// @param <S> the picture of the camera
final class Waypoints<S> implements AutoCloseable {
  /// So many events are folded in less than the time between two pictures of a film, or nearly.
  private static final int SHORTEST = 250_000;

  private static final int PARTS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(Waypoints.class);

  private final Supplier<Camera<S>> cameras;
  private final int shortest;
  private final Map<Integer, State<S>> made = new TreeMap<>();
  private List<PoolEvent> reel = List.of();
  private Optional<Thread> maker = Optional.empty();
  // Which reel it is: a longer one makes the waypoints of the one before worthless.
  private int edition;
  private boolean closed;

  /// A fold up to a place.
  ///
  /// @param folded how many events of the film
  record State<S>(JobModel model, Camera<S> camera, int folded) {}

  /// No waypoints yet.
  ///
  /// @param cameras makes a camera that has seen nothing; called on the thread in the background
  Waypoints(Supplier<Camera<S>> cameras) {
    this(cameras, SHORTEST);
  }

  /// The same with another least distance.
  Waypoints(Supplier<Camera<S>> cameras, int shortest) {
    this.cameras = cameras;
    this.shortest = shortest;
  }

  /// The events of the film from its start on, as far as they are known; never changes behind that.
  /// Lets what is missing be made, and so comes when nobody waits for a fold.
  synchronized void know(List<PoolEvent> events) {
    if (events.size() > reel.size()) {
      reel = events;
      edition++;
      made.clear();
    }
    makeMissing();
  }

  /// The farthest waypoint that is not behind this place, for the caller to go on from.
  ///
  /// @param most so many events at most
  synchronized Optional<State<S>> take(int most) {
    Optional<Integer> best = made.keySet().stream().filter(at -> at <= most).reduce((_, b) -> b);
    return best.map(made::remove);
  }

  private void makeMissing() {
    if (maker.isEmpty() && !closed && nextMissing().isPresent()) {
      Thread thread =
          Thread.ofPlatform().name("lifeguard-waypoints").daemon().unstarted(this::make);
      maker = Optional.of(thread);
      thread.start();
    }
  }

  private Optional<Integer> nextMissing() {
    int apart = reel.size() / PARTS;
    for (int part = PARTS - 1; part >= 1 && apart >= shortest; part--) {
      if (!made.containsKey(part * apart)) {
        return Optional.of(part * apart);
      }
    }
    return Optional.empty();
  }

  private void make() {
    try {
      for (Optional<Order> order = next(); order.isPresent(); order = next()) {
        keep(order.get(), fold(order.get()));
      }
    } catch (RuntimeException e) {
      // Who shows the film comes upon the same event and says so.
      LOG.warn("the film cannot be folded ahead", e);
    }
  }

  private record Order(List<PoolEvent> reel, int edition, int at) {}

  private synchronized Optional<Order> next() {
    Optional<Integer> at = closed ? Optional.empty() : nextMissing();
    if (at.isEmpty()) {
      maker = Optional.empty();
    }
    return at.map(place -> new Order(reel, edition, place));
  }

  private Optional<State<S>> fold(Order order) {
    JobModel model = new JobModel();
    Camera<S> camera = cameras.get();
    for (int i = 0; i < order.at(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      PoolEvent event = order.reel().get(i);
      model.apply(event);
      camera.saw(event);
    }
    return Optional.of(new State<>(model, camera, order.at()));
  }

  private synchronized void keep(Order order, Optional<State<S>> state) {
    if (!closed && order.edition() == edition) {
      state.ifPresent(s -> made.put(order.at(), s));
    }
  }

  /// How many waypoints there are now.
  synchronized int count() {
    return made.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    made.clear();
    reel = List.of();
    maker.ifPresent(Thread::interrupt);
  }
}
