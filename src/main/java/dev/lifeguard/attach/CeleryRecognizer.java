package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.List;
import java.util.Optional;

/// Knows a Celery worker with the prefork pool: its command line, also after `setproctitle` has
/// rewritten it (`[celeryd: celery@host:MainProcess]`), and children that are forks of it.
final class CeleryRecognizer implements PoolRecognizer {
  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    if (!isCelery(manager)) {
      return Optional.empty();
    }
    List<ProcessFacts> workers =
        Roles.possibleWorkers(tree, manager).stream()
            .filter(child -> child.command().isEmpty() || isCelery(child))
            .toList();
    return workers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FoundPool(
                PoolKind.CELERY_PREFORK,
                manager,
                Roles.of(tree, manager, workers),
                Optional.empty(),
                "it is a Celery worker with forked children"));
  }

  /// A shell that starts one has the same words on its command line, but does not run Python.
  private static boolean isCelery(ProcessFacts process) {
    return process.commandHas("[celeryd:")
        || (Roles.isPython(process) && process.commandHas("celery", "worker"));
  }
}
