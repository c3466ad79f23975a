package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The one fold: [#apply] is the only code that changes what is known about tasks and workers. The
/// pool itself, the window, a replay, a resume and the report all use this class, so they cannot
/// disagree.
///
/// Not thread-safe: one thread owns a model. Deterministic: equal events make equal models.
public final class JobModel {
  private final TaskTable tasks = new TaskTable();
  private final List<Worker> workers = new ArrayList<>();
  private final IncidentLog incidents = new IncidentLog();
  private final Tally tally = new Tally();

  private final FailureNotes failures = new FailureNotes();
  private final RetryCounts retries = new RetryCounts();
  private Optional<JobDescription> job = Optional.empty();
  private Optional<PoolEvent.JobEnded> end = Optional.empty();
  private Optional<PoolEvent.PoolGaveUp> gaveUp = Optional.empty();
  private final Measurements measurements = new Measurements();
  private final Repeats repeats = new Repeats();
  private int wantedWorkers;
  private boolean paused;
  private boolean draining;
  private String stopping = "";
  private String recordingFault = "";
  private boolean sourceEnded;
  private final ForeignFacts foreign = new ForeignFacts();
  private int lostAttempts;
  private int retriedTasks;
  private int attemptsStarted;
  private long lastNanos;

  /// Takes up the next event. Events must come in the order in which they were published.
  ///
  /// @throws IndexOutOfBoundsException if it speaks of a task or worker that was never announced
  /// @throws IllegalArgumentException if it announces one out of order
  public void apply(PoolEvent event) {
    lastNanos = Math.max(lastNanos, event.atNanos());
    switch (event) {
      case PoolEvent.TaskStarted e -> apply(e);
      case PoolEvent.TaskEnded e -> apply(e);
      case PoolEvent.JobStarted e -> {
        job = Optional.of(e.job());
        wantedWorkers = e.job().workers();
      }
      case PoolEvent.JobResumed e -> apply(e);
      case PoolEvent.TasksQueued e -> tasks.add(e.firstTask(), e.count());
      case PoolEvent.SourceEnded _ -> sourceEnded = true;
      case PoolEvent.TaskRequeued e -> apply(e);
      case PoolEvent.TaskRetried e -> apply(e);
      case PoolEvent.TaskInterrupted _ -> tally.interrupted();
      case PoolEvent.TaskRepeated e -> {
        repeats.add(e.task(), e.retryOf(), tasks.state(e.retryOf()));
        tasks.repeat(e.task(), e.retryOf());
      }
      case PoolEvent.WorkerStarting e -> apply(e);
      case PoolEvent.WorkerSpawned e -> {
        worker(e.worker()).spawned(e.process());
        incidents.replacementStarted(e);
      }
      case PoolEvent.WorkerReady e -> {
        worker(e.worker()).ready(e.runtime(), e.taskThread(), e.atNanos());
        incidents.replacementReady(e);
      }
      case PoolEvent.WorkerStopping e -> worker(e.worker()).stopping(e.reason());
      case PoolEvent.WorkerSignalling e -> worker(e.worker()).signalling(e);
      case PoolEvent.WorkerHung e -> {
        incidents.open(e, worker(e.worker()), limits());
        tally.hung(worker(e.worker()));
        worker(e.worker()).hung(e.incident());
      }
      case PoolEvent.WorkerMoved e -> {
        tally.moved(worker(e.worker()));
        worker(e.worker()).moved();
        incidents.moved(e);
      }
      case PoolEvent.PoolPaused _ -> paused = true;
      case PoolEvent.PoolContinued _ -> paused = false;
      case PoolEvent.PoolResized e -> wantedWorkers = e.workers();
      case PoolEvent.SamplingChanged e -> measurements.every(e.periodNanos());
      case PoolEvent.PoolDraining e -> {
        draining = true;
        stopping = e.reason();
      }
      case PoolEvent.WorkerUnkillable e -> worker(e.worker()).becameUnkillable();
      case PoolEvent.WorkerEnded e -> {
        tally.ended(worker(e.worker()));
        worker(e.worker()).ended(e.status(), OptionalInt.empty(), e.atNanos());
      }
      case PoolEvent.WorkerDied e -> apply(e);
      case PoolEvent.CauseRefined e -> incidents.refined(e);
      case PoolEvent.RestartDelayed _ -> {}
      case PoolEvent.Sampled e -> measurements.apply(e, this);
      case PoolEvent.PoolStopping e -> {
        draining = false;
        stopping = e.reason();
      }
      case PoolEvent.PoolGaveUp e -> gaveUp = Optional.of(e);
      case PoolEvent.QueueAbandoned _ -> {
        tasks.abandonQueued();
        incidents.queueAbandoned(tasks);
      }
      case PoolEvent.RecordingFailed e -> recordingFault = e.reason();
      case PoolEvent.JobEnded e -> end = Optional.of(e);
      case PoolEvent.WorkerObserved e -> worker(e.worker()).observed(e.activity(), e.waitsFor());
      case PoolEvent.PoolRecognised e -> foreign.recognised(e);
      case PoolEvent.PoolSeenInside e -> foreign.seenInside(e);
      case PoolEvent.TasksPassed e -> tasks.passed(e);
      case PoolEvent.PipesFilled e -> foreign.filled(e);
      case PoolEvent.VerdictReached e -> foreign.concluded(e);
      case PoolEvent.ManagerEnded e -> foreign.ended(e);
      case PoolEvent.Unrecognised _ -> {}
    }
  }

  private void apply(PoolEvent.JobResumed e) {
    job = Optional.of(e.job());
    wantedWorkers = e.job().workers();
    end = Optional.empty();
    gaveUp = Optional.empty();
    stopping = "";
    recordingFault = "";
    draining = false;
    paused = false;
    sourceEnded = false;
    measurements.begin();
    for (Worker worker : workers) {
      if (!worker.isDead()) {
        tally.vanished(worker);
        worker.vanished(e.atNanos());
      }
    }
    for (int task = 1; task <= tasks.size(); task++) {
      if (tasks.state(task) == TaskState.RUNNING) {
        lost(task, tasks.attempts(task), Blame.OTHERS, e.atNanos());
      }
    }
    tasks.takeUpAbandoned();
    e.again().forEach(this::undone);
    incidents.resumed(tasks);
  }

  private void undone(int task) {
    tasks.requeued(task);
    failures.remove(task);
  }

  private void lost(int task, int attempt, Blame blame, long atNanos) {
    if (!wasLost(task) && retries.of(task) == 0) {
      retriedTasks++;
    }
    lostAttempts++;
    tally.attempted(AttemptOutcome.LOST);
    tasks.lost(task, blame);
    incidents.requeued(task, attempt, atNanos);
  }

  private void apply(PoolEvent.TaskStarted e) {
    tasks.started(e.task(), e.attempt(), e.worker(), e.item(), e.atNanos());
    worker(e.worker()).took(e.task(), e.atNanos());
    attemptsStarted++;
  }

  private void apply(PoolEvent.TaskEnded e) {
    tally.ended(tasks.state(e.task()), e.outcome());
    tasks.ended(e);
    if (e.answer() instanceof TaskAnswer.Failure failure) {
      failures.put(e.task(), failure);
    }
    if (e.answer() instanceof TaskAnswer.Lost) {
      lostAttempts++;
    } else if (e.worker().isPresent()) {
      freed(e.task(), e.atNanos());
    }
    incidents.taskEnded(e);
    foreign.lossOf(e).ifPresent(fate -> incidents.lost(e.task(), fate));
  }

  private void apply(PoolEvent.TaskRequeued e) {
    lost(e.task(), e.attempt(), e.blame(), e.atNanos());
    // A worker that told itself that the memory limit refused it more lives on.
    freed(e.task(), e.atNanos());
  }

  private void apply(PoolEvent.TaskRetried e) {
    if (retries.add(e.task(), e.as()) == 1 && !wasLost(e.task())) {
      retriedTasks++;
    }
    tally.attempted(AttemptOutcome.of(e.as()));
    tasks.requeued(e.task());
    if (e.answer() instanceof TaskAnswer.Lost) {
      lostAttempts++;
    }
    freed(e.task(), e.atNanos());
    incidents.requeued(e.task(), e.attempt(), e.atNanos());
  }

  /// An attempt has ended; its worker, if it lives, has nothing in its hands any more.
  private void freed(int task, long atNanos) {
    int number = tasks.worker(task);
    if (number == 0) {
      return;
    }
    Worker last = worker(number);
    if (!last.isDead() && last.task().orElse(0) == task) {
      last.finished(atNanos, isSlots());
    }
  }

  private boolean isSlots() {
    return job.map(JobDescription::form).orElse(WorkerForm.PROCESS) == WorkerForm.SLOT;
  }

  private void apply(PoolEvent.WorkerStarting e) {
    if (isSlots() && e.worker() <= workers.size() && worker(e.worker()).isDead()) {
      incidents.replaced(worker(e.worker()), e.worker());
      worker(e.worker()).reopened(e.atNanos());
      tally.replaced();
      return;
    }
    if (e.worker() != workers.size() + 1) {
      throw new IllegalArgumentException(
          "worker " + e.worker() + " does not follow worker " + workers.size());
    }
    workers.add(new Worker(e.worker(), e.replaces(), e.atNanos()));
    e.replaces().ifPresent(dead -> incidents.replaced(worker(dead), e.worker()));
    e.replaces().ifPresent(_ -> tally.replaced());
  }

  private void apply(PoolEvent.WorkerDied e) {
    Worker dead = worker(e.worker());
    incidents.open(e, dead, limits());
    foreign.fateOf(e, dead).ifPresent(fate -> incidents.decided(e.incident(), fate));
    tally.died(dead);
    dead.ended(e.status(), OptionalInt.of(e.incident()), e.atNanos());
  }

  private JobLimits limits() {
    return job.map(JobLimits::of).orElse(JobLimits.UNKNOWN);
  }

  /// What the job is; empty before the first event.
  public Optional<JobDescription> job() {
    return job;
  }

  /// How it ended; empty while it runs.
  public Optional<PoolEvent.JobEnded> end() {
    return end;
  }

  /// Why it gave up, if it did.
  public Optional<PoolEvent.PoolGaveUp> gaveUp() {
    return gaveUp;
  }

  /// How many workers the pool keeps now.
  public int wantedWorkers() {
    return wantedWorkers;
  }

  /// Whether no task is started until a user says so.
  public boolean isPaused() {
    return paused;
  }

  /// Whether it ends when the running tasks have ended, however long they take.
  public boolean isDraining() {
    return draining;
  }

  /// The tasks that users wanted run once more: each new task with the one that it repeats, in the
  /// order of the new ones. A live view.
  public Map<Integer, Integer> repeats() {
    return repeats.all();
  }

  /// The task that a user had run in place of this one, if one did: it is that one that counts for
  /// the report and the exit status.
  public OptionalInt repeatedBy(int task) {
    int newer = repeats.repeatOf(task);
    return newer == 0 ? OptionalInt.empty() : OptionalInt.of(newer);
  }

  /// Whether another task counts in place of this one: users had it run once more.
  public boolean isSuperseded(int task) {
    return repeats.repeatOf(task) != 0;
  }

  /// How many tasks count: of each chain of repeated tasks the newest.
  public int countingTasks() {
    return tasks.size() - repeats.superseded();
  }

  /// How many of the tasks that count are in this state.
  public int countOfCounting(TaskState state) {
    return tasks.count(state) - repeats.superseded(state);
  }

  /// The place of a task's item in the source, from 1; that of the first of its chain for a
  /// repeated one. Differs from the task's number once a task was repeated.
  public int itemOf(int task) {
    return repeats.itemOf(task);
  }

  /// The task with which the item at this place of the source joined the queue, whether or not
  /// another one repeats it.
  public int taskOfItem(int item) {
    return repeats.taskOfItem(item);
  }

  /// Why it is being stopped; empty if it is not.
  public String stopping() {
    return stopping;
  }

  /// Since when and why nothing is recorded any more; empty when all is well.
  public String recordingFault() {
    return recordingFault;
  }

  /// Whether the number of tasks is final.
  public boolean sourceEnded() {
    return sourceEnded;
  }

  /// The time of the latest event, in nanoseconds since the start of the job.
  public long lastNanos() {
    return lastNanos;
  }

  /// What is known because the pool is somebody else's.
  public ForeignFacts foreign() {
    return foreign;
  }

  /// The last reading of the supervisor's own process.
  public Optional<ProcessReading> supervisor() {
    return measurements.supervisor();
  }

  /// What the last round of measuring cost, in nanoseconds.
  public long samplerCostNanos() {
    return measurements.costNanos();
  }

  /// How often the processes are measured.
  public long samplePeriodNanos() {
    return measurements.periodNanos();
  }

  /// How many tasks are known; their numbers are 1 to this.
  public int taskCount() {
    return tasks.size();
  }

  /// How many tasks are in this state.
  public int count(TaskState state) {
    return tasks.count(state);
  }

  /// The state of a task.
  public TaskState taskState(int task) {
    return tasks.state(task);
  }

  /// What is known now of so many tasks from this one on.
  public TaskSlice tasks(int first, int count) {
    return tasks.slice(first, count);
  }

  /// How many attempts at this task were begun.
  public int attempts(int task) {
    return tasks.attempts(task);
  }

  /// How many lost attempts count against this task.
  public int blamedLosses(int task) {
    return tasks.blamed(task);
  }

  /// How often this task was tried again after an attempt that ended like this.
  ///
  /// @param as [TaskOutcome#FAILED] or [TaskOutcome#TIMED_OUT]
  public int retries(int task, TaskOutcome as) {
    return retries.of(task, as);
  }

  private boolean wasLost(int task) {
    return tasks.lost(task) > 0;
  }

  /// The worker of the last attempt; 0 before the first.
  public int taskWorker(int task) {
    return tasks.worker(task);
  }

  /// When the last attempt was begun; 0 before the first.
  public long taskStartedNanos(int task) {
    return tasks.startedNanos(task);
  }

  /// When the task reached its final state; 0 before.
  public long taskEndedNanos(int task) {
    return tasks.endedNanos(task);
  }

  /// The first 120 characters of the item; empty before the first attempt.
  public String item(int task) {
    return tasks.item(task);
  }

  /// The exception that a failed task ended with, without its traceback.
  public Optional<TaskAnswer.Failure> failure(int task) {
    return failures.get(task);
  }

  /// The tasks that failed first, in that order, at most 20. A live view.
  public List<Integer> firstFailed() {
    return failures.first();
  }

  /// How many attempts were begun.
  public int attemptsStarted() {
    return attemptsStarted;
  }

  /// How many attempts ended like this; with the running ones they are all that were begun.
  public int attempts(AttemptOutcome outcome) {
    return tally.attempts(outcome);
  }

  /// How many workers were started in the place of others.
  public int replacements() {
    return tally.replacements();
  }

  /// How many attempts were lost with their workers.
  public int lostAttempts() {
    return lostAttempts;
  }

  /// How many tasks went back to the queue at least once.
  public int retriedTasks() {
    return retriedTasks;
  }

  /// How many workers died; those that ended as wanted are not among them.
  public int diedWorkers() {
    return tally.diedWorkers();
  }

  /// How many healthy workers ended so that a fresh one could take their place.
  public int recycledWorkers() {
    return tally.recycledWorkers();
  }

  /// How many workers make no progress now.
  public int hungWorkers() {
    return tally.hungWorkers();
  }

  /// How many attempts ran into the soft time limit.
  public int interruptedAttempts() {
    return tally.interruptedAttempts();
  }

  /// How many workers there are, the dead included; their numbers are 1 to this.
  public int workerCount() {
    return workers.size();
  }

  /// A worker by its number.
  public Worker worker(int number) {
    return workers.get(number - 1);
  }

  /// All workers, the dead included, in the order of their numbers. A live view.
  public List<Worker> workers() {
    return Collections.unmodifiableList(workers);
  }

  /// All incidents, oldest first. A live view of immutable values.
  public List<Incident> incidents() {
    return incidents.all();
  }

  /// An incident by its number.
  public Incident incident(int id) {
    return incidents.get(id);
  }
}
