package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// When somebody who looks elsewhere is told of the job, how often, and how.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class AnnouncementsTest {
  private final FxRobot robot = new FxRobot();
  private final List<String> told = new ArrayList<>();
  private final JobModel model = new JobModel();
  private final WindowCamera camera = new WindowCamera(new Wishes());
  private final Story story = new Story();
  private Duration late = Duration.ZERO;
  private int seen;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    stage.setTitle("primes-demo");
    stage.setScene(new Scene(new StackPane(new Label("a window")), 300, 200));
    stage.show();
  }

  @Test
  void deathIsToldOnceAndAtOnce() {
    Announcements announcements = announcements();
    story.job("primes-demo", 2, 10).worker(1, 4711, 0).ready(1).starts(1, 1, 1, "x").after(100);
    look(announcements);
    assertThat(told).isEmpty();
    story.killed(1, 1, 1, 11);
    look(announcements);
    look(announcements);
    assertThat(told).containsExactly("Worker 1 was killed by SIGSEGV");
  }

  @Test
  void crashLoopIsOneSentenceInTenSeconds() {
    Announcements announcements = announcements();
    story.job("primes-demo", 2, 10);
    for (int worker = 1; worker <= 5; worker++) {
      story.worker(worker, 4710 + worker, 0).ready(worker).starts(worker, 1, worker, "x");
      story.after(500).killed(worker, 1, worker, 11).requeued(1, worker);
      look(announcements);
    }
    assertThat(told).containsExactly("Worker 1 was killed by SIGSEGV");
    story.after(10_000);
    look(announcements);
    assertThat(told)
        .hasSize(2)
        .last()
        .isEqualTo("4 incidents, the latest: Worker 5 was killed by SIGSEGV");
    story.after(20_000);
    look(announcements);
    assertThat(told).hasSize(2);
  }

  @Test
  void endIsTheLastWordAndComesAtOnce() {
    Announcements announcements = announcements();
    story.job("primes-demo", 1, 1).worker(1, 4711, 0).ready(1).starts(1, 1, 1, "x").after(100);
    story.killed(1, 1, 1, 11).requeued(1, 1);
    look(announcements);
    story.add(new PoolEvent.JobEnded(story.now(), JobEnd.STOPPED, 130));
    look(announcements);
    look(announcements);
    assertThat(told).hasSize(2).last().asString().startsWith("Stopped after ");
  }

  @Test
  void recordingOfLongAgoIsNotTold() {
    late = Duration.ofHours(3);
    Announcements announcements = announcements();
    story.job("primes-demo", 1, 1).worker(1, 4711, 0).ready(1).starts(1, 1, 1, "x").after(100);
    story.killed(1, 1, 1, 11).requeued(1, 1);
    story.add(new PoolEvent.JobEnded(story.now(), JobEnd.STOPPED, 130));
    look(announcements);
    assertThat(told).isEmpty();
  }

  @Test
  void cardIsShownOnlyWhereNobodyLooksAndOneTakesThePlaceOfTheOther() {
    AnnouncementCard card = onFx(() -> new AnnouncementCard(stage, new Appearance()));
    await().until(() -> onFx(stage::isFocused));
    robot.interact(() -> card.tell("Worker 1 was killed by SIGSEGV"));
    assertThat(card()).as("the window has the focus").isEmpty();

    robot.interact(() -> stage.setIconified(true));
    robot.interact(() -> card.tell("Worker 1 was killed by SIGSEGV"));
    assertThat(card().orElseThrow().getAccessibleText())
        .isEqualTo("Worker 1 was killed by SIGSEGV");
    robot.interact(() -> card.tell("Finished in 3 s"));
    assertThat(onFx(() -> Window.getWindows().size())).as("the window and one card").isEqualTo(2);
    Node shown = card().orElseThrow();
    assertThat(shown.lookupAll(".label"))
        .extracting(label -> ((Label) label).getText())
        .containsExactly("primes-demo", "Finished in 3 s");
    robot.interact(() -> shown.getOnMouseClicked().handle(null));
    assertThat(card()).isEmpty();
    assertThat(stage.isIconified()).as("a click leads to the window").isFalse();
    robot.interact(card::close);
  }

  private Announcements announcements() {
    InstantSource job = () -> startedAt().plusNanos(story.now()).plus(late);
    return new Announcements(
        new Clock() {
          @Override
          public Instant instant() {
            return job.instant();
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        },
        told::add);
  }

  private Instant startedAt() {
    return model.job().orElseThrow().startedAt();
  }

  private void look(Announcements announcements) {
    List<PoolEvent> events = story.events();
    for (PoolEvent event : events.subList(seen, events.size())) {
      model.apply(event);
      camera.saw(event);
    }
    seen = events.size();
    announcements.saw(
        camera.take(model, new Moment(Math.max(model.lastNanos(), story.now()), 0, "")));
  }

  private Optional<Node> card() {
    return onFx(() -> robot.lookup("#announcement").tryQuery());
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
