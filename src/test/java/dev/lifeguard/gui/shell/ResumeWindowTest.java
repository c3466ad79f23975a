package dev.lifeguard.gui.shell;

import static dev.lifeguard.gui.shell.ShownWindow.onFx;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Going on with an interrupted run from the window that shows it.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class ResumeWindowTest {
  private static final Path RUN = Path.of("/r/1");
  private static final PoolEvent GONE =
      new PoolEvent.Unrecognised(90_000_000_000L, "recording-ends", "the supervisor is gone");

  private final ScriptedSource source = new ScriptedSource();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private ShownWindow window;

  @Start
  void start(Stage stage) {
    window = new ShownWindow(stage, workbench);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void deadRunTellsWhatGoingOnMeansAndGoesOn() {
    workbench.plans(new ResumePlan.Possible(61, 39, List.of("2 lines cannot be read."), List.of()));
    OpenJob goesOn = new OpenJob(new ScriptedSource(), Ownership.THIS_PROCESS);
    workbench.opensWith(new OpenAnswer.Opened(goesOn));
    open(GONE);
    window.click("#banner-resume");
    window.awaitText("Tasks that have ended and keep their results: 61. Known tasks that run: 39.");
    window.awaitText("2 lines cannot be read.");
    assertThat(window.robot().lookup("#resume-accept").tryQuery()).isEmpty();
    assertThat(workbench.resumed()).as("nothing before the answer").isEmpty();
    window.click("#resume-do");
    await().until(() -> window.elsewhere().equals(List.of(goesOn)));
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
    window.click("#resume");
    window.awaitText("job.yaml has changed. It goes on with the job as it was.");
    window.awaitText("is: b");
    assertThat(onFx(() -> window.robot().lookup("#resume-do").query().isDisabled())).isTrue();
    window
        .robot()
        .interact(() -> window.robot().lookup("#resume-accept").queryAs(CheckBox.class).fire());
    window.click("#resume-do");
    await().until(() -> workbench.resumed().equals(List.of("/r/1 with changes")));
  }

  @Test
  void whatCannotGoOnSaysWhy() {
    workbench.plans(new ResumePlan.Refused("Another supervisor holds it."));
    open(GONE);
    window.click("#banner-resume");
    window.awaitText("Another supervisor holds it.");
    assertThat(workbench.resumed()).isEmpty();
  }

  @Test
  void finishedRunAndForeignRecordingOfferNothing() {
    open(new PoolEvent.JobEnded(90_000_000_000L, JobEnd.FINISHED, 0));
    assertThat(window.isShown("#resume")).isFalse();
    assertThat(window.session().canResumeProperty().get()).isFalse();
    ScriptedSource packed = new ScriptedSource();
    MainWindow other = onFx(() -> new MainWindow(workbench, new Appearance(), _ -> {}));
    window.robot().interact(() -> other.show(new OpenJob(packed, Ownership.OTHERS)));
    packed.tell(Stories.running().events());
    packed.tell(List.of(GONE));
    await().until(() -> onFx(() -> other.session().orElseThrow().canRunAgainProperty().get()));
    assertThat(onFx(() -> other.session().orElseThrow().canResumeProperty().get())).isFalse();
    window.robot().interact(other::dispose);
  }

  private void open(PoolEvent end) {
    source.tell(Stories.running().events());
    source.tell(List.of(end));
    window.show(new OpenJob(source, Ownership.OTHERS).in(RUN));
    await().until(() -> onFx(() -> window.session().canRunAgainProperty().get()));
  }
}
