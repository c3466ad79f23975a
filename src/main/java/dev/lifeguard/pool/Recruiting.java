package dev.lifeguard.pool;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Starts workers: as many as there are unfinished tasks, at most as many as are wanted, and not
/// faster than the restart budget allows.
class Recruiting {
  private final Pool pool;
  private final PoolPolicy policy;
  private final RestartBudget budget;
  private final ArrayDeque<Integer> vacancies = new ArrayDeque<>();
  private final List<String> lastWords = new ArrayList<>();
  private int started;
  private boolean anyoneReady;
  private int startsFailed;
  private String firstFailure = "";
  private long notBeforeNanos;
  private int wanted;

  Recruiting(Pool pool, PoolPolicy policy, RestartBudget budget) {
    this.pool = pool;
    this.policy = policy;
    this.budget = budget;
    wanted = policy.workers();
  }

  /// When the next start is due; `NEVER` when none is held back.
  long nextStartNanos() {
    return notBeforeNanos > pool.now() && missing() > 0 ? notBeforeNanos : Member.NEVER;
  }

  void recruit() {
    // An item that nobody can be given may have ended the pool a moment ago.
    if (!pool.isRunning() || pool.now() < notBeforeNanos) {
      return;
    }
    for (int missing = missing(); missing > 0; missing--) {
      start(Optional.ofNullable(vacancies.pollFirst()));
    }
  }

  private void start(Optional<Integer> vacancy) {
    boolean slot = policy.form() == WorkerForm.SLOT;
    // A slot is opened again under its number, a process gets a new one.
    int worker = slot && vacancy.isPresent() ? vacancy.get() : ++started;
    OptionalInt replaces =
        slot || vacancy.isEmpty() ? OptionalInt.empty() : OptionalInt.of(vacancy.get());
    pool.publish(new PoolEvent.WorkerStarting(pool.now(), worker, replaces));
    pool.crew().add(new Member(worker, slot, pool.now()));
    pool.order(new Effect.Spawn(worker));
  }

  private int missing() {
    if (pool.model().isPaused()) {
      return 0;
    }
    int unfinished = pool.model().count(TaskState.QUEUED) + pool.model().count(TaskState.RUNNING);
    return Math.min(wanted, unfinished) - pool.crew().size();
  }

  /// Another number of workers is wanted.
  void resize(int workers) {
    wanted = workers;
    pool.publish(new PoolEvent.PoolResized(pool.now(), workers));
    // Who was alone may have had patience with what waits behind a long task.
    pool.dispatch().takeBackAll();
    dismissSurplus();
  }

  /// Those that are too many end: those without a task now, the others after theirs.
  void dismissSurplus() {
    List<Member> staying = new ArrayList<>(pool.crew().all());
    staying.removeIf(member -> member.ending != Member.Ending.NONE || member.isLeaving());
    int surplus = staying.size() - wanted;
    staying.sort(Comparator.comparing(Member::hasWork));
    for (int i = 0; i < surplus; i++) {
      pool.ladder().askAfterTask(staying.get(i), StopReason.FEWER_WORKERS);
    }
  }

  /// A job goes on that has had this many workers. None of them lives any more: processes never get
  /// their numbers again, slots are opened again.
  void takeUp(int workers) {
    started = workers;
    if (policy.form() == WorkerForm.SLOT) {
      for (int slot = 1; slot <= workers; slot++) {
        vacancies.addLast(slot);
      }
    }
  }

  /// How many workers are wanted.
  int wanted() {
    return wanted;
  }

  /// A worker has left, for whatever reason, and its place is vacant.
  void left(int worker) {
    vacancies.addLast(worker);
  }

  void someoneWasReady() {
    anyoneReady = true;
  }

  /// Starting is known to work.
  void proved() {
    budget.proved();
    lastWords.clear();
    notBeforeNanos = 0;
  }

  /// A worker died before it finished a task, and not by our hand.
  void diedEarly(Member member, DeathCause cause) {
    boolean killed = cause.kind() == CauseKind.KERNEL_OOM;
    String words = member.startWords.isEmpty() ? reason(cause) : member.startWords;
    if (!killed && !words.isEmpty() && !lastWords.contains(words)) {
      lastWords.add(words);
    }
    budget.diedEarly(pool.now());
    if (!anyoneReady && failedAlike(cause)) {
      pool.giveUp("no worker can be started" + (words.isEmpty() ? "" : ": " + words), lastWords);
      return;
    }
    if (budget.isSpent()) {
      pool.giveUp(
          budget.deaths()
              + " workers died before they finished a task, and "
              + policy.restart().most()
              + " are allowed within "
              + policy.restart().withinNanos() / 1_000_000_000.0
              + " s",
          lastWords);
      return;
    }
    long delay = budget.delayNanos();
    if (delay > 0) {
      notBeforeNanos = pool.now() + delay;
      pool.publish(new PoolEvent.RestartDelayed(pool.now(), budget.deaths(), notBeforeNanos));
    }
  }

  private static String reason(DeathCause cause) {
    return cause.kind() == CauseKind.KERNEL_OOM
        ? "it was killed by the kernel, out of memory (" + cause.reason() + ")"
        : cause.reason();
  }

  /// Whether the first two starts failed in the same way, so that a third would be no better.
  private boolean failedAlike(DeathCause cause) {
    // How much each had when it was killed does not matter, nor the very bytes that it sent.
    boolean particular = cause.kind() == CauseKind.KERNEL_OOM || cause.kind() == CauseKind.PROTOCOL;
    String reason = particular ? "" : cause.reason();
    String failure = cause.kind() + " " + cause.signal() + cause.exitCode() + reason;
    startsFailed++;
    if (startsFailed == 1) {
      firstFailure = failure;
    }
    return startsFailed == 2 && firstFailure.equals(failure);
  }
}
