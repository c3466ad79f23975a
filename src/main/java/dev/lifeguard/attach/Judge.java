package dev.lifeguard.attach;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Concludes what is the matter with a pool. The rules are asked in order, and the first that holds
/// says it: what was seen happen goes before what only looks like it. Pure.
public final class Judge {
  private static final int DEATHS_OF_A_LOOP = 5;
  private static final long LOOP_NANOS = 15_000_000_000L;
  private static final long SHORT_LIFE_NANOS = 3_000_000_000L;

  private Judge() {}

  /// The verdict on what was observed.
  public static Verdict of(Observation seen) {
    return ended(seen)
        .or(() -> suspended(seen, ThisSystem.kind()))
        .or(() -> crashLoop(seen))
        .or(() -> broken(seen))
        .or(() -> PoolRules.of(seen))
        .or(() -> stalled(seen))
        .orElseGet(() -> working(seen));
  }

  private static Optional<Verdict> ended(Observation seen) {
    return seen.managerEnd()
        .map(status -> {
          long left = seen.workers().size();
          String rest = left == 0 ? "." : "; %d of its workers are still running.".formatted(left);
          return new Verdict(
              VerdictKind.ENDED,
              Certainty.CERTAIN,
              "The manager (pid %d) %s%s"
                  .formatted(seen.pool().manager().pid(), Death.words(status), rest),
              List.of(),
              left == 0 ? "" : "End the workers that are left one by one; nobody else will.");
        });
  }

  /// Somebody has stopped the manager, or all workers that do not wait for tasks.
  static Optional<Verdict> suspended(Observation seen, HostSystem system) {
    List<ProcessFacts> stopped =
        seen.workers().stream()
            .filter(worker -> worker.mainWaiting() instanceof Waiting.Stopped)
            .toList();
    boolean manager = seen.manager().mainWaiting() instanceof Waiting.Stopped;
    boolean restIdle =
        seen.workers().stream()
            .filter(worker -> !stopped.contains(worker))
            .allMatch(worker -> activity(seen, worker) == WorkerActivity.IDLE);
    if (!manager && (stopped.isEmpty() || !restIdle)) {
      return Optional.empty();
    }
    String who =
        manager
            ? "The manager (pid %d)".formatted(seen.manager().pid())
            : stopped.size() == 1
                ? "Worker pid %d".formatted(stopped.getFirst().pid())
                : stopped.size() + " workers";
    boolean many = !manager && stopped.size() > 1;
    return Optional.of(
        new Verdict(
            VerdictKind.SUSPENDED,
            Certainty.CERTAIN,
            "%s %s suspended (%s). Nothing is lost."
                .formatted(
                    who,
                    many ? "are" : "is",
                    system.hasSignals()
                        ? "SIGSTOP, Ctrl-Z or a debugger"
                        : "most likely by a debugger"),
            List.of(),
            "Let %s go on%s."
                .formatted(many ? "them" : "it", system.hasSignals() ? " (SIGCONT)" : "")));
  }

  private static Optional<Verdict> crashLoop(Observation seen) {
    List<Death> recent =
        seen.deaths().stream()
            .filter(death -> seen.nowNanos() - death.atNanos() < LOOP_NANOS)
            .filter(death -> death.isAbnormal() && death.livedNanos() < SHORT_LIFE_NANOS)
            .toList();
    if (recent.size() < DEATHS_OF_A_LOOP) {
      return Optional.empty();
    }
    Death last = recent.getLast();
    return Optional.of(
        new Verdict(
            VerdictKind.CRASH_LOOP,
            Certainty.CERTAIN,
            "Workers die as fast as they are replaced: %d in the last %.0f s; the last one %s."
                .formatted(
                    recent.size(),
                    Math.max(1, (seen.nowNanos() - recent.getFirst().atNanos()) / 1e9),
                    last.words()),
            recent.stream().map(Judge::evidence).toList(),
            "Look at what a worker does first: its imports and its initializer. " + end(seen)));
  }

  private static Optional<Verdict> broken(Observation seen) {
    boolean breaks =
        switch (seen.pool().kind()) {
          case PYTHON_PROCESS_POOL_EXECUTOR -> true;
          case LOKY -> seen.workers().isEmpty();
          case PYTHON_MULTIPROCESSING_POOL, BILLIARD_POOL, CELERY_PREFORK, LIFEGUARD, GENERIC ->
              false;
        };
    return seen.deaths().stream()
        .filter(death -> breaks && death.isAbnormal())
        .findFirst()
        .map(first ->
            new Verdict(
                VerdictKind.BROKEN_POOL,
                Certainty.CERTAIN,
                "Worker pid %d %s. %s"
                    .formatted(first.process().pid(), first.words(), seen.pool().kind().onDeath()),
                List.of(evidence(first)),
                "What the program does with the error is up to it. " + end(seen)));
  }

  private static Optional<Verdict> stalled(Observation seen) {
    List<ProcessFacts> blocked = new ArrayList<>();
    for (ProcessFacts worker : seen.workers()) {
      switch (activity(seen, worker)) {
        case BLOCKED -> blocked.add(worker);
        case IDLE -> {}
        case STARTING, BUSY -> {
          return Optional.empty();
        }
      }
    }
    if (blocked.isEmpty() || seen.stillNanos() < Activities.BLOCKED_NANOS) {
      return Optional.empty();
    }
    ProcessFacts first = blocked.getFirst();
    boolean sure = Weakness.of(seen).isEmpty();
    return Optional.of(
        new Verdict(
            VerdictKind.STALLED,
            Certainty.LIKELY,
            "Nothing moves: %s of %d workers %s in a task: pid %d %s.%s"
                .formatted(
                    blocked.size() == seen.workers().size() ? "all" : "" + blocked.size(),
                    seen.workers().size(),
                    sure ? "wait without a deadline" : "probably wait without a deadline",
                    first.pid(),
                    first.mainWaiting().words(),
                    Weakness.sentence(seen)),
            blocked.stream()
                .limit(20)
                .map(worker ->
                    new Evidence(
                        "main thread",
                        "pid " + worker.pid() + " " + worker.mainWaiting().words(),
                        seen.nowNanos()))
                .toList(),
            "Look at the stacks of the workers (py-spy, gdb) before anything else. " + end(seen)));
  }

  private static Verdict working(Observation seen) {
    List<ProcessFacts> workers = seen.workers();
    long idle =
        workers.stream().filter(worker -> activity(seen, worker) == WorkerActivity.IDLE).count();
    if (workers.isEmpty()) {
      return new Verdict(
          VerdictKind.UNKNOWN, Certainty.UNKNOWN, "There is no worker.", List.of(), "");
    }
    boolean sure = Weakness.of(seen).isEmpty();
    if (idle < workers.size() || seen.workersStillNanos() < PoolRules.SETTLED_NANOS) {
      boolean runs = workers.stream().anyMatch(it -> it.mainWaiting() instanceof Waiting.Not);
      return new Verdict(
          VerdictKind.HEALTHY,
          sure || runs ? Certainty.CERTAIN : Certainty.LIKELY,
          sure || runs
              ? "Workers are at work."
              : "Workers seem to be at work." + Weakness.sentence(seen),
          List.of(),
          "");
    }
    boolean parked =
        seen.pool().kind() == PoolKind.PYTHON_MULTIPROCESSING_POOL
            && Activities.waitsForEver(seen.manager());
    return new Verdict(
        VerdictKind.IDLE,
        sure ? Certainty.CERTAIN : Certainty.LIKELY,
        waiters(workers.size(), sure)
            + (seen.pool().kind() == PoolKind.GENERIC ? "." : " for a task.")
            + (parked
                ? " The manager waits without a deadline; no sign of a lost task is seen."
                : "")
            + Weakness.sentence(seen),
        List.of(),
        "");
  }

  private static String waiters(int workers, boolean sure) {
    if (workers == 1) {
      return sure ? "The worker waits" : "The worker seems to wait";
    }
    return "All " + workers + (sure ? " workers wait" : " workers seem to wait");
  }

  static WorkerActivity activity(Observation seen, ProcessFacts worker) {
    return Activities.of(seen.pool(), worker, seen.movement());
  }

  static Evidence evidence(Death death) {
    boolean code = death.status() instanceof ExitStatus.Windows;
    return new Evidence(
        code ? "exit code" : "wait status",
        "pid " + death.process().pid() + " " + death.words(),
        death.atNanos());
  }

  /// How to end the job without leaving anything behind.
  static String end(Observation seen) {
    return end(seen, ThisSystem.kind());
  }

  /// The same for a system.
  static String end(Observation seen, HostSystem system) {
    long pid = seen.pool().manager().pid();
    if (!system.hasSignals()) {
      return "End it where it was started (Ctrl-C in its console), or end all of its processes: taskkill /T /F /PID %d."
          .formatted(pid);
    }
    return switch (seen.pool().kind()) {
      case PYTHON_MULTIPROCESSING_POOL, BILLIARD_POOL, PYTHON_PROCESS_POOL_EXECUTOR, LOKY ->
          ("End the job cleanly: SIGINT to its manager (kill -INT %d). SIGTERM or SIGKILL would"
                  + " leave busy workers running.")
              .formatted(pid);
      case CELERY_PREFORK, LIFEGUARD, GENERIC ->
          "SIGTERM to its manager (kill %d) ends it.".formatted(pid);
    };
  }
}
