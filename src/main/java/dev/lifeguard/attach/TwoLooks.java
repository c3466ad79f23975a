package dev.lifeguard.attach;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.TreeProbe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What can be said of a pool by whoever looks at it twice and goes: what happened in between is
/// seen by its traces only, so deaths are likely at best. Look twice, a second or more apart; then
/// conclude. Belongs to one thread.
public final class TwoLooks {
  private final TreeProbe trees;
  private final ProcessIdentity root;
  private final Movement movement = new Movement();
  private Optional<TreeFacts> last = Optional.empty();

  /// @param root the process at the top of what is looked at
  public TwoLooks(TreeProbe trees, ProcessIdentity root) {
    this.trees = trees;
    this.root = root;
  }

  /// A pool, and what is the matter with it.
  public record Conclusion(FoundPool pool, Verdict verdict) {}

  /// Looks once.
  public void look() {
    last = trees.read(root, List.of(), true);
    last.ifPresent(movement::saw);
  }

  /// What the last look says in the light of the one before.
  ///
  /// @return empty when there is no pool, or the root is gone
  public Optional<Conclusion> conclude() {
    return last.flatMap(tree -> Recognition.of(tree).map(pool -> concluded(tree, pool)));
  }

  private Conclusion concluded(TreeFacts tree, FoundPool pool) {
    ProcessIdentity manager = pool.manager().process();
    OptionalLong in =
        pool.pipes().map(it -> trees.bytesWaiting(manager, it.in())).orElse(OptionalLong.empty());
    OptionalLong out =
        pool.pipes().map(it -> trees.bytesWaiting(manager, it.out())).orElse(OptionalLong.empty());
    Observation seen = new Observation(pool, tree, movement, in, out, List.of(), Optional.empty());
    return new Conclusion(pool, Judge.of(seen));
  }
}
