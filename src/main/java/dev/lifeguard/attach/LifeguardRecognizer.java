package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.List;
import java.util.Optional;

/// Knows a supervisor of Lifeguard by its command line. Its run directory tells more than any look
/// at its processes. Whoever looks is not one, also where it was started below what it looks at.
final class LifeguardRecognizer implements PoolRecognizer {
  private static final long OWN_PID = ProcessHandle.current().pid();

  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    boolean isOne =
        manager.pid() != OWN_PID
            && (manager.commandHas("dev.lifeguard/dev.lifeguard.cli.Main")
                || manager.commandHas("dev.lifeguard.cli.Main"));
    List<ProcessFacts> workers =
        tree.childrenOf(manager.pid()).stream()
            .filter(child -> child.threadCount() > 0)
            .filter(child -> !Roles.isGuard(child))
            .toList();
    return isOne
        ? Optional.of(
            new FoundPool(
                PoolKind.LIFEGUARD,
                manager,
                Roles.of(tree, manager, workers),
                Optional.empty(),
                "it is Lifeguard itself"))
        : Optional.empty();
  }
}
