package dev.lifeguard.pool;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold after every step, whatever the world does. Keeps its own books from the published
/// events and from the truth of the simulated world, not from the pool's memory.
final class Invariants {
  private final SimulatedWorld world;
  private final PoolPolicy policy;
  private final JobModel fold = new JobModel();
  private final Map<Integer, TaskOutcome> ended = new HashMap<>();
  private final Map<Integer, Integer> doneByAttempt = new HashMap<>();
  private final Map<Integer, Integer> deathsBlamed = new HashMap<>();
  private final Map<Integer, Integer> holder = new HashMap<>();
  private final Map<Integer, Long> startedNanos = new HashMap<>();
  private final Map<Integer, Long> firstSignNanos = new HashMap<>();
  private final Set<String> intents = new HashSet<>();
  private final Set<Integer> released = new HashSet<>();
  private final Set<Integer> spawnOrdered = new HashSet<>();
  private final Set<Integer> gone = new HashSet<>();
  private final Set<Integer> proven = new HashSet<>();
  private final List<Long> earlyDeaths = new ArrayList<>();
  // What was decided earlier in the same round is not held against the pool.
  private boolean becomesBehind;
  private boolean recorderBehind;
  private boolean finished;

  Invariants(SimulatedWorld world, PoolPolicy policy) {
    this.world = world;
    this.policy = policy;
  }

  void heard(Input input) {
    if (input instanceof Input.RecorderBehind(boolean behind)) {
      becomesBehind = behind;
      recorderBehind &= behind;
    }
  }

  void published(PoolEvent event) {
    require(!finished, "nothing is published after the end, but " + event);
    fold.apply(event);
    switch (event) {
      case PoolEvent.TaskStarted e -> started(e);
      case PoolEvent.TaskEnded e -> ended(e);
      case PoolEvent.TaskRequeued e -> {
        free(e.task());
        if (e.blame() == Blame.TASK) {
          blamed(e.task());
        }
      }
      case PoolEvent.TaskRetried e -> {
        free(e.task());
        prove(e.worker());
      }
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerStarting _ ->
          require(
              earlyDeaths.size() <= policy.restart().most(),
              "a worker is started after " + earlyDeaths.size() + " early deaths");
      case PoolEvent.WorkerEnded e -> left(e);
      case PoolEvent.WorkerSignalling e -> intents.add(e.worker() + "/" + e.signal());
      case PoolEvent.JobEnded _ -> finished = true;
      default -> {}
    }
  }

  private void started(PoolEvent.TaskStarted e) {
    require(!ended.containsKey(e.task()), "task " + e.task() + " was started after its end");
    require(!holder.containsKey(e.task()), "task " + e.task() + " was started twice at once");
    require(!gone.contains(e.worker()), "task " + e.task() + " was given to a dead worker");
    require(!recorderBehind, "task " + e.task() + " was started while the recorder is behind");
    holder.put(e.task(), e.worker());
    startedNanos.put(e.task(), e.atNanos());
  }

  private void blamed(int task) {
    deathsBlamed.merge(task, 1, Integer::sum);
    require(
        firstSignNanos.getOrDefault(task, Long.MAX_VALUE)
            > startedNanos.getOrDefault(task, Long.MAX_VALUE),
        "task " + task + " is blamed for a death that was seen before it was started");
  }

  private void left(PoolEvent.WorkerEnded e) {
    gone.add(e.worker());
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
        holder.remove(e.task()) != null || isRefused(e),
        "task " + e.task() + " ended without running");
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
    if (answered && e.outcome() != TaskOutcome.CANCELLED && e.worker().isPresent()) {
      prove(e.worker().getAsInt());
    }
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
      boolean sentToo = ours && intents.contains(e.worker() + "/" + signal);
      require(
          kind == CauseKind.PROTOCOL || killer.equals("ours") == ours || sentToo,
          "worker " + e.worker() + " was killed by '" + killer + "', told as " + kind);
    }
    if (proven.contains(e.worker())) {
      earlyDeaths.clear();
    } else if (!ours) {
      earlyDeaths.add(e.atNanos());
      earlyDeaths.removeIf(at -> at < e.atNanos() - policy.restart().withinNanos());
    }
  }

  /// Called before the order is carried out.
  void ordered(Effect effect) {
    switch (effect) {
      case Effect.Spawn(int worker) ->
          require(spawnOrdered.add(worker), "worker " + worker + " is spawned twice");
      case Effect.Run(int worker, int task, int attempt) -> {
        for (SimulatedProcess other : world.processes()) {
          require(
              other.worker == worker || other.task != task || !other.isAlive() || other.unkillable,
              "task "
                  + task
                  + " is given to worker "
                  + worker
                  + " while it lives in "
                  + other.worker);
        }
        require(
            gone.contains(worker)
                || (attempt == fold.attempts(task) && fold.taskWorker(task) == worker),
            "task " + task + " is sent otherwise than published");
        require(
            gone.contains(worker) || !ended.containsKey(task),
            "task " + task + " is sent after its end");
      }
      case Effect.Signal(int worker, int signal) -> {
        require(!released.contains(worker), "a signal goes to the buried worker " + worker);
        require(
            intents.contains(worker + "/" + signal),
            "signal " + signal + " goes to worker " + worker + " without being on record");
      }
      case Effect.Release(int worker) ->
          require(released.add(worker), "worker " + worker + " is released twice");
      case Effect.Stop _,
          Effect.TakeBack _,
          Effect.Interrupt _,
          Effect.Dump _,
          Effect.FetchItem _,
          Effect.CollectEvidence _,
          Effect.ReadItems _,
          Effect.Answer _ -> {}
    }
  }

  void afterStep(Pool pool) {
    recorderBehind = becomesBehind;
    require(
        pool.backlog().size() == pool.model().count(TaskState.QUEUED) || pool.hasEnded(),
        "the queue holds "
            + pool.backlog().size()
            + " tasks, "
            + pool.model().count(TaskState.QUEUED)
            + " are queued");
    require(
        pool.model().count(TaskState.RUNNING) == holder.size(),
        "the tasks that run are not those that were started");
    require(digest(fold).equals(digest(pool.model())), "the published events tell another story");
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
    boolean allDone = fold.count(TaskState.DONE) == fold.taskCount();
    int code = fold.end().get().exitCode();
    require(allDone || code != 0, "exit code 0 although some task is not done");
    require(pool.nextDeadline() == Long.MAX_VALUE || pool.hasEnded(), "a deadline is left");
  }

  JobModel fold() {
    return fold;
  }

  private static String digest(JobModel model) {
    StringBuilder text = new StringBuilder();
    for (TaskState state : TaskState.values()) {
      text.append(model.count(state)).append(' ');
    }
    text.append(model.attemptsStarted()).append(' ').append(model.lostAttempts()).append(' ');
    text.append(model.workerCount()).append(' ').append(model.incidents().size());
    model.workers().forEach(w -> text.append(' ').append(w.state()).append(w.task()));
    return text.toString();
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
