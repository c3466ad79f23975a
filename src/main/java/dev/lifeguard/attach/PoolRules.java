package dev.lifeguard.attach;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The rules about `multiprocessing.Pool`, and about the lock that billiard has in common with it.
/// Pure.
///
/// The pool hands tasks out through one pipe. A worker takes the lock of that pipe, reads a task,
/// gives the lock back and runs the task; nobody writes down who has which task. So a worker that
/// is killed *with a task* takes the task with it, and one that is killed *while it waits for a
/// task* may take the lock with it. After the fact both look like rest: all workers wait. They
/// differ in the pipe: behind a lost task one worker reads it, behind an orphaned lock nobody does.
///
/// A lost task after the fact is told from rest by a replacement: a worker that was started later
/// than the manager's own threads, which the pool starts right behind its first workers. With
/// `maxtasksperchild` all workers are such, so when most of them are nothing is said.
final class PoolRules {
  /// Somebody who only pauses has moved by then.
  static final long SETTLED_NANOS = 1_000_000_000L;

  private PoolRules() {}

  static Optional<Verdict> of(Observation seen) {
    return switch (seen.pool().kind()) {
      case PYTHON_MULTIPROCESSING_POOL ->
          lockHeld(seen).or(() -> lostBeforeOurEyes(seen)).or(() -> lostBefore(seen));
      case BILLIARD_POOL -> lockHeld(seen);
      case PYTHON_PROCESS_POOL_EXECUTOR, LOKY, CELERY_PREFORK, LIFEGUARD, GENERIC ->
          Optional.empty();
    };
  }

  /// Nobody reads tasks and everybody waits for the lock to do so.
  private static Optional<Verdict> lockHeld(Observation seen) {
    List<ProcessFacts> workers = seen.workers();
    boolean allLocked =
        !workers.isEmpty()
            && workers.stream()
                .allMatch(worker ->
                    worker.mainWaiting() instanceof Waiting.Locked lock
                        && lock.sharing() == Waiting.Sharing.SHARED);
    if (!allLocked || seen.workersStillNanos() < SETTLED_NANOS) {
      return Optional.empty();
    }
    Optional<Death> killer = seen.deaths().stream().filter(Death::isAbnormal).findFirst();
    long bytes = seen.in().orElse(0);
    String cause =
        killer
            .map(death ->
                "Worker pid %d %s with the lock of the task queue in its hands."
                    .formatted(death.process().pid(), death.words()))
            .orElse("A worker must have died with the lock of the task queue in its hands.");
    List<Evidence> evidence = new ArrayList<>();
    killer.ifPresent(death -> evidence.add(Judge.evidence(death)));
    evidence.add(
        new Evidence(
            "main threads",
            "all %d workers wait for a lock that processes share, and none reads the task pipe"
                .formatted(workers.size()),
            seen.nowNanos()));
    fill(seen).ifPresent(evidence::add);
    return Optional.of(
        new Verdict(
            VerdictKind.LOCK_HELD_BY_DEAD_WORKER,
            killer.isPresent() ? Certainty.CERTAIN : Certainty.LIKELY,
            "%s %s No task reaches a worker any more, so the job will never end.%s"
                .formatted(
                    cause,
                    bytes > 0
                        ? bytes + " bytes of tasks wait and nobody reads them."
                        : "Nobody reads the task pipe.",
                    Weakness.sentence(seen)),
            evidence,
            Judge.end(seen)));
  }

  private static Optional<Verdict> lostBeforeOurEyes(Observation seen) {
    if (seen.inside().filter(it -> it.forgotten() == 0).isPresent()) {
      // The pool itself says that nothing is lost, or that it has told whoever waits for it.
      return Optional.empty();
    }
    Optional<Death> loss =
        seen.deaths().stream()
            .filter(death -> death.isAbnormal() && death.activity() != WorkerActivity.IDLE)
            .filter(death -> death.activity() != WorkerActivity.STARTING)
            .findFirst();
    if (loss.isEmpty()) {
      return lostAsThePoolSays(seen);
    }
    Death death = loss.get();
    boolean settled = isSettled(seen);
    boolean certain = death.stillInTask() || settled || seen.inside().isPresent();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(
            "look",
            "%.2f s before its end pid %d ran a task%s"
                .formatted(
                    death.lookAgeNanos() / 1e9,
                    death.process().pid(),
                    death.stillInTask() ? ", the same as at the look before" : ""),
            death.atNanos() - death.lookAgeNanos()));
    evidence.add(Judge.evidence(death));
    if (settled) {
      evidence.addAll(atRest(seen));
    }
    return Optional.of(
        new Verdict(
            VerdictKind.LOST_TASK,
            certain ? Certainty.CERTAIN : Certainty.LIKELY,
            ("Worker pid %d %s while it %sran a task. multiprocessing.Pool replaces the worker and"
                    + " forgets the task: the call that waits for it will never return.")
                .formatted(death.process().pid(), death.words(), certain ? "" : "probably "),
            evidence,
            Judge.end(seen)));
  }

  /// It was lost before we came, and the module in the program has written it down.
  private static Optional<Verdict> lostAsThePoolSays(Observation seen) {
    return seen.inside()
        .filter(it -> it.forgotten() > 0)
        .map(it ->
            new Verdict(
                VerdictKind.LOST_TASK,
                Certainty.CERTAIN,
                (it.forgotten() == 1 ? "A task was" : it.forgotten() + " tasks were")
                    + " lost with a worker that died before Lifeguard looked. multiprocessing.Pool"
                    + " forgets it: the call that waits for it will never return.",
                List.of(new Evidence("inside", "noted in the program itself", seen.nowNanos())),
                Judge.end(seen)));
  }

  private static Optional<Verdict> lostBefore(Observation seen) {
    List<ProcessFacts> workers = seen.workers();
    List<ProcessFacts> replaced =
        workers.stream()
            .filter(worker -> isReplacement(seen.pool(), seen.manager(), worker))
            .toList();
    boolean few = !replaced.isEmpty() && 2 * replaced.size() <= workers.size();
    boolean onlyGood =
        !seen.deaths().isEmpty() && seen.deaths().stream().noneMatch(Death::isAbnormal);
    if (!few || onlyGood || seen.inside().isPresent() || !isSettled(seen)) {
      return Optional.empty();
    }
    Optional<Death> death = seen.deaths().stream().filter(Death::isAbnormal).findFirst();
    long replacement = replaced.getFirst().pid();
    List<Evidence> evidence = new ArrayList<>();
    death.ifPresent(it -> evidence.add(Judge.evidence(it)));
    evidence.add(
        new Evidence(
            "start times",
            "pid %d was started later than the pool: it has replaced another worker"
                .formatted(replacement),
            seen.nowNanos()));
    evidence.addAll(atRest(seen));
    String who =
        death
            .map(it ->
                "Worker pid %d %s, perhaps with a task that it had only just taken."
                    .formatted(it.process().pid(), it.words()))
            .orElse(
                "A worker died before Lifeguard came: pid %d has replaced it."
                    .formatted(replacement));
    return Optional.of(
        new Verdict(
            VerdictKind.LOST_TASK,
            Certainty.LIKELY,
            ("%s Every worker waits for a task and none is left, but the manager still waits, %s: a"
                    + " task is probably lost, and the call that waits for it never returns.%s")
                .formatted(
                    who,
                    Weakness.of(seen).isEmpty() ? "without a deadline" : "it seems for ever",
                    Weakness.sentence(seen)),
            evidence,
            Judge.end(seen)));
  }

  /// Whether everything has come to rest, and the manager still waits.
  private static boolean isSettled(Observation seen) {
    boolean idle =
        seen.workers().stream()
            .allMatch(worker -> Judge.activity(seen, worker) == WorkerActivity.IDLE);
    boolean waits =
        seen.manager().mainWaiting() instanceof Waiting.Locked lock
            && lock.deadline() != Waiting.Deadline.SOME;
    return idle
        && waits
        && isZero(seen.in())
        && isZero(seen.out())
        && seen.stillNanos() >= SETTLED_NANOS
        && noOtherThreadWorks(seen.manager());
  }

  private static boolean isZero(OptionalLong bytes) {
    return bytes.isPresent() && bytes.getAsLong() == 0;
  }

  /// Another thread of the program that is at work may hand out tasks yet; the pool's own threads
  /// wait for events, locks and pipes, and up to Python 3.7 one sleeps a tenth of a second.
  private static boolean noOtherThreadWorks(ProcessFacts manager) {
    return manager.threads().stream()
        .skip(1)
        .map(ThreadFacts::waiting)
        .noneMatch(waiting ->
            waiting instanceof Waiting.Not
                || waiting instanceof Waiting.ForChild
                || waiting instanceof Waiting.Uninterruptible);
  }

  private static List<Evidence> atRest(Observation seen) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(
            "main threads",
            "all %d workers wait for a task and the manager %s; nobody has moved for %.1f s"
                .formatted(
                    seen.workers().size(),
                    seen.manager().mainWaiting().words(),
                    seen.stillNanos() / 1e9),
            seen.nowNanos()));
    fill(seen).ifPresent(evidence::add);
    return evidence;
  }

  private static Optional<Evidence> fill(Observation seen) {
    return seen.in().isPresent() && seen.out().isPresent()
        ? Optional.of(
            new Evidence(
                "pipes",
                "%d bytes wait in the task pipe, %d in the result pipe"
                    .formatted(seen.in().getAsLong(), seen.out().getAsLong()),
                seen.nowNanos()))
        : Optional.empty();
  }

  /// Whether a worker was started behind the manager's own threads. Numbers of threads and of
  /// processes come from one series, so they decide within a tick of the clock.
  static boolean isReplacement(FoundPool pool, ProcessFacts manager, ProcessFacts worker) {
    long started = worker.process().startTicks();
    return handler(pool, manager)
        .filter(thread ->
            started > thread.startTicks()
                || (started == thread.startTicks() && worker.pid() > thread.tid()))
        .isPresent();
  }

  /// The thread that takes results, or else the first besides the main one: the program may have
  /// had threads before it had a pool.
  private static Optional<ThreadFacts> handler(FoundPool pool, ProcessFacts manager) {
    String out = pool.pipes().map(pipes -> pipes.out().pipe()).orElse("");
    Comparator<ThreadFacts> order =
        Comparator.comparingLong(ThreadFacts::startTicks).thenComparingLong(ThreadFacts::tid);
    List<ThreadFacts> others = manager.threads().stream().skip(1).sorted(order).toList();
    return others.stream()
        .filter(thread ->
            thread.waiting() instanceof Waiting.Reading reading && reading.target().equals(out))
        .findFirst()
        .or(() -> others.stream().findFirst());
  }
}
