package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the place where cgroups for workers can be made, by really making one.
///
/// **Version 1.** A cgroup inside our own, if its directory may be written to, which takes root or
/// a `chown` by root. Inside our own and not beside it, so that limits around us hold for the
/// workers.
///
/// **Version 2** lets a cgroup hold processes or hand controllers to cgroups inside it, not both,
/// and where systemd runs it owns the tree: others write only below what it has delegated. So with
/// a limit:
///
/// 1. Our own cgroup, if it is delegated and nobody else is in it (`systemd-run --user --scope -p
///    Delegate=yes`). We go into a cgroup of our own inside it, which empties it, and then its
///    `subtree_control` can be written.
/// 2. A new delegated scope, for which systemd is asked; then as in 1. A scope without `Delegate`
///    must never be used: with a limit on it, one kill for lack of memory makes systemd stop the
///    whole scope, with us in it (seen).
/// 3. Without systemd, the nearest cgroup around us that hands on the memory controller.
///
/// Without a limit nobody is moved and systemd is not asked: a delegated own cgroup, or one without
/// systemd, serves to kill by, else there is none.
final class CgroupFinder {
  private static final String SUBTREE = "cgroup.subtree_control";
  private static final String PROCESSES = "cgroup.procs";

  private final CgroupTree tree;
  private final Supplier<CgroupMounts> mounts;
  private final Systemd systemd;
  private final ProcessIdentity self;
  private final boolean born;

  /// A place, or why there is none.
  sealed interface Outcome {
    /// Here.
    record Found(CgroupPlace place) implements Outcome {}

    /// Nowhere.
    ///
    /// @param reason a sentence without its end
    record Missing(String reason) implements Outcome {}
  }

  /// What systemd has to do with it.
  interface Systemd {
    /// Whether it manages this machine's cgroups.
    boolean runs();

    /// Whether it has delegated this cgroup.
    boolean hasDelegated(Path directory);

    /// Asks for a delegated scope and waits until this process is in it.
    ///
    /// @return why not; empty when it is
    Optional<String> moveToScope();
  }

  /// @param mounts read anew, because this process may be moved
  /// @param born whether a process can be started inside a cgroup of version 2
  CgroupFinder(
      CgroupTree tree,
      Supplier<CgroupMounts> mounts,
      Systemd systemd,
      ProcessIdentity self,
      boolean born) {
    this.tree = tree;
    this.mounts = mounts;
    this.systemd = systemd;
    this.self = self;
    this.born = born;
  }

  /// Looks for a place.
  ///
  /// @param limited whether cgroups made there must be able to limit memory
  Outcome find(boolean limited) {
    CgroupMounts now = mounts.get();
    if (now.memory().isPresent()) {
      return findV1(now.memory().get().own(), limited);
    }
    if (now.unified().isEmpty()) {
      return new Outcome.Missing("no cgroup file system is mounted here");
    }
    return limited ? findLimitedV2(now.unified().get()) : findFreeV2(now.unified().get());
  }

  private Outcome findV1(Path own, boolean limited) {
    CgroupPlace place = new CgroupPlace(CgroupVersion.V1, own, own, false);
    Optional<String> refusal = attempt(place.base(), limited ? "memory.limit_in_bytes" : "");
    return refusal.isEmpty()
        ? new Outcome.Found(place)
        : new Outcome.Missing(
            "%s does not take cgroups from this user (%s); cgroup v1 is for root: run as root, or have an administrator `chown` that directory and its files `cgroup.procs` and `tasks` to you"
                .formatted(own, refusal.get()));
  }

  /// Makes one, sets a limit in it and takes it away.
  private Optional<String> attempt(Path base, String limitFile) {
    Path made = base.resolve(CgroupName.of(self, "attempt").text());
    try {
      tree.make(made);
      if (!limitFile.isEmpty()) {
        tree.write(made.resolve(limitFile), Long.toString(64L << 20));
      }
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of(CgroupTree.reason(refused));
    } finally {
      boolean _ = tree.remove(made);
    }
  }

  private Outcome findFreeV2(CgroupMounts.Tree unified) {
    Path own = unified.own();
    if (systemd.runs() && !isOurs(own)) {
      return new Outcome.Missing(
          "the own cgroup %s is not delegated by systemd; a memory limit makes Lifeguard ask for one that is, as does `systemd-run --user --scope -p Delegate=yes`"
              .formatted(own));
    }
    Path base = isSupervisors(own) ? above(own) : own;
    return attempt(base, "")
        .<Outcome>map(
            refusal -> new Outcome.Missing("%s does not take cgroups: %s".formatted(base, refusal)))
        .orElseGet(() -> new Outcome.Found(new CgroupPlace(CgroupVersion.V2, base, own, born)));
  }

  private boolean isOurs(Path own) {
    return systemd.hasDelegated(isSupervisors(own) ? above(own) : own);
  }

  /// Whether this is where a supervisor went, maybe for an earlier job of this process.
  private static boolean isSupervisors(Path own) {
    return CgroupName.parse(above(own).relativize(own).toString())
        .map(CgroupName::suffix)
        .filter("supervisor"::equals)
        .isPresent();
  }

  private static Path above(Path directory) {
    return directory.resolve("..").normalize();
  }

  private Outcome findLimitedV2(CgroupMounts.Tree unified) {
    boolean ours = !systemd.runs() || isOurs(unified.own());
    Outcome here =
        ours
            ? settle(unified)
            : new Outcome.Missing("the own cgroup " + unified.own() + " is not delegated");
    if (here instanceof Outcome.Found) {
      return here;
    }
    if (!systemd.runs()) {
      return around(unified).orElse(here);
    }
    Optional<String> refusal = systemd.moveToScope();
    if (refusal.isPresent()) {
      return new Outcome.Missing(
          "systemd gave no delegated scope (%s); start Lifeguard with `systemd-run --user --scope -p Delegate=yes`"
              .formatted(refusal.get()));
    }
    return mounts.get().unified().map(this::settle).orElse(here);
  }

  /// Leaves the own cgroup for one inside it, so that it can hand the memory controller on.
  private Outcome settle(CgroupMounts.Tree unified) {
    Path own = unified.own();
    if (isSupervisors(own)) {
      return handsOn(above(own))
          ? found(above(own), own)
          : missing(above(own), "it does not hand on the memory controller");
    }
    List<Long> others = tree.processes(own).stream().filter(pid -> pid != self.pid()).toList();
    if (!others.isEmpty()) {
      return missing(
          own, "other processes are in it as well, for example pid " + others.getFirst());
    }
    Path inside = own.resolve(CgroupName.of(self, "supervisor").text());
    try {
      tree.make(inside);
      tree.write(inside.resolve(PROCESSES), Long.toString(self.pid()));
      tree.write(own.resolve(SUBTREE), "+memory");
    } catch (IOException refused) {
      goBack(own, inside);
      return missing(own, CgroupTree.reason(refused));
    }
    Optional<String> refusal = attempt(own, "memory.max");
    if (refusal.isPresent()) {
      goBack(own, inside);
      return missing(own, refusal.get());
    }
    return found(own, inside);
  }

  private void goBack(Path own, Path inside) {
    try {
      if (handsOn(own)) {
        tree.write(own.resolve(SUBTREE), "-memory");
      }
      tree.write(own.resolve(PROCESSES), Long.toString(self.pid()));
    } catch (IOException _) {
      // Then we stay inside, where nothing is different for us.
      return;
    }
    boolean _ = tree.remove(inside);
  }

  private boolean handsOn(Path directory) {
    return tree.read(directory.resolve(SUBTREE)).stream()
        .anyMatch(text -> List.of(text.split(" ", -1)).contains("memory"));
  }

  /// Without systemd nobody owns the tree.
  private Optional<Outcome> around(CgroupMounts.Tree unified) {
    for (Path at = unified.own();
        at != null && at.startsWith(unified.mount());
        at = at.getParent()) {
      if (handsOn(at) && attempt(at, "memory.max").isEmpty()) {
        return Optional.of(found(at, unified.own()));
      }
    }
    return Optional.empty();
  }

  private Outcome found(Path base, Path own) {
    return new Outcome.Found(new CgroupPlace(CgroupVersion.V2, base, own, born));
  }

  private static Outcome missing(Path directory, String reason) {
    return new Outcome.Missing(
        "%s cannot be divided among workers: %s".formatted(directory, reason));
  }
}
