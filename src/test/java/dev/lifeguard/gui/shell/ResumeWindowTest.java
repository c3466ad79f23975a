package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Going on with an interrupted run from the window that shows it.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class ResumeWindowTest {
  private static final Path RUN = Path.of("/r/1");
  private static final PoolEvent GONE =
      new PoolEvent.Unrecognised(90_000_000_000L, "recording-ends", "the supervisor is gone");

  private final ScriptedSource source = new ScriptedSource();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private final List<OpenJob> elsewhere = new ArrayList<>();
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) {
    window = new MainWindow(workbench, new Appearance(), elsewhere::add);
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void deadRunTellsWhatGoingOnMeansAndGoesOn() {
    workbench.plans(new ResumePlan.Possible(61, 39, List.of("2 lines cannot be read."), List.of()));
    OpenJob goesOn = new OpenJob(new ScriptedSource(), Ownership.THIS_PROCESS);
    workbench.opensWith(new OpenAnswer.Opened(goesOn));
    open(GONE);
    click("#banner-resume");
    awaitText("Tasks that have ended and keep their results: 61. Known tasks that run: 39.");
    awaitText("2 lines cannot be read.");
    assertThat(robot.lookup("#resume-accept").tryQuery()).isEmpty();
    assertThat(workbench.resumed()).as("nothing before the answer").isEmpty();
    click("#resume-do");
    await().until(() -> elsewhere.equals(List.of(goesOn)));
    assertThat(workbench.resumed()).containsExactly("/r/1");
  }

  @Test
  void changesAreShownAndMustBeAccepted() {
    workbench.plans(
        new ResumePlan.Possible(
            1,
            1,
            List.of(),
            List.of(
                new ResumePlan.Change(
                    "job.yaml has changed",
                    "with the job as it was",
                    List.of("was: a", "is: b")))));
    open(new PoolEvent.JobEnded(90_000_000_000L, JobEnd.STOPPED, 130));
    click("#resume");
    awaitText("job.yaml has changed. It goes on with the job as it was.");
    awaitText("is: b");
    assertThat(onFx(() -> robot.lookup("#resume-do").query().isDisabled())).isTrue();
    robot.interact(() -> robot.lookup("#resume-accept").queryAs(CheckBox.class).fire());
    click("#resume-do");
    await().until(() -> workbench.resumed().equals(List.of("/r/1 with changes")));
  }

  @Test
  void whatCannotGoOnSaysWhy() {
    workbench.plans(new ResumePlan.Refused("Another supervisor holds it."));
    open(GONE);
    click("#banner-resume");
    awaitText("Another supervisor holds it.");
    assertThat(workbench.resumed()).isEmpty();
  }

  @Test
  void finishedRunAndForeignRecordingOfferNothing() {
    open(new PoolEvent.JobEnded(90_000_000_000L, JobEnd.FINISHED, 0));
    assertThat(isShown("#resume")).isFalse();
    assertThat(session().canResumeProperty().get()).isFalse();
    ScriptedSource packed = new ScriptedSource();
    MainWindow other = onFx(() -> new MainWindow(workbench, new Appearance(), _ -> {}));
    robot.interact(() -> other.show(new OpenJob(packed, Ownership.OTHERS)));
    packed.tell(Stories.running().events());
    packed.tell(List.of(GONE));
    await().until(() -> onFx(() -> other.session().orElseThrow().canRunAgainProperty().get()));
    assertThat(onFx(() -> other.session().orElseThrow().canResumeProperty().get())).isFalse();
    robot.interact(other::dispose);
  }

  private void open(PoolEvent end) {
    source.tell(Stories.running().events());
    source.tell(List.of(end));
    robot.interact(() -> window.show(new OpenJob(source, Ownership.OTHERS).in(RUN)));
    await().until(() -> onFx(() -> session().canRunAgainProperty().get()));
  }

  private JobSession session() {
    return window.session().orElseThrow();
  }

  private void click(String button) {
    await().until(() -> isShown(button));
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  private boolean isShown(String id) {
    return onFx(() -> robot.lookup(id).tryQuery().filter(Node::isVisible).isPresent());
  }

  private void awaitText(String text) {
    await()
        .until(() ->
            onFx(() ->
                robot
                    .lookup(node -> node instanceof Labeled l && text.equals(l.getText()))
                    .tryQuery()
                    .isPresent()));
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
