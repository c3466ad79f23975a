package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A fact that the pool has decided and published. The stream of these events is the whole truth
/// about a job: the journal is its text, and [JobModel] is its meaning.
///
/// Every event carries `atNanos`, the time of the decision in nanoseconds since
/// [JobDescription#startedAt], measured with a monotonic clock. Tasks, workers, attempts and
/// incidents count from 1. Events are immutable and may be read on any thread.
public sealed interface PoolEvent {
  /// Nanoseconds since the start of the job.
  long atNanos();

  /// The first event of every job.
  record JobStarted(long atNanos, JobDescription job) implements PoolEvent {}

  /// The job goes on under a new supervisor, after the one before stopped, gave up or died.
  /// Whatever was in a worker's hands is queued again without blame, as is what would not have been
  /// run; all workers of the supervisor before are gone, and the source of items is read once more.
  ///
  /// @param job as from now on; the times of all events still count from the first start
  /// @param again tasks that had ended and whose results did not survive: they are queued again
  record JobResumed(long atNanos, JobDescription job, List<Integer> again) implements PoolEvent {
    /// Copies the list.
    public JobResumed {
      again = List.copyOf(again);
    }
  }

  /// `count` tasks, the first of which is `firstTask`, have joined the queue: one event for a
  /// batch.
  record TasksQueued(long atNanos, int firstTask, int count) implements PoolEvent {}

  /// The source of items has been read to its end; no further [TasksQueued] follows.
  record SourceEnded(long atNanos) implements PoolEvent {}

  /// The pool has decided to start a worker; `replaces` names the dead one whose place it takes.
  record WorkerStarting(long atNanos, int worker, OptionalInt replaces) implements PoolEvent {}

  /// The operating system has created the worker's process.
  record WorkerSpawned(long atNanos, int worker, ProcessIdentity process) implements PoolEvent {}

  /// The worker has said hello: it has imported its code and takes tasks from now on.
  ///
  /// @param runtime what runs the tasks, for example `CPython 3.11.7`
  /// @param taskThread the operating system's number of the thread that runs the tasks
  record WorkerReady(long atNanos, int worker, String runtime, long taskThread)
      implements PoolEvent {}

  /// An attempt has begun: the task is in the worker's hands.
  ///
  /// @param item the first 120 characters of the item, for people
  record TaskStarted(long atNanos, int task, int attempt, int worker, String item)
      implements PoolEvent {}

  /// A task has reached its one final state.
  ///
  /// @param attempts how many attempts were begun
  /// @param worker who ran the last attempt, absent when there was none
  /// @param answer what came of it
  record TaskEnded(
      long atNanos,
      int task,
      TaskOutcome outcome,
      int attempts,
      OptionalInt worker,
      TaskAnswer answer)
      implements PoolEvent {}

  /// An attempt was lost and its task waits again.
  ///
  /// @param attempt the attempt that was lost
  /// @param blame whether the loss counts against the task
  record TaskRequeued(long atNanos, int task, int attempt, Blame blame) implements PoolEvent {}

  /// An attempt ended badly with its worker alive, or ran out of time, and the task is tried again
  /// after everything that is queued now.
  ///
  /// @param attempt the attempt that ended
  /// @param as what it would have ended as, [TaskOutcome#FAILED] or [TaskOutcome#TIMED_OUT]
  record TaskRetried(
      long atNanos, int task, int attempt, int worker, TaskOutcome as, TaskAnswer answer)
      implements PoolEvent {}

  /// The soft time limit of an attempt is over: an exception is about to be raised in the task.
  record TaskInterrupted(long atNanos, int task, int attempt, int worker) implements PoolEvent {}

  /// A user wants an ended task run once more: it joins the queue as a new task with the same item.
  ///
  /// @param task the new task's number, the next one
  /// @param retryOf the task that has ended
  record TaskRepeated(long atNanos, int task, int retryOf) implements PoolEvent {}

  /// A worker was asked to end after its current task.
  record WorkerStopping(long atNanos, int worker, StopReason reason) implements PoolEvent {}

  /// A signal is about to be sent to a worker's process group. Published before the signal goes
  /// out, so that a death can be traced to its intent.
  record WorkerSignalling(long atNanos, int worker, int signal, Origin origin, String reason)
      implements PoolEvent {}

  /// A worker ended as wanted: it was asked to, said good-bye and left.
  record WorkerEnded(long atNanos, int worker, ExitStatus status) implements PoolEvent {}

  /// A worker died. Opens the incident.
  ///
  /// @param status how the process ended, as far as it is known
  /// @param exitSeenNanos when the exit was seen; absent when only the end of output was
  /// @param outputClosedNanos when the protocol pipe ended; absent when only the exit was seen
  /// @param task the task in its hands
  /// @param attempt the attempt that is lost with it, 0 without a task
  record WorkerDied(
      long atNanos,
      int incident,
      int worker,
      ExitStatus status,
      OptionalLong exitSeenNanos,
      OptionalLong outputClosedNanos,
      OptionalInt task,
      int attempt,
      DeathCause cause,
      List<Evidence> evidence)
      implements PoolEvent {
    /// Copies the evidence.
    public WorkerDied {
      evidence = List.copyOf(evidence);
    }
  }

  /// Something more was found out about an incident: evidence, the last lines of output (oldest
  /// first, at most 20) and, when it changes the conclusion, a better cause.
  record CauseRefined(
      long atNanos,
      int incident,
      Optional<DeathCause> cause,
      List<Evidence> evidence,
      List<String> output)
      implements PoolEvent {
    /// Copies the lists.
    public CauseRefined {
      evidence = List.copyOf(evidence);
      output = List.copyOf(output);
    }
  }

  /// A worker makes no progress: opens an incident. When the worker dies while it is hung, that is
  /// told of the same incident.
  ///
  /// @param task the task in its hands; absent while it starts
  /// @param attempt the attempt's number, 0 without a task
  /// @param sinceNanos since when it has stood still
  /// @param waitsFor what its task's thread waits for, a sentence without its end: `waits for a
  ///   lock, without a deadline`
  record WorkerHung(
      long atNanos,
      int incident,
      int worker,
      OptionalInt task,
      int attempt,
      long sinceNanos,
      String waitsFor,
      List<Evidence> evidence)
      implements PoolEvent {
    /// Copies the evidence.
    public WorkerHung {
      evidence = List.copyOf(evidence);
    }
  }

  /// A worker that was reported as hung makes progress again.
  record WorkerMoved(long atNanos, int worker, int incident) implements PoolEvent {}

  /// SIGKILL was sent and the process is still there after the grace time.
  record WorkerUnkillable(long atNanos, int worker) implements PoolEvent {}

  /// The next replacement waits: workers died before they finished a task.
  ///
  /// @param deaths such deaths within the period of the restart budget
  /// @param untilNanos when the next start is due
  record RestartDelayed(long atNanos, int deaths, long untilNanos) implements PoolEvent {}

  /// What the operating system says of the processes of the pool; changed values only.
  ///
  /// @param readings new or changed readings, of workers and of their descendants
  /// @param gone descendants that no longer exist (workers themselves end by their own events)
  /// @param costNanos what this round of measuring cost
  record Sampled(
      long atNanos, List<ProcessReading> readings, List<ProcessIdentity> gone, long costNanos)
      implements PoolEvent {
    /// Copies the lists.
    public Sampled {
      readings = List.copyOf(readings);
      gone = List.copyOf(gone);
    }
  }

  /// No further task is started until [PoolContinued].
  record PoolPaused(long atNanos) implements PoolEvent {}

  /// Tasks are started again.
  record PoolContinued(long atNanos) implements PoolEvent {}

  /// The pool is to keep another number of workers from now on.
  record PoolResized(long atNanos, int workers) implements PoolEvent {}

  /// The processes are measured more often from now on, or less.
  record SamplingChanged(long atNanos, long periodNanos) implements PoolEvent {}

  /// No further task is started, and the pool ends when the running ones have ended.
  record PoolDraining(long atNanos, String reason) implements PoolEvent {}

  /// The pool begins to end early, for example because of Ctrl-C. No further task is started.
  record PoolStopping(long atNanos, String reason) implements PoolEvent {}

  /// The pool gave up: the restart budget is spent, or no worker can be started at all.
  ///
  /// @param lastWords the last output of the dead, oldest first
  record PoolGaveUp(long atNanos, String reason, List<String> lastWords) implements PoolEvent {
    /// Copies the list.
    public PoolGaveUp {
      lastWords = List.copyOf(lastWords);
    }
  }

  /// Every task that is still queued will not be run.
  record QueueAbandoned(long atNanos, int count) implements PoolEvent {}

  /// The recording stopped (a full disk, say); the pool goes on.
  record RecordingFailed(long atNanos, String reason) implements PoolEvent {}

  /// The last event of every job that ended in order.
  ///
  /// @param exitCode the exit status of `lifeguard run`
  record JobEnded(long atNanos, JobEnd end, int exitCode) implements PoolEvent {}

  /// The pool is one that somebody else started, and this is what it is. Its tasks cannot be seen.
  ///
  /// @param reason why it was taken for this kind, a clause to follow "because"
  /// @param unseen what cannot be seen with these rights, phrases; the tasks are always among them
  /// @param remedy what would allow to see more, a sentence; empty when nothing would
  record PoolRecognised(
      long atNanos, PoolKind kind, String reason, List<String> unseen, String remedy)
      implements PoolEvent {
    /// Copies the list.
    public PoolRecognised {
      unseen = List.copyOf(unseen);
    }
  }

  /// The tasks of a foreign pool can be seen: a module of ours tells of them from inside the
  /// program.
  ///
  /// @param rescues whether a call that waits for a dead worker is ended with an exception
  /// @param callsWaiting how many calls of the program have not begun to hand out their tasks;
  ///   those are not known yet
  /// @param missed how many tasks came and went while nobody looked; they count as done
  record PoolSeenInside(long atNanos, boolean rescues, long callsWaiting, long missed)
      implements PoolEvent {
    /// Whether the other one says the same at another time.
    public boolean saysTheSameAs(PoolSeenInside other) {
      return rescues == other.rescues
          && callsWaiting == other.callsWaiting
          && missed == other.missed;
    }
  }

  /// Tasks of a foreign pool are over that were not seen in a worker's hands: they took less than
  /// the time between two looks, and there were too many of them. Each is told of once.
  record TasksPassed(long atNanos, TaskOutcome outcome, List<TaskSpan> tasks) implements PoolEvent {
    /// Copies the list.
    public TasksPassed {
      tasks = List.copyOf(tasks);
    }
  }

  /// What a worker of a foreign pool does has changed, as far as the operating system tells.
  ///
  /// @param waitsFor what its main thread is blocked in, a sentence without subject and end; empty
  ///   while it runs
  record WorkerObserved(long atNanos, int worker, WorkerActivity activity, String waitsFor)
      implements PoolEvent {}

  /// How full the pipes of a foreign pool are has changed.
  ///
  /// @param taskBytes bytes of tasks that no worker has taken
  /// @param resultBytes bytes of results that the manager has not taken
  record PipesFilled(long atNanos, long taskBytes, long resultBytes) implements PoolEvent {}

  /// The conclusion about a foreign pool has changed.
  record VerdictReached(long atNanos, Verdict verdict) implements PoolEvent {}

  /// The manager of a foreign pool has ended, and the job with it.
  record ManagerEnded(long atNanos, ExitStatus status) implements PoolEvent {}

  /// An event of a type that this version does not know, kept so that it can be shown.
  ///
  /// @param type the name in the journal
  /// @param text the whole line
  record Unrecognised(long atNanos, String type, String text) implements PoolEvent {}
}
