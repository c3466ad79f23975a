package dev.lifeguard.gui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

final class QueueTest {
  private final JobModel job = new JobModel();
  private final QueueCamera camera = new QueueCamera();
  private final QueueViewModel model = new QueueViewModel(camera::filter);

  @Test
  void everyTaskHasARow() {
    tell(Stories.killed());
    show();
    assertThat(model.rows()).hasSize(104);
    TaskLine line = model.line(59).orElseThrow();
    assertThat(line.task()).isEqualTo(60);
    assertThat(line.state()).isEqualTo(TaskState.RUNNING);
    assertThat(line.attempts()).isEqualTo(2);
    assertThat(line.worker()).isEqualTo(5);
    assertThat(line.note()).isEqualTo("incident 1: SIGKILL");
  }

  @Test
  void exceptionStandsBesideItsTask() {
    tell(Stories.killed());
    show();
    assertThat(model.line(16).orElseThrow().note())
        .isEqualTo("ValueError: 17 is not a Mersenne exponent");
  }

  @Test
  void memoryLimitThatRefusedATaskMoreIsNamedBesideIt() {
    tell(Stories.killed());
    tell(new Story().refusedMemory(1, 57));
    show();
    assertThat(model.line(56).orElseThrow().note())
        .isEqualTo("MemoryError (its memory limit of 4.00 GiB, a cgroup of its own)");
  }

  @Test
  void repeatedTasksNameEachOtherAndTheRepeatKeepsTheItem() {
    tell(Stories.endings());
    show();
    assertThat(model.line(2).orElseThrow().note()).isEqualTo("Exit: code 2; repeated as #9");
    assertThat(model.line(2).orElseThrow().repeatedBy()).isEqualTo(9);
    assertThat(model.line(8).orElseThrow().note()).isEqualTo("repeats #3");
    assertThat(model.line(8).orElseThrow().item()).isEqualTo("c.png");
    assertThat(model.line(3).orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void hangStandsBesideItsTask() {
    tell(Stories.hung());
    show();
    assertThat(model.line(56).orElseThrow().note()).isEqualTo("incident 1: hung");
  }

  @Test
  void filterShowsOnlyTasksInThatState() {
    tell(Stories.killed());
    model.filterProperty().set(Optional.of(TaskState.RUNNING));
    show();
    assertThat(model.rows()).hasSize(4);
    assertThat(model.line(3).orElseThrow().task()).isEqualTo(60);
    assertThat(model.line(4)).isEmpty();
  }

  @Test
  void rowsStandStillWhileNobodySeesThem() {
    model.showing(false);
    tell(Stories.killed());
    show();
    assertThat(model.rows()).isEmpty();
    // What is told of the tasks elsewhere in the window goes on.
    assertThat(model.pictureProperty().get().taskCount()).isEqualTo(104);
    model.showing(true);
    assertThat(model.rows()).hasSize(104);
  }

  @Test
  void rowsThatGoAreStillThereWhenTheTableIsToldToDraw() {
    tell(Stories.killed());
    show();
    model.showing(false);
    model.filterProperty().set(Optional.of(TaskState.RUNNING));
    show();
    List<Integer> rowsWhenDrawn = new ArrayList<>();
    model.inSightProperty().subscribe((_, _) -> rowsWhenDrawn.add(model.rows().size()));
    model.showing(true);
    assertThat(rowsWhenDrawn).containsExactly(104);
    assertThat(model.rows()).hasSize(4);
  }

  @Test
  void chosenTaskStaysChosenWhenItsRowMoves() {
    tell(Stories.killed());
    model.filterProperty().set(Optional.of(TaskState.RUNNING));
    show();
    model.select(3);
    tell(new Story().done(1, 57, 1));
    show();
    assertThat(model.selectedRow()).hasValue(2);
    tell(new Story().done(5, 60, 2));
    show();
    assertThat(model.selectedRow()).isEmpty();
  }

  @Test
  void aTaskThatChangesIsNoChangeOfTheRows() {
    tell(Stories.running());
    show();
    List<String> changes = new ArrayList<>();
    model.rows().addListener((ListChangeListener<Integer>) c -> changes.add(c.toString()));
    tell(new Story().done(1, 57, 1));
    show();
    assertThat(changes).isEmpty();
    assertThat(model.line(56).orElseThrow().state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void newTasksAreAddedAtTheEnd() {
    tell(new Story().job("a", 1, 10));
    show();
    List<Integer> added = new ArrayList<>();
    model
        .rows()
        .addListener(
            (ListChangeListener<Integer>)
                c -> {
                  while (c.next()) {
                    added.addAll(c.getAddedSubList());
                  }
                });
    tell(new Story().add(new PoolEvent.TasksQueued(1, 11, 2)));
    show();
    assertThat(added).containsExactly(10, 11);
  }

  @Test
  void whatIsNeverRunIsShownAsSuch() {
    tell(new Story().job("a", 1, 3000).add(new PoolEvent.QueueAbandoned(1, 3000)));
    show();
    assertThat(model.line(2999).orElseThrow().state()).isEqualTo(TaskState.NOT_RUN);
  }

  @Test
  void pageOfAMillionIsCopiedOnlyWhenSomethingHappenedInIt() {
    tell(new Story().job("a", 1, 1_000_000).worker(1, 5, 0).ready(1).starts(1, 1, 1, "x"));
    show();
    tell(new Story().done(1, 1, 1).starts(1, 500_000, 1, "x"));
    QueuePicture first = show();
    tell(new Story().done(1, 500_000, 1));
    QueuePicture second = show();
    int changed = 0;
    for (int i = 0; i < first.pages().size(); i++) {
      changed += first.pages().get(i) == second.pages().get(i) ? 0 : 1;
    }
    assertThat(changed).isEqualTo(1);
    assertThat(first.line(500_000).state()).isEqualTo(TaskState.RUNNING);
    assertThat(second.line(500_000).state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void veryManyRowsComeAndGoAsAnotherList() {
    tell(new Story().job("a", 1, 100_000));
    List<String> changes = new ArrayList<>();
    model.rows().addListener((ListChangeListener<Integer>) c -> changes.add(c.toString()));
    show();
    assertThat(model.rows()).hasSize(100_000);
    model.filterProperty().set(Optional.of(TaskState.DONE));
    show();
    assertThat(model.rows()).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void textFindsItemsAndErrorsInWhateverCase() {
    tell(Stories.killed());
    model.textProperty().set(" not a mersenne ");
    show();
    assertThat(model.rows()).hasSize(1);
    assertThat(model.line(0).orElseThrow().task()).isEqualTo(17);
    assertThat(model.shown()).isEqualTo("1 of 104");
    model.textProperty().set("2^10");
    show();
    assertThat(model.rows()).hasSize(1);
    assertThat(model.line(0).orElseThrow().task()).isEqualTo(60);
    tell(new Story().starts(5, 61, 1, "2^101-1"));
    show();
    assertThat(model.rows()).hasSize(2);
    model.textProperty().set("#42");
    show();
    assertThat(model.line(0).orElseThrow().task()).isEqualTo(42);
    model.textProperty().set("");
    show();
    assertThat(model.rows()).hasSize(104);
    assertThat(model.shown()).isEmpty();
  }

  /// A longer text is looked for among what the shorter one has found.
  @Test
  void everyKeyStrokeFindsWhatAFreshSearchFinds() {
    tell(Stories.killed());
    String[] typed = {
      "2",
      "2^",
      "2^9",
      "2^97",
      "^97-",
      "9",
      "97",
      "#9",
      "#97",
      "7",
      "m",
      "ME",
      "mersenne",
      "ers",
      "exponent",
      "X",
      "",
      "2^",
      "2^1",
      "2^10",
      "2^100",
      "0",
      "2^99",
      "2^999",
      "9"
    };
    for (String text : typed) {
      QueueFilter filter = new QueueFilter(Optional.empty(), text);
      camera.filter(filter);
      QueueCamera fresh = new QueueCamera();
      fresh.filter(filter);
      assertThat(numbers(camera)).as(text).isEqualTo(numbers(fresh));
    }
  }

  private List<Integer> numbers(QueueCamera of) {
    TaskNumbers found = of.take(job, new Moment(job.lastNanos(), 0, "")).matches();
    return IntStream.range(0, found.size()).mapToObj(found::get).toList();
  }

  @Test
  void textAndStateFilterTogether() {
    tell(Stories.killed());
    model.textProperty().set("2^9");
    show();
    assertThat(model.rows()).hasSize(10);
    model.filterProperty().set(Optional.of(TaskState.RUNNING));
    show();
    assertThat(model.rows()).hasSize(3);
  }

  @Test
  void queuedTaskTellsHowLongItWaits() {
    tell(Stories.killed());
    show();
    TaskLine first = model.line(103).orElseThrow();
    assertThat(TaskWords.waiting(first, job.lastNanos())).isEqualTo("16.5 s");
    TaskLine done = model.line(3).orElseThrow();
    assertThat(TaskWords.waiting(done, job.lastNanos())).isEmpty();
    Story story = new Story().after(60_000).requeued(60, 2).after(3000);
    tell(story);
    show();
    TaskLine again = model.line(59).orElseThrow();
    assertThat(TaskWords.waiting(again, story.now())).isEqualTo("3.0 s");
    assertThat(TaskWords.state(again)).isEqualTo("to retry");
  }

  private void tell(Story story) {
    for (PoolEvent event : story.events()) {
      job.apply(event);
      camera.saw(event);
    }
  }

  private QueuePicture show() {
    QueuePicture picture = camera.take(job, new Moment(job.lastNanos(), 0, ""));
    model.show(picture);
    return picture;
  }
}
