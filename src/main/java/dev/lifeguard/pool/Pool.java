package dev.lifeguard.pool;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerForm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Decides what happens next in a pool: facts in, decisions out.
///
/// **A task** is queued, running, or in one final state. It is queued when it was found and
/// whenever an attempt was lost or is to be tried again; it is running from the moment that it is
/// handed to a worker until that worker answers or is buried.
///
/// **A worker** is started when there are more unfinished tasks than workers and fewer workers than
/// wanted. It is free after its hello and after each answer. Its end shows in two ways, its exit
/// and the end of its protocol pipe, in any order; it is *buried* when both were seen, or two
/// seconds after the first. Until then a result that was still in the pipe counts. The burial
/// decides: wanted or an incident, the cause, what becomes of the task, whether there is a
/// replacement.
///
/// **The pool** runs, perhaps *paused* (no attempt begins); then it is *drained* (every task
/// ended), *draining* (a user wants it to end after the running tasks, however long they take),
/// *stopping* (a user, a signal or the first failure wants it), or it *gave up* (its workers cannot
/// live). In each of these the workers are asked to end, then terminated, then killed, each step
/// with its deadline. When the last one is buried, what is still queued will not be run, and the
/// job has ended.
///
/// The pool itself keeps the phases and hands each fact to the part that knows: [Dispatch] who gets
/// which task, [Answers] what came of it, [Limits] time, standing still and memory, [Recycling] and
/// [Recruiting] who is replaced, [Ladder] and [Burial] how workers end, [OperatorDesk] and
/// [QueueDesk] what users want.
///
/// An interrupted job *goes on* in another pool, which is given the model that its recorded events
/// fold to: workers and what was in their hands are gone, everything that has not ended is queued
/// in the order of the tasks' numbers (only those that users had repeated come when their items are
/// at hand), and budgets begin anew.
///
/// The pool owns no clock and no thread. Time arrives with each input, in nanoseconds since the
/// start of the job, and must not run backwards; [#nextDeadline] says when [Input.TimePassed] is
/// due. All calls come from one thread. Equal inputs give equal decisions.
public final class Pool {
  private enum Phase {
    NEW,
    RUNNING,
    DRAINED,
    DRAINING,
    STOPPING,
    GAVE_UP,
    ENDED
  }

  /// How long the burial waits for the second sign of a worker's end. A grandchild can hold the
  /// pipe open for ever, and a process can close its pipe and live on.
  static final long SECOND_SIGN_NANOS = 2_000_000_000L;

  /// How long the end of the job waits for evidence about the last deaths.
  static final long EVIDENCE_NANOS = 2_000_000_000L;

  private final PoolPolicy policy;
  private final JobModel model;
  private final Backlog backlog;
  private final Crew crew = new Crew();
  private final Burial burial;
  private final Ladder ladder;
  private final OperatorDesk desk;
  private final Recruiting recruiting;
  private final Recycling recycling;
  private final Limits limits;
  private final Dispatch dispatch;
  private final Answers answers;
  private final QueueDesk queueDesk;
  private Phase phase = Phase.NEW;
  private Decisions out = new Decisions();
  private long now;
  private boolean cancelRunning;
  private boolean interrupted;
  private String sourceFault = "";
  private int evidenceUnderWay;
  private long evidenceDeadline = Member.NEVER;
  private OptionalInt stopExitCode = OptionalInt.empty();

  /// A pool that has not begun.
  public Pool(PoolPolicy policy) {
    this(policy, new Parts());
  }

  Pool(PoolPolicy policy, Parts parts) {
    this(policy, parts, new JobModel());
  }

  private Pool(PoolPolicy policy, Parts parts, JobModel model) {
    this.policy = policy;
    this.model = model;
    backlog = parts.backlog();
    burial = new Burial(this, policy, parts.rules(policy));
    ladder = parts.ladder(this, policy);
    queueDesk = new QueueDesk(this);
    desk = new OperatorDesk(this, ladder, queueDesk);
    recruiting = parts.recruiting(this, policy);
    recycling = new Recycling(this, policy);
    limits = parts.limits(this, policy);
    dispatch = parts.dispatch(this, policy, limits, recycling);
    answers = new Answers(this, policy, limits, dispatch);
  }

  /// A pool in which an interrupted job goes on, once [Input.Resumed] says so.
  ///
  /// @param known what its recorded events fold to; belongs to the pool from now on
  public static Pool resuming(PoolPolicy policy, JobModel known) {
    return new Pool(policy, new Parts(), known);
  }

  /// What is known of the job. Read-only to everyone but the pool, and only on its thread.
  public JobModel model() {
    return model;
  }

  /// Whether the job has ended; the pool then ignores every input but commands, which it refuses.
  public boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  /// When [Input.TimePassed] is due at the latest, `Long.MAX_VALUE` for never. It may come earlier.
  public long nextDeadline() {
    long start = phase == Phase.RUNNING ? recruiting.nextStartNanos() : Member.NEVER;
    return Math.min(Math.min(crew.earliestNanos(), start), evidenceDeadline);
  }

  /// Takes up one fact.
  ///
  /// @param atNanos the time, not before that of the last call
  /// @param out receives the decisions
  public void handle(long atNanos, Input input, Decisions out) {
    this.now = Math.max(now, atNanos);
    this.out = out;
    if (phase == Phase.ENDED) {
      desk.refuseAfterTheEnd(input);
      return;
    }
    take(input);
    if (now >= crew.earliestNanos()) {
      passDeadlines();
    }
    goOn();
  }

  private void take(Input input) {
    switch (input) {
      case Input.Began(var job) -> {
        phase = Phase.RUNNING;
        publish(new PoolEvent.JobStarted(now, job));
      }
      case Input.Resumed(var job, var again) -> {
        phase = Phase.RUNNING;
        publish(new PoolEvent.JobResumed(now, job, again));
        queueDesk.takeUp();
      }
      case Input.TasksFound(int count) -> queueDesk.found(count);
      case Input.SourceEnded _ -> publish(new PoolEvent.SourceEnded(now));
      case Input.SourceFailed(String reason) -> {
        sourceFault = reason;
        publish(new PoolEvent.SourceEnded(now));
      }
      case Input.ItemsUnreadable(String reason) -> stop(reason, OptionalInt.of(1));
      case Input.ItemsRead e -> itemsRead(e);
      case Input.ItemFetched e -> itemFetched(e);
      case Input.TimePassed _ -> {}
      case Input.Spawned e -> heardOf(e.worker()).ifPresent(m -> spawned(m, e));
      case Input.SpawnFailed(int worker, String reason) ->
          crew.find(worker).ifPresent(m -> spawnFailed(m, reason));
      case Input.StartFailed(int worker, String reason) ->
          heardOf(worker).ifPresent(m -> m.startWords = reason);
      case Input.Ready e -> crew.find(e.worker()).ifPresent(m -> ready(m, e));
      case Input.Result e -> heardOf(e.worker()).ifPresent(m -> answers.result(m, e));
      case Input.Failed e -> heardOf(e.worker()).ifPresent(m -> answers.failed(m, e));
      case Input.Bye(int worker) -> heardOf(worker).ifPresent(m -> m.saidBye = true);
      case Input.Violated(int worker, String offence) ->
          heardOf(worker).ifPresent(m -> violated(m, offence));
      case Input.Exited e -> heardOf(e.worker()).ifPresent(m -> burial.exited(m, e));
      case Input.OutputClosed(int worker, long seen) ->
          heardOf(worker).ifPresent(m -> burial.outputClosed(m, seen));
      case Input.EvidenceFound e -> evidenceFound(e);
      case Input.TakenBack e -> crew.find(e.worker()).ifPresent(m -> dispatch.takenBack(m, e));
      case Input.Looked e -> heardOf(e.worker()).ifPresent(m -> limits.looked(m, e));
      case Input.OverMemory e -> heardOf(e.worker()).ifPresent(m -> limits.overMemory(m, e));
      case Input.Sampled(var readings, var gone, long cost) -> {
        publish(new PoolEvent.Sampled(now, readings, gone, cost));
        recycling.measured();
      }
      case Input.Asked(long ticket, var command) ->
          order(new Effect.Answer(ticket, desk.answer(command)));
      case Input.Interrupted(int signal) -> interrupted(signal);
      case Input.RecorderBehind(boolean behind) -> dispatch.recorderBehind(behind);
      case Input.RecordingFailed(String reason) -> {
        dispatch.recorderBehind(false);
        publish(new PoolEvent.RecordingFailed(now, reason));
      }
    }
  }

  private void itemsRead(Input.ItemsRead e) {
    backlog.read(e.firstItem(), e.labels());
    e.refused()
        .forEach((item, reason) -> {
          int task = model.taskOfItem(item);
          if (model.taskState(task) == TaskState.QUEUED) {
            dispatch.refuse(task, reason);
          }
        });
  }

  private void itemFetched(Input.ItemFetched e) {
    if (model.taskState(e.task()) == TaskState.QUEUED) {
      e.refused().ifPresent(reason -> dispatch.refuse(e.task(), reason));
      backlog.fetched(e.task(), e.label());
    }
  }

  /// The member that a fact is about. A slot that is not open yet has told nothing: what still
  /// comes is about the attempt that died in it before.
  private Optional<Member> heardOf(int worker) {
    return crew.find(worker).filter(member -> !member.slot || member.ready);
  }

  private void spawned(Member member, Input.Spawned e) {
    dispatch.spawned(member);
    publish(new PoolEvent.WorkerSpawned(now, e.worker(), e.process()));
    ladder.spawned(member);
  }

  private void spawnFailed(Member member, String reason) {
    member.startWords = reason;
    member.spawnFailed = true;
    burial.bury(member);
  }

  private void ready(Member member, Input.Ready e) {
    if (member.ready) {
      violated(member, "a second hello");
      return;
    }
    limits.moved(member);
    member.ready = true;
    recruiting.someoneWasReady();
    publish(new PoolEvent.WorkerReady(now, e.worker(), e.runtime(), e.taskThread()));
    crew.becameFree(member);
  }

  void violated(Member member, String offence) {
    if (member.offence.isEmpty()) {
      member.offence = offence;
      ladder.kill(member, "it sent something that is no message");
    }
  }

  private void evidenceFound(Input.EvidenceFound e) {
    evidenceUnderWay--;
    if (e.cause().isPresent() || !e.evidence().isEmpty() || !e.output().isEmpty()) {
      publish(new PoolEvent.CauseRefined(now, e.incident(), e.cause(), e.evidence(), e.output()));
    }
  }

  private void interrupted(int signal) {
    if (interrupted) {
      ladder.killAll("interrupted twice");
    } else {
      interrupted = true;
      stop("interrupted by " + HostSystem.of(model).endedBy(signal), OptionalInt.of(128 + signal));
    }
  }

  private void passDeadlines() {
    for (Member member : crew.all()) {
      if (member.leavingDeadline <= now) {
        burial.waitedLongEnough(member);
      } else if (member.endingDeadline <= now) {
        ladder.next(member);
      } else {
        limits.passDeadlines(member);
        dispatch.passDeadline(member);
      }
    }
    crew.refreshEarliest();
  }

  /// Does everything that has become possible.
  private void goOn() {
    if (isRunning()) {
      dispatch.goOn();
      recruiting.recruit();
      if (isRunning()
          && model.sourceEnded()
          && model.count(TaskState.QUEUED) == 0
          && model.count(TaskState.RUNNING) == 0) {
        drained();
      }
    }
    if (isEnding() && crew.isEmpty()) {
      endOrWaitForEvidence();
    }
  }

  private void drained() {
    if (sourceFault.isEmpty()) {
      phase = Phase.DRAINED;
      ladder.askAll(StopReason.NO_MORE_TASKS);
    } else {
      stop(sourceFault, OptionalInt.of(1));
    }
  }

  private void endOrWaitForEvidence() {
    if (evidenceUnderWay > 0) {
      if (evidenceDeadline == Member.NEVER) {
        evidenceDeadline = now + EVIDENCE_NANOS;
      }
      if (now < evidenceDeadline) {
        return;
      }
    }
    evidenceDeadline = Member.NEVER;
    JobEnd end =
        switch (phase) {
          case GAVE_UP -> JobEnd.GAVE_UP;
          case STOPPING, DRAINING -> JobEnd.STOPPED;
          case NEW, RUNNING, DRAINED, ENDED -> JobEnd.FINISHED;
        };
    if (backlog.size() > 0) {
      publish(new PoolEvent.QueueAbandoned(now, backlog.size()));
    }
    phase = Phase.ENDED;
    publish(new PoolEvent.JobEnded(now, end, exitCode(end)));
  }

  private int exitCode(JobEnd end) {
    return switch (end) {
      case FINISHED -> isAllDone() ? 0 : 1;
      case STOPPED -> stopExitCode.orElse(isAllDone() && isWholeSourceKnown() ? 0 : 1);
      case GAVE_UP -> 3;
    };
  }

  /// Of tasks that users had run once more, the newest counts.
  private boolean isAllDone() {
    return model.countOfCounting(TaskState.DONE) == model.countingTasks();
  }

  private boolean isWholeSourceKnown() {
    return model.sourceEnded() && sourceFault.isEmpty();
  }

  // What the parts of the pool ask of each other.

  boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  boolean isEnding() {
    return switch (phase) {
      case DRAINED, DRAINING, STOPPING, GAVE_UP -> true;
      case NEW, RUNNING, ENDED -> false;
    };
  }

  /// Whether the pool ends after the running tasks, however long they take.
  boolean isDraining() {
    return phase == Phase.DRAINING;
  }

  /// Whether a task that is running now is taken back rather than put back.
  boolean cancelsRunning() {
    return cancelRunning;
  }

  long now() {
    return now;
  }

  Crew crew() {
    return crew;
  }

  Backlog backlog() {
    return backlog;
  }

  Burial burial() {
    return burial;
  }

  Ladder ladder() {
    return ladder;
  }

  Recruiting recruiting() {
    return recruiting;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  QueueDesk queueDesk() {
    return queueDesk;
  }

  /// Whether each attempt is a process of its own.
  boolean isOfSlots() {
    return policy.form() == WorkerForm.SLOT;
  }

  void publish(PoolEvent event) {
    model.apply(event);
    out.publish(event);
  }

  void order(Effect effect) {
    out.order(effect);
  }

  void recallSignals(int worker) {
    out.recallSignals(worker);
  }

  void collectEvidence(int incident, int worker) {
    evidenceUnderWay++;
    order(new Effect.CollectEvidence(incident, worker));
  }

  /// Publishes the end of a task, and ends the pool if that is what a failure means.
  void endTask(int task, TaskOutcome outcome, OptionalInt worker, TaskAnswer answer) {
    publish(new PoolEvent.TaskEnded(now, task, outcome, model.attempts(task), worker, answer));
    if (policy.onFailure() == PoolPolicy.OnFailure.STOP && mayStop()) {
      cancelRunning = true;
      stop("task " + task + " did not end well", OptionalInt.of(1));
    }
  }

  /// Publishes that a task was taken back, which is nobody's failure.
  void cancelled(int task, OptionalInt worker, TaskAnswer answer) {
    int attempts = model.attempts(task);
    publish(new PoolEvent.TaskEnded(now, task, TaskOutcome.CANCELLED, attempts, worker, answer));
  }

  private boolean mayStop() {
    return phase == Phase.RUNNING || phase == Phase.DRAINING;
  }

  /// Begins to end the pool as soon as the running tasks have ended, however long they take.
  void drain(String reason) {
    phase = Phase.DRAINING;
    publish(new PoolEvent.PoolDraining(now, reason));
    dispatch.takeBackAll();
    for (Member member : crew.all()) {
      ladder.askAfterTask(member, StopReason.SHUTDOWN);
    }
  }

  /// Begins to end the pool early; does nothing when it is ending already.
  void stop(String reason, OptionalInt exitCode) {
    if (stopExitCode.isEmpty()) {
      stopExitCode = exitCode;
    }
    if (mayStop()) {
      phase = Phase.STOPPING;
      publish(new PoolEvent.PoolStopping(now, reason));
      dispatch.takeBackAll();
      ladder.askAll(StopReason.SHUTDOWN);
    }
  }

  void giveUp(String reason, List<String> lastWords) {
    if (phase == Phase.RUNNING) {
      phase = Phase.GAVE_UP;
      publish(new PoolEvent.PoolGaveUp(now, reason, lastWords));
      dispatch.takeBackAll();
      ladder.askAll(StopReason.SHUTDOWN);
    }
  }
}
