package dev.lifeguard.attach;

import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What recognisers share. Pure.
final class Roles {
  private Roles() {}

  /// The roles of everybody below a manager.
  static Map<Long, ProcessRole> of(
      TreeFacts tree, ProcessFacts manager, Collection<ProcessFacts> workers) {
    Set<Long> working = new HashSet<>();
    workers.forEach(each -> working.add(each.pid()));
    Map<Long, ProcessRole> roles = new LinkedHashMap<>();
    for (ProcessFacts each : tree.below(manager).processes()) {
      roles.put(
          each.pid(),
          each.pid() == manager.pid()
              ? ProcessRole.MANAGER
              : working.contains(each.pid())
                  ? ProcessRole.WORKER
                  : isHelper(each) ? ProcessRole.HELPER : ProcessRole.DESCENDANT);
    }
    return roles;
  }

  /// Whether a process runs Python; a script that names its interpreter in its first line does.
  static boolean isPython(ProcessFacts process) {
    return isPython(process.executable())
        || (process.executable().isEmpty()
            && !process.command().isEmpty()
            && isPython(process.command().getFirst()));
  }

  private static boolean isPython(String path) {
    int end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String program = path.substring(end + 1).toLowerCase(Locale.ROOT);
    return program.startsWith("python") || program.startsWith("pypy");
  }

  /// Processes beside a pool that never run a task: Python's own, and the guard of a Lifeguard.
  static boolean isHelper(ProcessFacts process) {
    return isGuard(process)
        || isConsole(process)
        || process.commandHas("resource_tracker import main")
        || process.commandHas("semaphore_tracker import main")
        || isForkServer(process);
  }

  /// Whether this is the window of a program on Windows, which the system starts as its child.
  private static boolean isConsole(ProcessFacts process) {
    return process.name().equalsIgnoreCase("conhost.exe")
        || process.name().equalsIgnoreCase("OpenConsole.exe");
  }

  /// Whether a process is one that Python's `multiprocessing` has spawned for this parent: its
  /// command line says so on every system, and on Windows there is no other way to start one.
  static boolean isSpawnedBy(ProcessFacts parent, ProcessFacts child) {
    return child.commandHas(
        "multiprocessing.spawn import spawn_main",
        "parent_pid=" + parent.pid() + ",",
        "--multiprocessing-fork");
  }

  /// Whether this kills what is left when its Lifeguard is killed.
  static boolean isGuard(ProcessFacts process) {
    return process.commandHas("lifeguard-guard");
  }

  /// Whether this is a fork server itself: its workers, which have its command line, have no
  /// children that look like it.
  private static boolean isForkServer(ProcessFacts process) {
    return process.commandHas("multiprocessing.forkserver import main");
  }

  /// Those who may be workers of a manager: its children, and the children of its fork server.
  static List<ProcessFacts> possibleWorkers(TreeFacts tree, ProcessFacts manager) {
    List<ProcessFacts> found = new ArrayList<>();
    for (ProcessFacts child : tree.childrenOf(manager.pid())) {
      if (isForkServer(child)) {
        found.addAll(tree.childrenOf(child.pid()));
      } else if (!isHelper(child)) {
        found.add(child);
      }
    }
    return found;
  }
}
