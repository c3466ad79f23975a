package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.attach.PoolInstrument.Mode;
import dev.lifeguard.job.Blame;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a pool notes from inside, as events of a job. The job begins at 1,000 of the clock, worker
/// 1 is process 11 and worker 2 process 12.
final class BoardTasksTest {
  private static final long BEGIN = 1000;

  @TempDir private Path directory;
  private BoardFile file;
  private final Map<Long, Integer> living = new HashMap<>(Map.of(11L, 1, 12L, 2));
  private Optional<BoardTasks> tasks = Optional.empty();
  private long now = 100;

  @BeforeEach
  void make() throws IOException {
    file = BoardFile.in(directory.resolve("pool-100-1"));
  }

  private List<PoolEvent> look(Mode mode) {
    if (tasks.isEmpty()) {
      tasks = Optional.of(new BoardTasks(file.open(), mode, new TaskNumbers(), BEGIN));
    }
    List<PoolEvent> events = new ArrayList<>();
    tasks
        .get()
        .look(
            now,
            pid -> living.containsKey(pid) ? OptionalInt.of(living.get(pid)) : OptionalInt.empty(),
            events);
    return events;
  }

  @Test
  void callIsQueuedAsAWholeAndWhatIsInHandRuns() throws IOException {
    file.call(1, 8, 25, "render");
    file.submit(1, 1, 1);
    file.submit(2, 1, 2);
    file.take(0, 11, 2, 1050);

    assertThat(look(Mode.SEE))
        .containsExactly(
            new PoolEvent.TasksQueued(100, 1, 8),
            new PoolEvent.TaskStarted(50, 2, 1, 1, "render #2, call 1, 25 items"));
    assertThat(look(Mode.SEE)).as("nothing new").isEmpty();
  }

  @Test
  void attemptBetweenTwoLooksIsToldWithItsTimes() throws IOException {
    file.call(1, 2, 1, "render");
    file.submit(1, 1, 1);
    file.submit(2, 1, 2);
    file.take(1, 12, 1, 1010);
    file.done(1, 1, 1, false, 1010, 1030);
    file.take(1, 12, 2, 1031);
    file.done(1, 2, 2, true, 1031, 1044);

    assertThat(look(Mode.SEE))
        .containsExactly(
            new PoolEvent.TasksQueued(100, 1, 2),
            new PoolEvent.TaskStarted(10, 1, 1, 2, "render #1, call 1"),
            ended(30, 1, TaskOutcome.DONE, 1, 2),
            new PoolEvent.TaskStarted(31, 2, 1, 2, "render #2, call 1"),
            ended(44, 2, TaskOutcome.FAILED, 1, 2));
  }

  private static PoolEvent ended(long at, int task, TaskOutcome as, int attempts, int worker) {
    return new PoolEvent.TaskEnded(
        at, task, as, attempts, OptionalInt.of(worker), new TaskAnswer.None());
  }

  @Test
  void ofVeryManyShortTasksTheLongestAreToldAndTheOthersCounted() throws IOException {
    int count = 1000;
    file.call(1, count, 1, "noop");
    for (int number = 1; number <= count; number++) {
      file.submit(number, 1, number);
      boolean isLong = number == 999;
      file.done(
          number % 2,
          (number + 1) / 2,
          number,
          false,
          1000 + number,
          isLong ? 9000 : 1001 + number);
      file.answer(number, false, 2100);
    }
    file.take(0, 11, 0, 0);
    file.take(1, 12, 0, 0);
    now = 10_000;

    List<PoolEvent> events = look(Mode.SEE);

    assertThat(events).hasAtLeastOneElementOfType(PoolEvent.TasksPassed.class);
    assertThat(events)
        .filteredOn(PoolEvent.TaskStarted.class::isInstance)
        .hasSize(BoardTasks.MOST_TOLD);
    assertThat(events).contains(ended(8000, 999, TaskOutcome.DONE, 1, 2));
    int passed =
        events.stream()
            .filter(PoolEvent.TasksPassed.class::isInstance)
            .map(PoolEvent.TasksPassed.class::cast)
            .flatMap(event -> event.tasks().stream())
            .mapToInt(TaskSpan::count)
            .sum();
    assertThat(passed).isEqualTo(count - BoardTasks.MOST_TOLD);
  }

  @Test
  void lostTaskIsPutBackOnlyAfterTheDeathOfItsWorkerIsTold() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    look(Mode.RETRY);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1061);
    file.take(1, 12, 1, 1065);
    file.done(1, 1, 1, false, 1065, 1070);
    file.answer(1, false, 1071);

    assertThat(look(Mode.RETRY)).as("the worker's death was not told yet").isEmpty();
    assertThat(tasks.orElseThrow().inHandOf(11)).contains(new BoardTasks.InHand(1, 1));
    living.remove(11L);
    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TaskRequeued(61, 1, 1, Blame.TASK),
            new PoolEvent.TaskStarted(65, 1, 2, 2, "render #1, call 1"),
            ended(70, 1, TaskOutcome.DONE, 2, 2));
  }

  /// Whoever took its place has its page of the board as well.
  @Test
  void workerThatTookATaskAndDiedBetweenTwoLooksHadIt() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    look(Mode.RETRY);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1061);
    file.note(PoolBoard.Kind.LOST, 12, 1, 1070);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1071);
    living.put(13L, 3);
    file.take(0, 13, 1, 1075);

    assertThat(look(Mode.RETRY))
        .containsExactly(new PoolEvent.TaskStarted(60, 1, 1, 1, "render #1, call 1"));
    assertThat(look(Mode.RETRY)).as("told once").isEmpty();
    assertThat(tasks.orElseThrow().inHandOf(11)).contains(new BoardTasks.InHand(1, 1));
    living.remove(11L);
    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TaskRequeued(61, 1, 1, Blame.TASK),
            new PoolEvent.TaskStarted(70, 1, 2, 2, "render #1, call 1"));
    living.remove(12L);
    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TaskRequeued(71, 1, 2, Blame.TASK),
            new PoolEvent.TaskStarted(75, 1, 3, 3, "render #1, call 1"));
  }

  /// The parent has put its page in order for its replacement, and not yet said what is lost.
  @Test
  void taskInTheHandsOfWhoeverEndedIsKnownBeforeItsLossIsNoted() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    look(Mode.RETRY);
    file.ended(11, -9, 1, 1055);
    file.take(0, 13, 0, 0);

    assertThat(look(Mode.RETRY))
        .containsExactly(new PoolEvent.TaskStarted(55, 1, 1, 1, "render #1, call 1"));
    assertThat(tasks.orElseThrow().inHandOf(11)).contains(new BoardTasks.InHand(1, 1));
    living.remove(11L);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1061);
    assertThat(look(Mode.RETRY)).containsExactly(new PoolEvent.TaskRequeued(61, 1, 1, Blame.TASK));
  }

  /// Lost, put back, done and answered, all of it after the notes were read.
  @Test
  void answerThatComesDuringALookIsNotTakenForThatOfTheFirstAttempt() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    file.answer(1, false, 1130);

    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TasksQueued(100, 1, 1),
            new PoolEvent.TaskStarted(10, 1, 1, 1, "render #1, call 1"));
    now = 200;
    file.note(PoolBoard.Kind.LOST, 11, 1, 1110);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1111);
    file.take(1, 12, 1, 1115);
    file.done(1, 1, 1, false, 1115, 1120);
    living.remove(11L);
    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TaskRequeued(111, 1, 1, Blame.TASK),
            new PoolEvent.TaskStarted(115, 1, 2, 2, "render #1, call 1"),
            ended(120, 1, TaskOutcome.DONE, 2, 2));
  }

  /// Its replacement dies before anybody has found it: what was put back before is not put back.
  @Test
  void lossByAWorkerThatNobodyHasSeenIsNoSecondLossOfTheFirst() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    List<PoolEvent> events = new ArrayList<>(look(Mode.RETRY));
    living.remove(11L);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1061);
    file.note(PoolBoard.Kind.LOST, 14, 1, 1070);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1071);
    events.addAll(look(Mode.RETRY));

    assertThat(events)
        .filteredOn(PoolEvent.TaskRequeued.class::isInstance)
        .containsExactly(new PoolEvent.TaskRequeued(61, 1, 1, Blame.TASK));
  }

  @Test
  void lossBeforeWeCameIsNoneOfALivingWorkerWithThatNumber() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.note(PoolBoard.Kind.LOST, 11, 1, BEGIN - 500);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, BEGIN - 499);
    file.take(1, 12, 1, 1010);

    assertThat(look(Mode.RETRY))
        .containsExactly(
            new PoolEvent.TasksQueued(100, 1, 1),
            new PoolEvent.TaskStarted(10, 1, 1, 2, "render #1, call 1"));
  }

  @Test
  void workerThatDiedOfItsSecondTaskBetweenTwoLooksHadThatOne() throws IOException {
    file.call(1, 2, 1, "render");
    file.submit(1, 1, 1);
    file.submit(2, 1, 2);
    file.take(0, 11, 1, 1010);
    look(Mode.SEE);
    file.answer(1, false, 1050);
    file.note(PoolBoard.Kind.LOST, 11, 2, 1060);

    assertThat(look(Mode.SEE))
        .containsExactly(
            ended(60, 1, TaskOutcome.DONE, 1, 1),
            new PoolEvent.TaskStarted(60, 2, 1, 1, "render #2, call 1"));
    assertThat(tasks.orElseThrow().inHandOf(11)).contains(new BoardTasks.InHand(2, 1));
  }

  @Test
  void taskThatNobodyPutsBackFailsAndIsRememberedAsForgotten() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    look(Mode.SEE);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    living.remove(11L);

    assertThat(look(Mode.SEE))
        .singleElement()
        .isInstanceOfSatisfying(
            PoolEvent.TaskEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(TaskOutcome.FAILED);
              assertThat(ended.answer())
                  .isInstanceOfSatisfying(
                      TaskAnswer.Failure.class,
                      it -> assertThat(it.message()).contains("will not return"));
            });
    assertThat(tasks.orElseThrow().forgotten()).isOne();
  }

  @Test
  void attemptOfAWorkerThatWasNotWelcomedYetWaitsForThat() throws IOException {
    file.call(1, 2, 1, "render");
    file.submit(1, 1, 1);
    file.submit(2, 1, 2);
    for (int number = 1; number <= 2; number++) {
      file.take(0, 13, number, 1010 + number);
      file.done(0, number, number, false, 1010 + number, 1011 + number);
      file.answer(number, false, 1020);
    }

    assertThat(look(Mode.SEE)).containsExactly(new PoolEvent.TasksQueued(100, 1, 2));
    living.put(13L, 3);
    assertThat(look(Mode.SEE)).contains(ended(12, 1, TaskOutcome.DONE, 1, 3));
  }

  @Test
  void endLeavesNoTaskOpenWhoseAnswerIsThere() throws IOException {
    file.call(1, 4, 1, "render");
    for (int number = 1; number <= 3; number++) {
      file.submit(number, 1, number);
    }
    file.take(0, 13, 1, 1010);
    file.done(0, 1, 1, false, 1010, 1011);
    file.answer(1, false, 1020);
    look(Mode.SEE);
    List<PoolEvent> events = new ArrayList<>();

    int left = tasks.orElseThrow().end(now, events);

    assertThat(events)
        .containsExactly(
            new PoolEvent.TasksPassed(100, TaskOutcome.DONE, List.of(new TaskSpan(1, 1))));
    assertThat(left).as("two submitted, one that the pool had not come to").isEqualTo(3);
  }

  /// The program is over before its last worker is found among the processes.
  @Test
  void retryByAWorkerThatNobodyHasSeenIsAnAttempt() throws IOException {
    file.call(1, 1, 1, "render");
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    List<PoolEvent> events = new ArrayList<>(look(Mode.RETRY));
    living.remove(11L);
    file.note(PoolBoard.Kind.LOST, 11, 1, 1060);
    file.note(PoolBoard.Kind.RETRIED, 0, 1, 1061);
    file.take(1, 14, 1, 1065);
    file.done(1, 1, 1, false, 1065, 1070);
    file.answer(1, false, 1071);

    events.addAll(look(Mode.RETRY));
    tasks.orElseThrow().end(now, events);

    PoolEvent end = events.getLast();
    assertThat(end)
        .isEqualTo(
            new PoolEvent.TaskEnded(
                71, 1, TaskOutcome.DONE, 2, OptionalInt.empty(), new TaskAnswer.None()));
    JobModel model = new JobModel();
    model.apply(new PoolEvent.WorkerStarting(0, 1, OptionalInt.empty()));
    events.forEach(model::apply);
    assertThat(model.attempts(1)).isEqualTo(2);
    assertThat(model.taskWorker(1)).isZero();
  }

  @Test
  void whoeverSleptTooLongSaysHowManyTasksHeMissed() throws IOException {
    look(Mode.SEE);
    file.submit(PoolBoard.TASKS + 7L, 1, PoolBoard.TASKS + 7L);

    List<PoolEvent> events = look(Mode.SEE);

    assertThat(events).contains(new PoolEvent.TasksQueued(100, 1, PoolBoard.TASKS + 7));
    assertThat(tasks.orElseThrow().missed()).isEqualTo(PoolBoard.TASKS + 6L);
    assertThat(events)
        .contains(
            new PoolEvent.TasksPassed(
                100, TaskOutcome.DONE, List.of(new TaskSpan(1, PoolBoard.TASKS + 6))));
  }

  @Test
  void longTaskWhosePlaceWasTakenByAnotherEndsByANote() throws IOException {
    file.submit(1, 1, 1);
    file.take(0, 11, 1, 1010);
    look(Mode.SEE);
    file.submit(1 + PoolBoard.TASKS, 1, 1L + PoolBoard.TASKS);
    assertThat(look(Mode.SEE)).noneMatch(it -> it instanceof PoolEvent.TaskEnded);
    file.note(PoolBoard.Kind.DONE, 0, 1, 1090);

    assertThat(look(Mode.SEE)).containsExactly(ended(90, 1, TaskOutcome.DONE, 1, 1));
  }
}
