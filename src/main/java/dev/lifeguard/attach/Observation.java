package dev.lifeguard.attach;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Everything that a verdict is made of.
///
/// @param tree the last look
/// @param movement who has moved since when
/// @param in bytes that wait in the task pipe; empty when that may not be read, or the kind has
///   none
/// @param out bytes that wait in the result pipe
/// @param deaths the ends of workers that were seen, oldest first
/// @param managerEnd how the manager has ended, once it has
/// @param inside what is told from inside the program, where a module of ours is in it
public record Observation(
    FoundPool pool,
    TreeFacts tree,
    Movement movement,
    OptionalLong in,
    OptionalLong out,
    List<Death> deaths,
    Optional<ExitStatus> managerEnd,
    Optional<Inside.View> inside) {
  /// Copies the list.
  public Observation {
    deaths = List.copyOf(deaths);
  }

  /// The same of a pool that is seen from outside only.
  public Observation(
      FoundPool pool,
      TreeFacts tree,
      Movement movement,
      OptionalLong in,
      OptionalLong out,
      List<Death> deaths,
      Optional<ExitStatus> managerEnd) {
    this(pool, tree, movement, in, out, deaths, managerEnd, Optional.empty());
  }

  /// The workers that are there, in the order of their roles; one that has ended and waits for its
  /// parent is not.
  List<ProcessFacts> workers() {
    return tree.processes().stream()
        .filter(process -> pool.roleOf(process.pid()) == ProcessRole.WORKER)
        .filter(process -> process.state() != RunState.ZOMBIE)
        .toList();
  }

  /// The manager as it is now.
  ProcessFacts manager() {
    return tree.of(pool.manager().pid()).orElse(pool.manager());
  }

  long nowNanos() {
    return tree.atNanos();
  }

  /// For how long neither a worker nor the manager's main thread has moved. The manager's other
  /// threads are not asked: some look around ten times a second.
  long stillNanos() {
    return Math.min(movement.stillNanos(manager().pid()), workersStillNanos());
  }

  /// For how long no worker has moved. What the manager does meanwhile, a progress bar say, hands
  /// out no task.
  long workersStillNanos() {
    return workers().stream()
        .mapToLong(worker -> movement.stillNanos(worker.pid()))
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
