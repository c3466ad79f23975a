package dev.lifeguard.pool;

import static dev.lifeguard.pool.Invariants.require;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerForm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the policies and the commands promise: limits, hangs, recycling, pausing, sizes, repeated
/// and cancelled tasks. Keeps its own books, like [Invariants], which tells it everything.
final class PolicyInvariants {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  /// Several facts are decided in one round, and the time is looked at after them.
  private static final long SLACK_NANOS = 5_000_000L;

  private final PoolPolicy policy;
  private final JobModel fold;
  private final Map<Integer, Integer> hungBy = new HashMap<>();
  private final Map<Integer, Long> begunNanos = new HashMap<>();
  private final Map<Integer, Integer> workerOf = new HashMap<>();
  private final Map<Integer, Integer> answeredBy = new HashMap<>();
  private final Set<Integer> interrupted = new HashSet<>();
  private final Map<Integer, Told> toldOf = new HashMap<>();
  private final Set<Integer> living = new HashSet<>();
  private final Set<Integer> stopping = new HashSet<>();
  private final Set<Integer> leaving = new HashSet<>();
  private final Map<Integer, Integer> retryOf = new HashMap<>();
  private final Map<Integer, String> itemOf = new HashMap<>();
  private final Map<Long, Integer> cancelAsked = new HashMap<>();
  private final Set<Integer> cancelled = new HashSet<>();
  private final Set<ProcessIdentity> overMemory = new HashSet<>();
  private int items;
  private int wanted;
  private boolean paused;
  private boolean ending;

  /// An attempt whose soft limit is over, how often that was told, and when last.
  private record Told(int task, int attempt, int times, long atNanos) {}

  PolicyInvariants(PoolPolicy policy, JobModel fold) {
    this.policy = policy;
    this.fold = fold;
    wanted = policy.workers();
  }

  void heard(Input input) {
    switch (input) {
      case Input.Exited(int worker, var _, long _, var _) -> leaving.add(worker);
      case Input.OutputClosed(int worker, long _) -> leaving.add(worker);
      case Input.OverMemory e -> overMemory.add(e.process());
      default -> {}
    }
    if (input instanceof Input.Asked(long ticket, Command.CancelTask(int task))) {
      cancelAsked.put(ticket, task);
    }
  }

  /// @param wasSentAhead whether a task that is started now was in its worker's pipe before
  void published(PoolEvent event, boolean wasSentAhead) {
    switch (event) {
      case PoolEvent.TasksQueued e -> {
        for (int i = 0; i < e.count(); i++) {
          itemOf.put(e.firstTask() + i, "item " + ++items);
        }
      }
      case PoolEvent.TaskRepeated e -> repeated(e);
      case PoolEvent.TaskStarted e -> started(e, wasSentAhead);
      case PoolEvent.TaskEnded e -> ended(e);
      case PoolEvent.TaskRetried e -> retried(e);
      case PoolEvent.TaskRequeued e -> {
        int worker = workerOf.getOrDefault(e.task(), 0);
        if (living.contains(worker)) {
          movesFirst(worker);
          answeredBy.merge(worker, 1, Integer::sum);
        }
        answeredOrLost(e.task());
      }
      case PoolEvent.TaskInterrupted e -> interrupted(e);
      case PoolEvent.WorkerHung e -> hung(e);
      case PoolEvent.WorkerMoved e ->
          require(
              hungBy.remove(e.worker()) != null,
              "worker " + e.worker() + " moves and was not hung");
      case PoolEvent.WorkerStarting e -> starting(e);
      case PoolEvent.WorkerStopping e -> stopping(e);
      case PoolEvent.WorkerSignalling e -> {
        require(
            !e.reason().startsWith("memory limit")
                || fold.worker(e.worker()).process().filter(overMemory::contains).isPresent(),
            "worker " + e.worker() + " is killed for the memory of another process");
        if (e.signal() != SIGSTOP && e.signal() != SIGCONT) {
          stopping.add(e.worker());
        }
      }
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerEnded e -> left(e.worker());
      case PoolEvent.PoolPaused _ -> paused = true;
      case PoolEvent.PoolContinued _ -> paused = false;
      case PoolEvent.PoolResized e -> wanted = e.workers();
      case PoolEvent.PoolDraining _, PoolEvent.PoolStopping _, PoolEvent.PoolGaveUp _ ->
          ending = true;
      default -> {}
    }
  }

  private void repeated(PoolEvent.TaskRepeated e) {
    require(!ending, "task " + e.retryOf() + " is repeated while the pool ends");
    require(
        fold.taskState(e.retryOf()).isFinal(),
        "task " + e.retryOf() + " is repeated before its end");
    require(
        !retryOf.containsValue(e.retryOf()), "task " + e.retryOf() + " is repeated a second time");
    retryOf.put(e.task(), e.retryOf());
    itemOf.put(e.task(), itemOf.get(e.retryOf()));
  }

  private void started(PoolEvent.TaskStarted e, boolean wasSentAhead) {
    require(!paused || wasSentAhead, "task " + e.task() + " was started while the queue is paused");
    require(!ending || wasSentAhead, "task " + e.task() + " was started while the pool ends");
    require(
        !cancelled.contains(e.task()) || wasSentAhead,
        "task " + e.task() + " was started although a user took it back");
    require(
        e.item().equals(itemOf.get(e.task())),
        "task " + e.task() + " got " + e.item() + ", which is not " + itemOf.get(e.task()));
    require(
        answeredBy.getOrDefault(e.worker(), 0)
                < policy.recycle().afterTasks().orElse(Integer.MAX_VALUE)
            || wasSentAhead
            || policy.form() == WorkerForm.SLOT,
        "worker " + e.worker() + " gets more tasks than one process may run");
    begunNanos.put(e.task(), e.atNanos());
    workerOf.put(e.task(), e.worker());
    interrupted.remove(e.task());
  }

  private void ended(PoolEvent.TaskEnded e) {
    if (e.answer() instanceof TaskAnswer.Failure failure) {
      failed(e, failure);
    }
    if (e.outcome() == TaskOutcome.TIMED_OUT && e.answer() instanceof TaskAnswer.Lost) {
      ranLong(e.task(), e.atNanos());
    }
    if (!(e.answer() instanceof TaskAnswer.Lost) && e.worker().isPresent()) {
      movesFirst(e.worker().getAsInt());
      answeredBy.merge(e.worker().getAsInt(), 1, Integer::sum);
    }
    answeredOrLost(e.task());
  }

  private void failed(PoolEvent.TaskEnded e, TaskAnswer.Failure failure) {
    boolean soft = interrupted.contains(e.task()) && failure.type().equals("SoftTimeout");
    require(
        soft == (e.outcome() == TaskOutcome.TIMED_OUT),
        "task " + e.task() + " is " + e.outcome() + " after " + failure.type());
    boolean limit = policy.memory().means().refuses() && failure.type().equals("MemoryError");
    require(failure.limit() == limit, "task " + e.task() + " tells the memory limit wrongly");
    require(
        !limit || fold.blamedLosses(e.task()) + 1 == policy.retry().deathsAllowed(),
        "task "
            + e.task()
            + " failed for lack of memory after "
            + fold.blamedLosses(e.task())
            + " losses");
  }

  private void retried(PoolEvent.TaskRetried e) {
    if (e.answer() instanceof TaskAnswer.Lost) {
      ranLong(e.task(), e.atNanos());
    } else {
      movesFirst(e.worker());
      answeredBy.merge(e.worker(), 1, Integer::sum);
      require(
          e.as() != TaskOutcome.TIMED_OUT || interrupted.contains(e.task()),
          "task " + e.task() + " is timed out, and was never interrupted");
    }
    answeredOrLost(e.task());
  }

  private void ranLong(int task, long atNanos) {
    long limit = policy.times().taskNanos().orElse(Long.MAX_VALUE);
    require(
        atNanos - begunNanos.getOrDefault(task, 0L) >= limit,
        "task " + task + " is timed out before its time");
  }

  private void movesFirst(int worker) {
    require(!hungBy.containsKey(worker), "worker " + worker + " answers, and is still called hung");
  }

  private void answeredOrLost(int task) {
    interrupted.remove(task);
    workerOf.remove(task);
  }

  private void interrupted(PoolEvent.TaskInterrupted e) {
    require(interrupted.add(e.task()), "task " + e.task() + " is interrupted twice");
    require(
        workerOf.getOrDefault(e.task(), 0) == e.worker(),
        "task " + e.task() + " is interrupted where it does not run");
    require(
        e.atNanos() - begunNanos.getOrDefault(e.task(), 0L)
            >= policy.times().softNanos().orElse(Long.MAX_VALUE),
        "task " + e.task() + " is interrupted before its time");
  }

  private void hung(PoolEvent.WorkerHung e) {
    require(hungBy.put(e.worker(), e.incident()) == null, "worker " + e.worker() + " hangs twice");
    long begun = e.task().isPresent() ? begunNanos.getOrDefault(e.task().getAsInt(), 0L) : 0;
    require(
        e.atNanos() - Math.max(begun, e.sinceNanos())
            >= policy.hang().afterNanos().orElse(Long.MAX_VALUE),
        "worker " + e.worker() + " is called hung before its time");
  }

  private void starting(PoolEvent.WorkerStarting e) {
    require(living.add(e.worker()), "worker " + e.worker() + " is started while it lives");
    require(!paused && !ending, "worker " + e.worker() + " is started for nothing");
    require(
        living.size() - stopping.size() <= wanted,
        living.size() + " workers live, " + stopping.size() + " of them end, wanted are " + wanted);
  }

  private void stopping(PoolEvent.WorkerStopping e) {
    stopping.add(e.worker());
    if (e.reason() == StopReason.TASK_COUNT) {
      require(
          answeredBy.getOrDefault(e.worker(), 0) >= policy.recycle().afterTasks().orElseThrow(),
          "worker " + e.worker() + " is replaced too early");
    }
  }

  private void died(PoolEvent.WorkerDied e) {
    int expected = hungBy.getOrDefault(e.worker(), fold.incidents().size());
    require(
        e.incident() == expected,
        "the death of worker " + e.worker() + " is incident " + e.incident() + ", not " + expected);
    require(
        e.cause().kind() != CauseKind.HANG
            || hungBy.containsKey(e.worker())
            || !policy.hang().kill()
            || e.task().isEmpty(),
        "worker " + e.worker() + " died of a hang that nobody told");
    left(e.worker());
  }

  private void left(int worker) {
    require(living.remove(worker), "worker " + worker + " left and did not live");
    stopping.remove(worker);
    leaving.remove(worker);
    hungBy.remove(worker);
    answeredBy.remove(worker);
  }

  void ordered(Effect effect, long now) {
    switch (effect) {
      case Effect.Interrupt(int worker, int task, int attempt) -> {
        int before =
            Optional.ofNullable(toldOf.get(worker))
                .filter(told -> told.task() == task && told.attempt() == attempt)
                .map(Told::times)
                .orElse(0);
        toldOf.put(worker, new Told(task, attempt, before + 1, now));
      }
      case Effect.FetchItem(int task, int item) ->
          require(
              ("item " + item).equals(itemOf.get(task)),
              "for task " + task + " item " + item + " is fetched");
      case Effect.Answer(long ticket, CommandAnswer answer) -> {
        Integer task = cancelAsked.remove(ticket);
        if (task != null && answer instanceof CommandAnswer.Accepted) {
          cancelled.add(task);
        }
      }
      default -> {}
    }
  }

  void afterStep(Pool pool, long now) {
    pool.crew().all().forEach(member -> toldAgain(member, now));
    long staying =
        living.stream().filter(w -> !stopping.contains(w) && !leaving.contains(w)).count();
    if (staying > wanted) {
      throw new Invariants.BrokenInvariant(staying + " workers stay, wanted are " + wanted);
    }
  }

  /// One signal can be missed.
  private void toldAgain(Member member, long now) {
    Told told = toldOf.get(member.worker);
    if (told != null
        && told.task() == member.task
        && told.attempt() == member.attempt
        && !member.isKilled()
        && !member.isLeaving()) {
      require(
          now - told.atNanos() <= (Limits.REMINDER_NANOS << (told.times() - 1)) + SLACK_NANOS,
          "task " + told.task() + " goes on and is not interrupted again");
    }
  }

  void atTheEnd() {
    for (int task : cancelled) {
      TaskState state = fold.taskState(task);
      require(
          state == TaskState.CANCELLED || state == TaskState.DONE,
          "task " + task + " was taken back by a user and is " + state);
    }
    boolean allDone = true;
    for (int task = 1; task <= fold.taskCount(); task++) {
      allDone &= retryOf.containsValue(task) || fold.taskState(task) == TaskState.DONE;
    }
    int code = fold.end().orElseThrow().exitCode();
    require(allDone || code != 0, "exit code 0 although some task is not done");
    boolean finished = fold.end().orElseThrow().end() == JobEnd.FINISHED;
    require(!finished || allDone == (code == 0), "exit code " + code + " although all is done");
  }
}
