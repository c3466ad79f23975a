package dev.lifeguard.gui.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.gui.story.WindowsRecording;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventsTest {
  private static final Moment NOW = new Moment(0, 0, "");

  private final EventsCamera camera = new EventsCamera();
  private final EventsViewModel model = new EventsViewModel(camera::filter);

  @Test
  void deathIsToldBySourceAndInOrder() {
    tell(Stories.killed());
    model.textProperty().set("#60 on worker 3");
    show();
    List<String> last = lines().subList(lines().size() - 5, lines().size());
    assertThat(last)
        .containsExactly(
            "exit | exit seen | #60 on worker 3 | SIGKILL",
            "pipe | pipe closed | #60 on worker 3 | ",
            "exit | evidence | #60 on worker 3 | wait status: killed by signal 9",
            "pipe | evidence | #60 on worker 3 | protocol pipe: ended in the middle of task 60",
            "supervisor | worker died | #60 on worker 3 | incident 1: SIGKILL");
  }

  @Test
  void memoryLimitThatRefusedATaskMoreIsNamed() {
    tell(Stories.killed());
    tell(new Story().refusedMemory(1, 57));
    assertThat(lines())
        .endsWith(
            "pipe | task failed | #57 on worker 1 | MemoryError (its memory limit of 4.00 GiB,"
                + " a cgroup of its own)");
  }

  @Test
  void whatWindowsIsToldToDoIsNoSignal() throws IOException {
    tell(WindowsRecording.events());
    assertThat(lines())
        .contains("user | order given | worker 3 | terminate, terminated by the user")
        .noneMatch(line -> line.contains("signal"));
    assertThat(EventSource.ofEvidence("exit code")).isEqualTo(EventSource.EXIT);
  }

  @Test
  void rowsStandStillWhileNobodySeesThem() {
    model.showing(false);
    tell(Stories.killed());
    show();
    assertThat(model.rowsProperty().get()).isEmpty();
    model.showing(true);
    assertThat(model.rowsProperty().get().size())
        .isEqualTo(model.pictureProperty().get().rowCount())
        .isPositive();
  }

  @Test
  void filterFindsEventsSourcesSubjectsAndDetails() {
    tell(Stories.killed());
    int all = model.rowsProperty().get().size();
    for (String text : List.of("DIED", "cgroup", "#60", "mersenne")) {
      model.textProperty().set(text);
      show();
      assertThat(model.rowsProperty().get().size()).as(text).isBetween(1, 12);
      assertThat(lines().getFirst().toLowerCase(java.util.Locale.ROOT))
          .contains(text.toLowerCase(java.util.Locale.ROOT));
    }
    model.textProperty().set("nothing like it");
    show();
    assertThat(model.shown()).isEqualTo("0 of " + all + " shown");
  }

  @Test
  void whatComesLaterIsFilteredAsWell() {
    tell(Stories.running());
    model.textProperty().set("died");
    show();
    assertThat(lines()).isEmpty();
    tell(
        Stories.killed()
            .events()
            .subList(Stories.running().events().size(), Stories.killed().events().size()));
    assertThat(lines()).hasSize(1);
  }

  @Test
  void oldestLinesGoWhenThereAreTooMany() {
    int many = EventPage.SIZE * EventsCamera.MOST_PAGES + 3 * EventPage.SIZE;
    model.textProperty().set("paused");
    for (int i = 0; i < many; i++) {
      camera.saw(i % 1000 == 0 ? new PoolEvent.PoolPaused(i) : new PoolEvent.PoolContinued(i));
      if (i == many / 2) {
        show();
      }
    }
    show();
    int kept = EventPage.SIZE * EventsCamera.MOST_PAGES;
    assertThat(model.pictureProperty().get().first()).isEqualTo(3L * EventPage.SIZE);
    assertThat(model.rowsProperty().get().size()).isBetween(kept / 1000, kept / 1000 + 1);
    for (int row = 0; row < model.rowsProperty().get().size(); row++) {
      assertThat(model.line(row).orElseThrow().kind()).isEqualTo(EventKind.POOL_PAUSED);
    }
    model.textProperty().set("");
    show();
    assertThat(model.rowsProperty().get()).hasSize(kept);
    assertThat(model.line(0).orElseThrow().atNanos()).isEqualTo(3L * EventPage.SIZE);
    assertThat(model.shown()).contains(3 * EventPage.SIZE + " older ones are in the journal");
  }

  @Test
  void everyEventOfEveryStoryMakesALine() {
    for (Story story : List.of(Stories.hung(), Stories.endings(), Stories.finished())) {
      long before = model.pictureProperty().get().total();
      tell(story);
      assertThat(model.pictureProperty().get().total() - before)
          .isGreaterThanOrEqualTo(story.events().size());
    }
  }

  private void tell(Story story) {
    tell(story.events());
  }

  private void tell(List<PoolEvent> events) {
    events.forEach(camera::saw);
    show();
  }

  private void show() {
    model.show(camera.take(new JobModel(), NOW));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < model.rowsProperty().get().size(); row++) {
      EventLine line = model.line(row).orElseThrow();
      lines.add(
          String.join(
              " | ", line.source().word(), line.kind().word(), line.subject(), line.detail()));
    }
    return lines;
  }
}
