package dev.lifeguard.probe.linux;

import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Decides whether a wait without a deadline can end by itself: whether the thread waits, by a pipe
/// or by another thread of its process, for a child that is alive and not stuck itself.
///
/// A Java program waits for a child with a lock, because a thread of the virtual machine waits for
/// the process; a shell's `$(…)` and Python's `check_output` wait with a pipe that the child has.
final class Knot {
  private final long pid;
  private final Family family;
  private final OptionalLong lifeguard;
  private final Set<Long> visited = new HashSet<>();

  /// @param pid the process whose thread waits, the first of the family
  /// @param lifeguard the process of the supervisor, which may have the other end of a pipe
  Knot(long pid, Family family, OptionalLong lifeguard) {
    this.pid = pid;
    this.family = family;
    this.lifeguard = lifeguard;
  }

  /// The wait as it is now that its surroundings are known: [Wait.ForEver], or something better.
  Wait untie(Wait wait, long tid) {
    visited.add(pid);
    return switch (wait) {
      case Wait.None _, Wait.Due _, Wait.ForChild _ -> wait;
      case Wait.ForEver _ -> otherThreadWaitingForChild(tid).orElse(wait);
      case Wait.OnPipes pipes -> onPipes(pipes);
    };
  }

  /// The same for a process of which it is not known which thread runs the task: the wait of its
  /// main thread, unless another thread does something else than wait for ever.
  Wait untie(Wait ofMain) {
    visited.add(pid);
    return switch (ofMain) {
      case Wait.None _, Wait.Due _, Wait.ForChild _ -> ofMain;
      case Wait.ForEver _, Wait.OnPipes _ -> waitOf(pid).orElse(ofMain);
    };
  }

  private Optional<Wait> otherThreadWaitingForChild(long tid) {
    if (family.members().size() == 1) {
      return Optional.empty();
    }
    return threads(pid).stream()
        .filter(other -> other != tid)
        .map(other -> WaitReader.read(pid, other))
        .flatMap(Optional::stream)
        .filter(Wait.ForChild.class::isInstance)
        .findFirst();
  }

  private Wait onPipes(Wait.OnPipes wait) {
    List<Long> children = new ArrayList<>();
    for (Wait.PipeEnd end : wait.ends()) {
      for (long child : PipePeers.of(end, family.members().keySet())) {
        if (child != pid) {
          Optional<Wait> of = isVisited(child) ? Optional.empty() : waitOf(child);
          if (of.isPresent() && !(of.get() instanceof Wait.ForEver)) {
            String does = of.get().words().isEmpty() ? "runs" : of.get().words();
            return new Wait.Due(wait.words() + " from its child " + child + ", which " + does);
          }
          children.add(child);
        }
      }
    }
    return new Wait.ForEver(words(wait, children));
  }

  private boolean isVisited(long child) {
    return !visited.add(child);
  }

  /// What keeps a descendant from being stuck, or else what its main thread waits for. Which of its
  /// threads matters is not known, so it is stuck only if all are.
  private Optional<Wait> waitOf(long child) {
    Optional<Wait> ofMain = Optional.empty();
    for (long thread : threads(child)) {
      Optional<Wait> wait =
          WaitReader.read(child, thread)
              .map(it -> it instanceof Wait.OnPipes pipes ? onPipes(pipes) : it);
      if (wait.isPresent() && !(wait.get() instanceof Wait.ForEver)) {
        return wait;
      }
      ofMain = thread == child ? wait : ofMain;
    }
    return ofMain;
  }

  private String words(Wait.OnPipes wait, List<Long> children) {
    String rest = ", without a deadline";
    if (wait.ends().size() > 1) {
      return wait.words() + rest;
    }
    Wait.PipeEnd end = wait.ends().getFirst();
    if (!children.isEmpty()) {
      return end.reads()
          ? wait.words() + " from pid " + children.getFirst() + rest
          : wait.words() + " that pid " + children.getFirst() + " does not read" + rest;
    }
    if (lifeguard.isPresent() && !PipePeers.of(end, List.of(lifeguard.getAsLong())).isEmpty()) {
      return wait.words() + (end.reads() ? " from Lifeguard" : " to Lifeguard") + rest;
    }
    boolean alone = !PipePeers.of(end, List.of(pid)).isEmpty();
    if (alone && end.pipe().startsWith("pipe:")) {
      return wait.words()
          + (end.reads() ? " that only it could write to" : " that only it could read")
          + rest;
    }
    return wait.words() + rest;
  }

  /// The threads of a process.
  static List<Long> threads(long pid) {
    String[] names = new File("/proc/" + pid + "/task").list();
    List<Long> threads = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      threads.add(Long.parseLong(name));
    }
    return threads;
  }
}
