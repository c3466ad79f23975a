package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Knows any parent that has two or more alike children: gunicorn, nginx, PostgreSQL, `make -j`,
/// GNU parallel. Alike are those that run the same program and, for an interpreter, the same
/// script.
final class GenericRecognizer implements PoolRecognizer {
  private static final int FEWEST = 2;

  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    Map<String, List<ProcessFacts>> groups =
        tree.childrenOf(manager.pid()).stream()
            .filter(child -> !Roles.isHelper(child))
            .collect(
                Collectors.groupingBy(
                    GenericRecognizer::likeness, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream()
        .max(Comparator.comparingInt(List::size))
        .filter(alike -> alike.size() >= FEWEST)
        .map(alike ->
            new FoundPool(
                PoolKind.GENERIC,
                manager,
                Roles.of(tree, manager, alike),
                Optional.empty(),
                "it has %d children that run %s".formatted(alike.size(), alike.getFirst().name())));
  }

  /// What alike children have in common.
  private static String likeness(ProcessFacts process) {
    String program = process.executable().isEmpty() ? process.name() : process.executable();
    boolean interpreter = Roles.isPython(process) && process.command().size() > 1;
    return program + (interpreter ? " " + process.command().get(1) : "") + " " + process.name();
  }
}
