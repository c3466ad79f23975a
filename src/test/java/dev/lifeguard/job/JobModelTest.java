package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JobModelTest {
  private static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 100, 0);
  private static final DeathCause KILLED =
      new DeathCause(
          CauseKind.SIGNAL, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.CERTAIN);

  private final JobModel model = new JobModel();

  @Test
  void countsFollowTheTasks() {
    running();
    assertThat(model.count(TaskState.QUEUED)).isEqualTo(2);
    assertThat(model.count(TaskState.RUNNING)).isEqualTo(1);
    model.apply(done(4, 1));
    assertThat(model.count(TaskState.DONE)).isEqualTo(1);
    assertThat(model.taskState(1)).isEqualTo(TaskState.DONE);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.IDLE);
    model.apply(new PoolEvent.QueueAbandoned(5, 2));
    assertThat(model.count(TaskState.NOT_RUN)).isEqualTo(2);
  }

  @Test
  void timelineIsSortedByMeasuredTimeWhateverTheOrderOfTheFacts() {
    running();
    died(10, 9, 8);
    assertThat(model.incident(1).timeline())
        .extracting(TimelineEntry::step)
        .containsExactly(TimelineStep.OUTPUT_CLOSED, TimelineStep.EXIT_SEEN, TimelineStep.DECIDED);
    assertThat(model.incident(1).originNanos()).isEqualTo(8);
  }

  @Test
  void incidentFollowsItsTaskToTheEnd() {
    running();
    died(10, 8, 9);
    model.apply(new PoolEvent.TaskRequeued(10, 1, 1, Blame.TASK));
    model.apply(new PoolEvent.WorkerStarting(10, 2, OptionalInt.of(1)));
    model.apply(new PoolEvent.WorkerSpawned(11, 2, new ProcessIdentity(4712, 101, 0)));
    model.apply(new PoolEvent.WorkerReady(12, 2, "CPython", 4712));
    model.apply(new PoolEvent.TaskStarted(12, 1, 2, 2, "item"));
    model.apply(done(13, 2));
    assertThat(model.incident(1).timeline())
        .extracting(TimelineEntry::step)
        .containsExactly(
            TimelineStep.EXIT_SEEN,
            TimelineStep.OUTPUT_CLOSED,
            TimelineStep.DECIDED,
            TimelineStep.REQUEUED,
            TimelineStep.REPLACEMENT_STARTED,
            TimelineStep.REPLACEMENT_READY,
            TimelineStep.TASK_ENDED);
    assertThat(model.incident(1).replacement()).hasValue(2);
    assertThat(model.incident(1).fate()).isEqualTo(new TaskFate.Requeued(2));
    assertThat(model.blamedLosses(1)).isEqualTo(1);
    assertThat(model.lostAttempts()).isEqualTo(1);
    assertThat(model.retriedTasks()).isEqualTo(1);
  }

  @Test
  void whatBecameOfALaterAttemptDoesNotChangeTheStoryOfAnEarlierOne() {
    running();
    died(10, 8, 9);
    model.apply(new PoolEvent.TaskRequeued(10, 1, 1, Blame.TASK));
    model.apply(new PoolEvent.WorkerStarting(10, 2, OptionalInt.of(1)));
    model.apply(new PoolEvent.WorkerReady(12, 2, "CPython", 4712));
    model.apply(new PoolEvent.TaskStarted(12, 1, 2, 2, "item"));
    model.apply(new PoolEvent.WorkerEnded(13, 2, new ExitStatus.Exited(0)));
    model.apply(new PoolEvent.TaskRequeued(13, 1, 2, Blame.OTHERS));
    model.apply(new PoolEvent.QueueAbandoned(14, 3));
    assertThat(model.taskState(1)).isEqualTo(TaskState.NOT_RUN);
    assertThat(model.incident(1).fate()).isEqualTo(new TaskFate.Requeued(2));
  }

  @Test
  void deadWorkerStaysDeadWhateverIsMeasuredLater() {
    running();
    died(10, 8, 9);
    sample(RunState.RUNNING);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.DEAD);
  }

  @Test
  void operatingSystemKnowsBetterThanTheLastMessage() {
    running();
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.BUSY);
    sample(RunState.STOPPED);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.SUSPENDED);
    sample(RunState.UNINTERRUPTIBLE);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.UNINTERRUPTIBLE);
    sample(RunState.SLEEPING);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.BUSY);
  }

  @Test
  void unkillableWorkerIsShownAsSuchAfterItsBurial() {
    running();
    model.apply(new PoolEvent.WorkerUnkillable(9, 1));
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.UNKILLABLE);
    model.apply(
        new PoolEvent.WorkerDied(
            10,
            1,
            1,
            new ExitStatus.Unknown(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.of(1),
            1,
            KILLED,
            List.of()));
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.UNKILLABLE);
    assertThat(model.worker(1).isDead()).isTrue();
  }

  @Test
  void gapsAreRefused() {
    model.apply(new PoolEvent.TasksQueued(1, 1, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.apply(new PoolEvent.TasksQueued(2, 5, 1)))
        .withMessage("task 5 does not follow task 3");
    assertThatThrownBy(() -> model.taskState(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.apply(new PoolEvent.WorkerStarting(2, 2, OptionalInt.empty())));
  }

  @Test
  void hangThatMovesAgainIsOverButNotForgotten() {
    running();
    model.apply(hung(1));
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.HUNG);
    assertThat(model.hungWorkers()).isEqualTo(1);
    assertThat(model.incident(1).fate()).isEqualTo(new TaskFate.StillRuns());
    model.apply(new PoolEvent.WorkerMoved(30, 1, 1));
    model.apply(done(40, 1));
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.IDLE);
    assertThat(model.hungWorkers()).isZero();
    assertThat(model.diedWorkers()).isZero();
    assertThat(model.incident(1).isDeath()).isFalse();
    assertThat(model.incident(1).timeline())
        .extracting(TimelineEntry::step)
        .containsExactly(
            TimelineStep.HUNG,
            TimelineStep.DECIDED,
            TimelineStep.MOVED_AGAIN,
            TimelineStep.TASK_ENDED);
    assertThat(model.incident(1).sentence()).endsWith("then went on; task 1 is done");
  }

  @Test
  void hangThatEndsInDeathIsOneIncidentWithBothStories() {
    running();
    model.apply(hung(1));
    died(30, 28, 29);
    assertThat(model.incidents()).hasSize(1);
    assertThat(model.incident(1).isDeath()).isTrue();
    assertThat(model.incident(1).originNanos()).isEqualTo(5);
    assertThat(model.incident(1).evidence())
        .extracting(Evidence::text)
        .containsExactly("futex_wait_queue");
    assertThat(model.hungWorkers()).isZero();
    assertThat(model.diedWorkers()).isEqualTo(1);
    assertThat(model.worker(1).incident()).hasValue(1);
  }

  @Test
  void hangThatWasSurvivedLeavesTheTaskToTheDeathThatFollows() {
    running();
    model.apply(hung(1));
    model.apply(new PoolEvent.WorkerMoved(25, 1, 1));
    model.apply(
        new PoolEvent.WorkerDied(
            30,
            2,
            1,
            new ExitStatus.Signalled(9, false),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.of(1),
            1,
            KILLED,
            List.of()));
    model.apply(new PoolEvent.TaskRequeued(31, 1, 1, Blame.TASK));
    assertThat(model.incident(1).fate()).isEqualTo(new TaskFate.LostLater(2));
    assertThat(model.incident(2).fate()).isEqualTo(new TaskFate.Requeued(2));
  }

  @Test
  void onlyWorkersThatWereReplacedOnPurposeAreRecycled() {
    StopReason[] reasons = StopReason.values();
    for (int worker = 1; worker <= reasons.length; worker++) {
      model.apply(new PoolEvent.WorkerStarting(worker, worker, OptionalInt.empty()));
      model.apply(new PoolEvent.WorkerStopping(worker, worker, reasons[worker - 1]));
      model.apply(new PoolEvent.WorkerEnded(worker, worker, new ExitStatus.Exited(0)));
    }
    assertThat(model.recycledWorkers()).isEqualTo(3);
  }

  @Test
  void newestOfAChainOfRepeatedTasksStandsForAllOfThem() {
    running();
    model.apply(ended(4, 1, TaskOutcome.FAILED));
    model.apply(new PoolEvent.TaskRepeated(5, 4, 1));
    model.apply(ended(6, 4, TaskOutcome.FAILED));
    assertThat(model.countOfCounting(TaskState.FAILED)).isEqualTo(1);
    model.apply(new PoolEvent.TaskRepeated(7, 5, 4));
    assertThat(model.countingTasks()).isEqualTo(3);
    assertThat(model.countOfCounting(TaskState.FAILED)).isZero();
    model.apply(ended(8, 5, TaskOutcome.DONE));
    assertThat(model.countOfCounting(TaskState.DONE)).isEqualTo(1);
    assertThat(model.count(TaskState.FAILED)).isEqualTo(2);
    assertThat(model.isSuperseded(4)).isTrue();
    assertThat(model.item(5)).isEqualTo("item");
  }

  @Test
  void slotThatOpensAgainIsItsOwnReplacement() {
    model.apply(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                "sums",
                "sum {}",
                Instant.EPOCH,
                PROCESS,
                WorkerForm.SLOT,
                1,
                3,
                OptionalLong.empty(),
                MemoryMeans.NONE,
                "/nowhere",
                HostSystem.LINUX)));
    running();
    died(10, 8, 9);
    model.apply(new PoolEvent.WorkerStarting(11, 1, OptionalInt.of(1)));
    model.apply(new PoolEvent.WorkerReady(12, 1, "sum", 0));
    assertThat(model.workerCount()).isEqualTo(1);
    assertThat(model.worker(1).state()).isEqualTo(WorkerState.IDLE);
    assertThat(model.incident(1).replacement()).hasValue(1);
    assertThat(model.incident(1).timeline().getLast().step())
        .isEqualTo(TimelineStep.REPLACEMENT_READY);
  }

  private static PoolEvent hung(int incident) {
    return new PoolEvent.WorkerHung(
        20,
        incident,
        1,
        OptionalInt.of(1),
        1,
        5,
        "waits for a lock, without a deadline",
        List.of(new Evidence("wchan", "futex_wait_queue", 20)));
  }

  private static PoolEvent ended(long at, int task, TaskOutcome outcome) {
    return new PoolEvent.TaskEnded(
        at, task, outcome, 1, OptionalInt.empty(), new TaskAnswer.None());
  }

  private void running() {
    model.apply(new PoolEvent.TasksQueued(1, 1, 3));
    model.apply(new PoolEvent.WorkerStarting(1, 1, OptionalInt.empty()));
    model.apply(new PoolEvent.WorkerSpawned(2, 1, PROCESS));
    model.apply(new PoolEvent.WorkerReady(3, 1, "CPython", 4711));
    model.apply(new PoolEvent.TaskStarted(3, 1, 1, 1, "item"));
  }

  private void died(long at, long exit, long output) {
    model.apply(
        new PoolEvent.WorkerDied(
            at,
            1,
            1,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(exit),
            OptionalLong.of(output),
            OptionalInt.of(1),
            1,
            KILLED,
            List.of()));
  }

  private void sample(RunState state) {
    model.apply(
        new PoolEvent.Sampled(
            9,
            List.of(
                new ProcessReading(1, PROCESS, 1, "python3", state, 0, 0, MemoryReading.UNKNOWN)),
            List.of(),
            1));
  }

  private static PoolEvent done(long at, int attempts) {
    return new PoolEvent.TaskEnded(
        at,
        1,
        TaskOutcome.DONE,
        attempts,
        OptionalInt.of(attempts),
        new TaskAnswer.Result(Payload.of("1")));
  }
}
