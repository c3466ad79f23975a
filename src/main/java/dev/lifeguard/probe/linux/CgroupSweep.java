package dev.lifeguard.probe.linux;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what jobs have left behind whose supervisor was killed, kills what lives in there and
/// takes it away. Only what bears the number and start time of a process that is gone, in the
/// process namespace that we are in ourselves.
final class CgroupSweep {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupSweep.class);

  // Deeper and more than any machine's that was seen.
  private static final int MOST_DEPTH = 10;
  private static final int MOST_LOOKED_AT = 10_000;

  private final CgroupTree tree;
  private final CgroupKill kill;
  private final LongFunction<Optional<Long>> startTicks;
  private final String namespace;
  private int lookedAt;

  /// @param startTicks when the process of this number was started; empty when there is none
  CgroupSweep(CgroupTree tree, LongFunction<Optional<Long>> startTicks, String namespace) {
    this.tree = tree;
    this.kill = new CgroupKill(tree);
    this.startTicks = startTicks;
    this.namespace = namespace;
  }

  CgroupSweep(CgroupTree tree) {
    this(
        tree,
        pid -> ProcessIdentities.of(pid).map(found -> found.startTicks()),
        CgroupName.ownNamespace());
  }

  /// Looks through the tree below this directory.
  void sweep(Path top) {
    sweep(top, 0);
  }

  private void sweep(Path directory, int depth) {
    for (Path inner : tree.inside(directory)) {
      if (++lookedAt > MOST_LOOKED_AT) {
        return;
      }
      Optional<CgroupName> name = CgroupName.parse(inner.getFileName().toString());
      if (name.filter(this::isLeftover).isPresent()) {
        clear(inner);
      } else if (depth < MOST_DEPTH) {
        sweep(inner, depth + 1);
      }
    }
  }

  private boolean isLeftover(CgroupName name) {
    return !namespace.equals("0")
        && name.namespace().equals(namespace)
        && !startTicks.apply(name.pid()).equals(Optional.of(name.startTicks()));
  }

  private void clear(Path leftover) {
    int killed = kill.killAll(leftover);
    boolean gone = CgroupRemoval.patiently(() -> kill.remove(leftover));
    LOG.info(
        "an earlier run left {}: {} processes killed, {}",
        leftover,
        killed,
        gone ? "removed" : "not removed");
  }
}
