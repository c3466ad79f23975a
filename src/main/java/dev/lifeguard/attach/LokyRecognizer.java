package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.List;
import java.util.Optional;

/// Knows loky by the command line of its workers, its own or that of the copy in joblib: `python -m
/// loky.backend.popen_loky_posix --process-name LokyProcess-1 --pipe 14`.
final class LokyRecognizer implements PoolRecognizer {
  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    List<ProcessFacts> workers =
        Roles.possibleWorkers(tree, manager).stream()
            .filter(child -> child.commandHas("loky.backend.popen_loky"))
            .toList();
    return workers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FoundPool(
                PoolKind.LOKY,
                manager,
                Roles.of(tree, manager, workers),
                Optional.empty(),
                "its children run loky's worker program"));
  }
}
