package dev.lifeguard.gui.shell;

import static dev.lifeguard.gui.shell.ShownWindow.onFx;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Saving the recording of a job from the window that shows it.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class SaveWindowTest {
  private static final PoolEvent END = new PoolEvent.JobEnded(90_000_000_000L, JobEnd.FINISHED, 0);

  private final ScriptedSource source = new ScriptedSource();
  private final ScriptedRecording recording = new ScriptedRecording();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private ShownWindow window;

  @Start
  void start(Stage stage) {
    window = new ShownWindow(stage, workbench);
    source.tell(Stories.running().events());
  }

  @AfterEach
  void close() {
    // Lets a saving go that a test has left.
    recording.answers(new SaveAnswer.Refused("over"));
    window.close();
  }

  @Test
  void tellsWhatGoesIntoTheFileAndThatItIsOnlyUpToNow() {
    show();
    window.robot().press(KeyCode.CONTROL).type(KeyCode.S).release(KeyCode.CONTROL);
    window.awaitText("Save the recording of primes-demo as one file");
    assertThat(window.isShown("#save-early")).isTrue();
    window.awaitText("the job, with the values of the variables API_TOKEN, OMP_NUM_THREADS");
    window.awaitText("items, results and errors of the tasks");
    window.awaitText("what the workers printed");
    assertThat(window.text("#save-secrets")).contains("passwords");
    check("#save-redact");
    assertThat(window.text("#save-secrets")).startsWith("Left out: items, results");
    assertThat(field().getText()).isEqualTo(ScriptedRecording.FILE);
    assertThat(recording.saved()).as("nothing before the answer").isEmpty();
  }

  @Test
  void savesWhereTheUserSaysAndLeadsToTheFile() {
    source.tell(List.of(END));
    show();
    OpenJob saved = new OpenJob(new ScriptedSource(), Ownership.OTHERS);
    workbench.opensWith(new OpenAnswer.Opened(saved));
    window.click("#save");
    await().until(() -> window.isShown("#save-do"));
    type("/home/kim/for-kim.lifeguard");
    check("#save-redact");
    window.click("#save-do");
    await().until(() -> !recording.saved().isEmpty());
    assertThat(recording.saved()).containsExactly("/home/kim/for-kim.lifeguard redacted");
    assertThat(window.robot().lookup("#save-do").query().isDisabled()).as("not twice").isTrue();
    assertThat(recording.tell(1 << 20, 4 << 20)).isTrue();
    await().until(() -> onFx(() -> progress().getProgress()) == 0.25);
    assertThat(window.isShown("#save-progress")).isTrue();

    Path file = Path.of("/home/kim/for-kim.lifeguard");
    recording.answers(new SaveAnswer.Saved(file.toString(), 1_234_567));
    window.awaitText("Saved as /home/kim/for-kim.lifeguard, 1.18 MiB.");
    window.click("#save-reveal");
    await().until(() -> workbench.revealed().equals(List.of(file)));
    assertThat(window.isShown("#save-open")).as("it stays to be read").isTrue();
    window.click("#save-open");
    await().until(() -> window.elsewhere().equals(List.of(saved)));
    assertThat(workbench.opened()).containsExactly(file);
  }

  @Test
  void saysWhyItFailedAndCanBeTriedAgain() {
    show();
    window.robot().interact(window.window()::save);
    await().until(() -> window.isShown("#save-do"));
    type("");
    window.click("#save-do");
    window.awaitText("Write the name of a file.");
    assertThat(recording.saved()).isEmpty();
    type("/old.lifeguard");
    window.awaitText("There is such a file already; it will be replaced.");
    recording.answers(new SaveAnswer.Refused("No space left on the device."));
    window.click("#save-do");
    window.awaitText("No space left on the device.");
    assertThat(window.robot().lookup("#save-do").query().isDisabled()).isFalse();
    type("/new.lifeguard");
    await("both are words of the old file")
        .until(() -> !window.isShown("#save-fault") && !window.isShown("#save-remark"));
  }

  @Test
  void cancelGivesUpWhatIsBeingSaved() {
    show();
    window.robot().interact(window.window()::save);
    await().until(() -> window.isShown("#save-do"));
    window.click("#save-do");
    await().until(() -> !recording.saved().isEmpty());
    assertThat(recording.tell(1, 2)).isTrue();
    window.robot().type(KeyCode.ESCAPE);
    await().until(() -> !recording.tell(1, 2));
    assertThat(window.robot().lookup("#save-content").tryQuery()).isEmpty();
  }

  @Test
  void whatCannotBeSavedSaysWhy() {
    recording.plans(new SavePlan.Refused("Nothing was seen of this pool so far"));
    show();
    window.robot().interact(window.window()::save);
    window.awaitText("Nothing was seen of this pool so far");
    assertThat(window.robot().lookup("#save-do").tryQuery()).isEmpty();
    assertThat(window.isShown("#save-parts")).isFalse();
  }

  @Test
  void jobWithoutARecordingOffersNothing() {
    window.show(new OpenJob(source, Ownership.OTHERS));
    assertThat(saveItem().isDisable()).isTrue();
    assertThat(window.isShown("#save")).isFalse();
    window.robot().interact(window.window()::save);
    assertThat(window.robot().lookup("#save-content").tryQuery()).isEmpty();
  }

  /// Such a job has no strip of its end.
  @Test
  void interruptedJobOffersItInTheBanner() {
    show();
    assertThat(window.isShown("#banner-save")).isFalse();
    source.tell(
        List.of(new PoolEvent.Unrecognised(90_000_000_000L, "recording-ends", "it is gone")));
    await().until(() -> window.isShown("#banner-save"));
    window.click("#banner-save");
    await().until(() -> window.isShown("#save-do"));
  }

  private void show() {
    window
        .robot()
        .interact(() -> {
          window.window().show(new OpenJob(source, Ownership.OTHERS).savedAs(recording));
          window.window().root().requestFocus();
        });
    assertThat(saveItem().isDisable()).isFalse();
  }

  private MenuItem saveItem() {
    return window.item("menu-save");
  }

  private TextField field() {
    return window.robot().lookup("#save-file").query();
  }

  private ProgressBar progress() {
    return window.robot().lookup("#save-progress").query();
  }

  private void type(String file) {
    window.robot().interact(() -> field().setText(file));
  }

  private void check(String box) {
    window.robot().interact(() -> window.robot().lookup(box).queryAs(CheckBox.class).fire());
  }
}
