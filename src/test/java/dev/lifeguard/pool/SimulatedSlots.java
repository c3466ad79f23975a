package dev.lifeguard.pool;

import dev.lifeguard.job.ExitStatus;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The places of a [SimulatedWorld] in which one command runs after the other. The next one begins
/// when the one before has ended, whether or not the pool has heard of that; what the pool orders
/// is meant for the one that it has heard of.
final class SimulatedSlots {
  private final SimulatedWorld world;
  private final Map<Integer, Slot> open = new HashMap<>();
  private final Set<Integer> asked = new HashSet<>();

  /// A place, from its opening until a death or its end.
  private static final class Slot {
    final ArrayDeque<SimulatedProcess.Frame> orders = new ArrayDeque<>();
    Optional<SimulatedProcess> heard = Optional.empty();
    boolean busy;

    /// When everything that has happened in it will have been told.
    long toldUntil;
  }

  SimulatedSlots(SimulatedWorld world) {
    this.world = world;
  }

  void spawn(int worker, long now) {
    asked.remove(worker);
    world.forget(worker);
    if (world.unlucky(60)) {
      world.tell(now + world.millis(1), new Input.SpawnFailed(worker, "no such program"));
      return;
    }
    long at = now + world.millis(1);
    world.happenAndTell(
        at,
        () -> {
          open.put(worker, new Slot());
          considerStop(worker, at);
        },
        new Input.Ready(worker, "simulated", 0));
  }

  void run(int worker, int task, int attempt, long now) {
    Slot slot = open.get(worker);
    if (slot == null) {
      return;
    }
    slot.orders.addLast(new SimulatedProcess.Frame(task, attempt));
    if (!slot.busy) {
      begin(worker, slot, now);
    }
  }

  private void begin(int worker, Slot slot, long now) {
    SimulatedProcess.Frame frame = slot.orders.removeFirst();
    long at = now + world.latency(3);
    slot.busy = true;
    if (world.unlucky(50 * world.rarity())) {
      open.remove(worker);
      world.tell(
          Math.max(at, slot.toldUntil),
          new Input.SpawnFailed(worker, "resource temporarily unavailable"));
      return;
    }
    var process = world.newProcess(worker, at);
    process.pipe.addLast(frame);
    world.happen(
        at,
        () -> {
          if (isOpen(worker, slot)) {
            exists(process, slot, at);
          }
        });
  }

  private void exists(SimulatedProcess process, Slot slot, long now) {
    slot.toldUntil = Math.max(slot.toldUntil, now);
    process.toldNanos = slot.toldUntil;
    process.pipeReadUntil = slot.toldUntil;
    world.exists(process);
    world.happenAndTell(
        slot.toldUntil,
        () -> slot.heard = Optional.of(process),
        new Input.Spawned(process.worker, process.identity));
    world.goOn(process, now);
    if (world.unlucky(60)) {
      world.trouble().meanJustThis(process, slot.toldUntil + world.latency(8));
    }
  }

  private boolean isOpen(int worker, Slot slot) {
    return slot.equals(open.get(worker));
  }

  /// The answer was the end of its process.
  void answered(SimulatedProcess process, long now) {
    process.death = Optional.of(new ExitStatus.Exited(0));
    process.released = true;
    int worker = process.worker;
    Slot slot = open.get(worker);
    if (slot == null) {
      return;
    }
    slot.toldUntil = Math.max(slot.toldUntil, process.pipeReadUntil);
    slot.busy = false;
    if (slot.orders.isEmpty()) {
      considerStop(worker, now);
    } else {
      begin(worker, slot, now);
    }
  }

  /// Its process has died, and with it the place; nobody has begun what waited there.
  void died(int worker) {
    open.remove(worker);
  }

  /// Forgets what has not begun.
  ///
  /// @return whether it never will
  boolean takeBack(int worker, int task, int attempt) {
    Slot slot = open.get(worker);
    return slot != null && slot.orders.remove(new SimulatedProcess.Frame(task, attempt));
  }

  void stop(int worker, long now) {
    asked.add(worker);
    considerStop(worker, now);
  }

  /// A place ends when there is no process in it, and nothing to be run.
  private void considerStop(int worker, long now) {
    Slot slot = open.get(worker);
    if (asked.contains(worker) && slot != null && !slot.busy) {
      open.remove(worker);
      // What the last attempt has written is read before.
      long at = Math.max(now + world.millis(1), slot.toldUntil);
      world.tell(at, new Input.Bye(worker));
      world.tell(at, new Input.Exited(worker, new ExitStatus.Exited(0), at));
      world.tell(at, new Input.OutputClosed(worker, at));
    }
  }

  /// The process that the pool has heard of last.
  Optional<SimulatedProcess> heard(int worker) {
    return Optional.ofNullable(open.get(worker)).flatMap(slot -> slot.heard);
  }

  void release(int worker) {
    open.remove(worker);
  }
}
