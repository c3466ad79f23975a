package dev.lifeguard.attach;

import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.Optional;

/// Knows one kind of pool when it sees it. Pure.
interface PoolRecognizer {
  /// Whether this process manages a pool of the kind.
  ///
  /// @param manager a process of the tree
  Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager);
}
