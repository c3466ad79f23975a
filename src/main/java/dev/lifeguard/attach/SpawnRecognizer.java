package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.List;
import java.util.Optional;

/// Knows the workers that `multiprocessing` has spawned by their command lines, where neither pipes
/// nor what threads wait for can be read: on Windows.
///
/// Those of a `multiprocessing.Pool` and of a `ProcessPoolExecutor` have the same command line, and
/// the two do the opposite when a worker dies, so that none of them is claimed: it is a pool
/// without a kind whose workers are known for certain.
final class SpawnRecognizer implements PoolRecognizer {
  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    List<ProcessFacts> workers =
        tree.childrenOf(manager.pid()).stream()
            .filter(child -> Roles.isSpawnedBy(manager, child))
            .toList();
    return workers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FoundPool(
                PoolKind.GENERIC,
                manager,
                Roles.of(tree, manager, workers),
                Optional.empty(),
                "%d of its children were spawned by multiprocessing; whether for a Pool, which replaces a dead worker and forgets its task, or for a ProcessPoolExecutor, which breaks, cannot be seen from outside"
                    .formatted(workers.size())));
  }
}
