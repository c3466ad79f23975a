package dev.lifeguard.pool;

import dev.lifeguard.job.AttemptOutcome;
import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold after every step, whatever the world does. Keeps its own books from the published
/// events and from the truth of the simulated world, not from the pool's memory.
final class Invariants {
  private static final TaskState[] STATES = TaskState.values();
  private static final AttemptOutcome[] OUTCOMES = AttemptOutcome.values();

  private final SimulatedWorld world;
  private final PoolPolicy policy;
  private final JobModel fold = new JobModel();
  private final Map<Integer, TaskOutcome> ended = new HashMap<>();
  private final Map<Integer, Integer> doneByAttempt = new HashMap<>();
  private final Map<Integer, Integer> deathsBlamed = new HashMap<>();
  private final Map<Integer, Integer> holder = new HashMap<>();
  private final Map<Integer, Long> handedNanos = new HashMap<>();
  private final Map<Integer, ArrayDeque<Frame>> sent = new HashMap<>();
  private final Set<Integer> neverSpawned = new HashSet<>();
  private final PolicyInvariants policies;
  private final Map<Integer, Long> firstSignNanos = new HashMap<>();
  private final Set<String> intents = new HashSet<>();
  private final Set<String> oldIntents = new HashSet<>();
  private final Set<Integer> released = new HashSet<>();
  private final Set<Integer> spawnOrdered = new HashSet<>();
  private final Set<Integer> gone = new HashSet<>();
  private final Set<Integer> unburied = new HashSet<>();
  private final Set<Integer> proven = new HashSet<>();
  private final List<Long> earlyDeaths = new ArrayList<>();
  // What was decided earlier in the same round is not held against the pool.
  private boolean becomesBehind;
  private boolean recorderBehind;
  private boolean finished;

  /// A task on its way to a worker or in its hands.
  private record Frame(int task, int attempt, long sentNanos) {}

  Invariants(SimulatedWorld world, PoolPolicy policy) {
    this.world = world;
    this.policy = policy;
    policies = new PolicyInvariants(policy, fold);
  }

  void heard(Input input) {
    policies.heard(input);
    if (input instanceof Input.TakenBack e) {
      if (e.taken()) {
        framesOf(e.worker()).removeIf(f -> f.task() == e.task() && f.attempt() == e.attempt());
      }
    }
    if (input instanceof Input.SpawnFailed(int worker, String _)) {
      neverSpawned.add(worker);
    }
    if (input instanceof Input.RecorderBehind(boolean behind)) {
      becomesBehind = behind;
      recorderBehind &= behind;
    }
  }

  void published(PoolEvent event) {
    require(!finished, "nothing is published after the end, but " + event);
    fold.apply(event);
    requireEveryAttemptHasOneOutcome();
    policies.published(event, event instanceof PoolEvent.TaskStarted e && wasSentAhead(e));
    switch (event) {
      case PoolEvent.TaskStarted e -> started(e);
      case PoolEvent.TaskEnded e -> ended(e);
      case PoolEvent.TaskRequeued e -> {
        int worker = holder.getOrDefault(e.task(), 0);
        free(e.task());
        if (!gone.contains(worker)) {
          // It lives and told that the memory limit refused it more.
          answered(worker, e.task());
          prove(worker);
          deathsBlamed.merge(e.task(), 1, Integer::sum);
        } else if (e.blame() == Blame.TASK) {
          blamed(e.task());
        }
      }
      case PoolEvent.TaskRetried e -> {
        free(e.task());
        answered(e.worker(), e.task());
        if (!(e.answer() instanceof TaskAnswer.Lost)) {
          prove(e.worker());
        }
      }
      case PoolEvent.WorkerSpawned e ->
          require(
              policy.form() != WorkerForm.SLOT || holder.containsValue(e.worker()),
              "a process runs in slot " + e.worker() + ", and no task has begun there");
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerStarting e -> starting(e);
      case PoolEvent.RestartDelayed e -> delayed(e);
      case PoolEvent.WorkerEnded e -> left(e);
      case PoolEvent.WorkerSignalling e -> intents.add(e.worker() + "/" + e.signal());
      case PoolEvent.JobEnded _ -> finished = true;
      default -> {}
    }
  }

  private void requireEveryAttemptHasOneOutcome() {
    int ended = fold.count(TaskState.RUNNING);
    for (AttemptOutcome outcome : OUTCOMES) {
      ended += fold.attempts(outcome);
    }
    int all = ended;
    require(
        all == fold.attemptsStarted(),
        () -> fold.attemptsStarted() + " attempts were begun, and " + all + " end or run");
  }

  private ArrayDeque<Frame> framesOf(int worker) {
    return sent.computeIfAbsent(worker, _ -> new ArrayDeque<>());
  }

  private boolean wasSentAhead(PoolEvent.TaskStarted e) {
    Frame first = framesOf(e.worker()).peekFirst();
    return first != null && first.task() == e.task() && first.attempt() == e.attempt();
  }

  private void starting(PoolEvent.WorkerStarting e) {
    require(
        earlyDeaths.size() <= policy.restart().most(),
        "a worker is started after " + earlyDeaths.size() + " early deaths");
    if (policy.form() == WorkerForm.SLOT && gone.remove(e.worker())) {
      unburied.add(e.worker());
      proven.remove(e.worker());
      neverSpawned.remove(e.worker());
      retireIntents(e.worker());
    }
  }

  /// Orders about the attempt before are still to be carried out, and explain no other death.
  private void retireIntents(int slot) {
    for (String intent : List.copyOf(intents)) {
      if (intent.startsWith(slot + "/")) {
        intents.remove(intent);
        oldIntents.add(intent);
      }
    }
  }

  private void delayed(PoolEvent.RestartDelayed e) {
    require(
        e.deaths() == earlyDeaths.size(),
        e.deaths() + " early deaths are told, " + earlyDeaths.size() + " were seen");
    long wait = e.untilNanos() - e.atNanos();
    require(
        wait >= policy.restart().backoffFirstNanos() && wait <= policy.restart().backoffMostNanos(),
        "the next start waits " + wait + " ns");
  }

  private void started(PoolEvent.TaskStarted e) {
    require(!ended.containsKey(e.task()), "task " + e.task() + " was started after its end");
    require(!holder.containsKey(e.task()), "task " + e.task() + " was started twice at once");
    require(!gone.contains(e.worker()), "task " + e.task() + " was given to a dead worker");
    require(
        !recorderBehind || wasSentAhead(e),
        "task " + e.task() + " was started while the recorder is behind");
    if (policy.form() == WorkerForm.SLOT) {
      retireIntents(e.worker());
    }
    holder.put(e.task(), e.worker());
    handedNanos.put(
        e.task(), wasSentAhead(e) ? framesOf(e.worker()).getFirst().sentNanos() : e.atNanos());
  }

  private void blamed(int task) {
    deathsBlamed.merge(task, 1, Integer::sum);
    require(
        firstSignNanos.getOrDefault(task, Long.MAX_VALUE)
            > handedNanos.getOrDefault(task, Long.MAX_VALUE),
        "task " + task + " is blamed for a death that was seen before it was started");
  }

  private void left(PoolEvent.WorkerEnded e) {
    gone.add(e.worker());
    sent.remove(e.worker());
    boolean asked =
        intents.contains(e.worker() + "/15")
            || intents.contains(e.worker() + "/1")
            || intents.contains(e.worker() + "/2");
    require(
        !(e.status() instanceof ExitStatus.Exited) || asked || !holder.containsValue(e.worker()),
        "worker " + e.worker() + " exited with a task open, and it is no incident");
  }

  private void ended(PoolEvent.TaskEnded e) {
    require(ended.put(e.task(), e.outcome()) == null, "task " + e.task() + " ended twice");
    require(
        holder.remove(e.task()) != null || isRefused(e) || isTakenOut(e),
        "task " + e.task() + " ended without running");
    e.worker().ifPresent(worker -> answered(worker, e.task()));
    if (e.answer() instanceof TaskAnswer.Result(var json)) {
      require(
          json.equals(SimulatedWorld.truth(e.task(), e.attempts())),
          "task " + e.task() + " has the result of something else: " + json);
      doneByAttempt.put(e.task(), e.attempts());
    }
    if (e.outcome() == TaskOutcome.QUARANTINED) {
      blamed(e.task());
      int deaths = deathsBlamed.getOrDefault(e.task(), 0);
      int allowed = policy.retry().deathsAllowed();
      require(
          deaths == allowed,
          "task " + e.task() + " is quarantined after " + deaths + " deaths, not " + allowed);
    }
    boolean answered = !(e.answer() instanceof TaskAnswer.Lost);
    // A task that was taken back may still have raised in its worker's hands.
    boolean lives = e.worker().isPresent() && !gone.contains(e.worker().getAsInt());
    if (answered && e.worker().isPresent() && (lives || e.outcome() != TaskOutcome.CANCELLED)) {
      prove(e.worker().getAsInt());
    }
  }

  private void answered(int worker, int task) {
    framesOf(worker).removeIf(frame -> frame.task() == task);
  }

  private static boolean isTakenOut(PoolEvent.TaskEnded e) {
    return e.outcome() == TaskOutcome.CANCELLED && e.worker().isEmpty();
  }

  private static boolean isRefused(PoolEvent.TaskEnded e) {
    return e.outcome() == TaskOutcome.FAILED && e.attempts() == 0 && e.worker().isEmpty();
  }

  private void prove(int worker) {
    if (proven.add(worker) || gone.contains(worker)) {
      earlyDeaths.clear();
    }
  }

  private void free(int task) {
    require(holder.remove(task) != null, "task " + task + " was put back without running");
  }

  private void died(PoolEvent.WorkerDied e) {
    require(gone.add(e.worker()), "worker " + e.worker() + " died twice");
    CauseKind kind = e.cause().kind();
    boolean ours = kind == CauseKind.OPERATOR || kind == CauseKind.POLICY;
    Frame first = framesOf(e.worker()).peekFirst();
    require(
        first == null || first.task() == e.task().orElse(0),
        "worker " + e.worker() + " died of task " + e.task() + ", it was in " + first);
    sent.remove(e.worker());
    if (e.task().isPresent()) {
      firstSignNanos.put(
          e.task().getAsInt(),
          Math.min(
              e.exitSeenNanos().orElse(Long.MAX_VALUE),
              e.outputClosedNanos().orElse(Long.MAX_VALUE)));
    }
    if (e.status() instanceof ExitStatus.Signalled(int signal, boolean _)) {
      String killer = world.process(e.worker()).map(p -> p.killer).orElse("");
      // A stranger may send the same signal at the same time; nobody can tell those apart.
      boolean sentToo =
          (ours || kind == CauseKind.HANG) && intents.contains(e.worker() + "/" + signal);
      require(
          kind == CauseKind.PROTOCOL
              || killer.equals("ours") == (ours || kind == CauseKind.HANG)
              || sentToo,
          "worker " + e.worker() + " was killed by '" + killer + "', told as " + kind);
      require(
          kind == CauseKind.PROTOCOL
              || killer.equals(SimulatedProcess.KERNEL) == (kind == CauseKind.KERNEL_OOM)
              || sentToo,
          "worker " + e.worker() + " was killed by '" + killer + "', told as " + kind);
    }
    boolean memory = e.cause().reason().startsWith("memory limit");
    boolean early = !proven.contains(e.worker()) && (!ours || memory);
    if (proven.contains(e.worker()) && !neverSpawned.contains(e.worker())) {
      earlyDeaths.clear();
    } else if (early || neverSpawned.contains(e.worker())) {
      earlyDeaths.add(e.atNanos());
      earlyDeaths.removeIf(at -> at < e.atNanos() - policy.restart().withinNanos());
    }
  }

  /// Called before the order is carried out.
  void ordered(Effect effect, long now) {
    policies.ordered(effect, now);
    switch (effect) {
      case Effect.Spawn(int worker) -> {
        require(spawnOrdered.add(worker), "worker " + worker + " is spawned twice");
        released.remove(worker);
      }
      case Effect.Run(int worker, int task, int attempt) -> {
        for (SimulatedProcess other : world.processes()) {
          require(
              other.worker == worker || !other.has(task) || !other.isAlive() || other.unkillable,
              () ->
                  "task "
                      + task
                      + " is given to worker "
                      + worker
                      + " while it lives in "
                      + other.worker);
        }
        boolean published = attempt == fold.attempts(task) && fold.taskWorker(task) == worker;
        require(
            isGone(worker) || published || isSentAhead(worker, task, attempt),
            "task " + task + " is sent otherwise than published");
        framesOf(worker).addLast(new Frame(task, attempt, now));
        require(
            isGone(worker) || !ended.containsKey(task), "task " + task + " is sent after its end");
      }
      case Effect.Signal(int worker, int signal) -> {
        require(!released.contains(worker), "a signal goes to the buried worker " + worker);
        require(
            intents.contains(worker + "/" + signal) || oldIntents.contains(worker + "/" + signal),
            "signal " + signal + " goes to worker " + worker + " without being on record");
      }
      case Effect.Release(int worker) -> {
        require(released.add(worker), "worker " + worker + " is released twice");
        if (policy.form() == WorkerForm.SLOT) {
          spawnOrdered.remove(worker);
          unburied.remove(worker);
          // What was ordered before its death was known has reached nobody.
          sent.remove(worker);
          oldIntents.removeIf(intent -> intent.startsWith(worker + "/"));
        }
      }
      case Effect.TakeBack _,
          Effect.Stop _,
          Effect.Interrupt _,
          Effect.Dump _,
          Effect.FetchItem _,
          Effect.CollectEvidence _,
          Effect.ReadItems _,
          Effect.SampleEvery _,
          Effect.SampleNow _,
          Effect.Answer _ -> {}
    }
  }

  /// Whether what is ordered from a worker reaches nobody: it is gone, or its place is open again
  /// for what will be ordered after its release.
  private boolean isGone(int worker) {
    return gone.contains(worker) || unburied.contains(worker);
  }

  /// A task that nobody is told about may only wait behind another one in the pipe of a living
  /// worker.
  private boolean isSentAhead(int worker, int task, int attempt) {
    boolean mayBegin =
        policy.form() != WorkerForm.SLOT || policy.onFailure() == PoolPolicy.OnFailure.CONTINUE;
    return mayBegin
        && policy.window() > 1
        && framesOf(worker).size() <= 1
        && fold.taskState(task) == TaskState.QUEUED
        && attempt == fold.attempts(task) + 1;
  }

  void afterStep(Pool pool, long now) {
    recorderBehind = becomesBehind;
    policies.afterStep(pool, now);
    long ahead = pool.crew().all().stream().filter(member -> member.ahead.isPresent()).count();
    long waiting = pool.backlog().size() + ahead;
    require(
        waiting == pool.model().count(TaskState.QUEUED) || pool.hasEnded(),
        () ->
            "the queue holds "
                + waiting
                + " tasks, "
                + pool.model().count(TaskState.QUEUED)
                + " are queued");
    require(
        pool.model().count(TaskState.RUNNING) == holder.size(),
        "the tasks that run are not those that were started");
    require(tellTheSame(fold, pool.model()), "the published events tell another story");
  }

  void atTheEnd(Pool pool) {
    require(fold.end().isPresent(), "the job did not end");
    require(holder.isEmpty(), "tasks run after the end: " + holder);
    for (int task = 1; task <= fold.taskCount(); task++) {
      require(fold.taskState(task).isFinal(), "task " + task + " has no final state");
    }
    for (SimulatedProcess process : world.processes()) {
      require(process.released, "worker " + process.worker + " was never released");
      require(
          !process.isAlive() || process.unkillable, "worker " + process.worker + " is left behind");
    }
    world.writtenResults.forEach((task, attempt) ->
        require(
            doneByAttempt.getOrDefault(task, 0).equals(attempt),
            "the result of task " + task + ", attempt " + attempt + ", is lost"));
    policies.atTheEnd();
    require(pool.nextDeadline() == Long.MAX_VALUE || pool.hasEnded(), "a deadline is left");
  }

  JobModel fold() {
    return fold;
  }

  /// Compared piece by piece and not as texts, because it happens after every step.
  private static boolean tellTheSame(JobModel one, JobModel other) {
    for (TaskState state : STATES) {
      if (one.count(state) != other.count(state)) {
        return false;
      }
    }
    boolean same =
        one.isPaused() == other.isPaused()
            && one.wantedWorkers() == other.wantedWorkers()
            && one.repeats().size() == other.repeats().size()
            && one.attemptsStarted() == other.attemptsStarted()
            && one.lostAttempts() == other.lostAttempts()
            && one.workerCount() == other.workerCount()
            && one.incidents().size() == other.incidents().size();
    for (int number = 1; same && number <= one.workerCount(); number++) {
      Worker a = one.worker(number);
      Worker b = other.worker(number);
      same = a.state() == b.state() && a.task().equals(b.task()) && a.hang().equals(b.hang());
    }
    return same;
  }

  private static void require(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new BrokenInvariant(otherwise.get());
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new BrokenInvariant(otherwise);
    }
  }

  /// A promise of the pool does not hold.
  static final class BrokenInvariant extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenInvariant(String text) {
      super(text);
    }
  }
}
