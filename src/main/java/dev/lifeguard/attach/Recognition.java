package dev.lifeguard.attach;

import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the pool in a tree of processes: the recognisers are asked in order, the most particular
/// first. Pure.
public final class Recognition {
  private static final List<PoolRecognizer> KINDS =
      List.of(
          new LifeguardRecognizer(),
          new CeleryRecognizer(),
          new LokyRecognizer(),
          new MultiprocessingRecognizer(),
          new ExecutorRecognizer(),
          new SpawnRecognizer());
  private static final GenericRecognizer ANY = new GenericRecognizer();

  private Recognition() {}

  /// The pool whose manager is the root of the tree or a process below it: the one nearest to the
  /// root that is of a known kind; else the parent with the most alike children.
  ///
  /// @return empty when nobody there has two alike children or a pool of a known kind
  public static Optional<FoundPool> of(TreeFacts tree) {
    for (ProcessFacts process : tree.processes()) {
      Optional<FoundPool> known = ofKnownKind(tree, process);
      if (known.isPresent()) {
        return known;
      }
    }
    return tree.processes().stream()
        .map(process -> ANY.recognize(tree, process))
        .flatMap(Optional::stream)
        .max(Comparator.comparingInt(found -> found.workers().size()));
  }

  /// The pool that this process itself manages.
  public static Optional<FoundPool> managedBy(TreeFacts tree, ProcessFacts process) {
    return ofKnownKind(tree, process).or(() -> ANY.recognize(tree, process));
  }

  private static Optional<FoundPool> ofKnownKind(TreeFacts tree, ProcessFacts process) {
    for (PoolRecognizer kind : KINDS) {
      Optional<FoundPool> found = kind.recognize(tree, process);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
