package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
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
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Saving the recording of a job from the window that shows it.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class SaveWindowTest {
  private static final PoolEvent END = new PoolEvent.JobEnded(90_000_000_000L, JobEnd.FINISHED, 0);

  private final ScriptedSource source = new ScriptedSource();
  private final ScriptedRecording recording = new ScriptedRecording();
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
    source.tell(Stories.running().events());
  }

  @AfterEach
  void close() {
    // Lets a saving go that a test has left.
    recording.answers(new SaveAnswer.Refused("over"));
    robot.interact(window::dispose);
  }

  @Test
  void tellsWhatGoesIntoTheFileAndThatItIsOnlyUpToNow() {
    show();
    robot.press(KeyCode.CONTROL).type(KeyCode.S).release(KeyCode.CONTROL);
    awaitText("Save the recording of primes-demo as one file");
    assertThat(isShown("#save-early")).isTrue();
    awaitText("the job, with the values of the variables API_TOKEN, OMP_NUM_THREADS");
    awaitText("items, results and errors of the tasks");
    awaitText("what the workers printed");
    assertThat(text("#save-secrets")).contains("passwords");
    check("#save-redact");
    assertThat(text("#save-secrets")).startsWith("Left out: items, results");
    assertThat(field().getText()).isEqualTo(ScriptedRecording.FILE);
    assertThat(recording.saved()).as("nothing before the answer").isEmpty();
  }

  @Test
  void savesWhereTheUserSaysAndLeadsToTheFile() {
    source.tell(List.of(END));
    show();
    OpenJob saved = new OpenJob(new ScriptedSource(), Ownership.OTHERS);
    workbench.opensWith(new OpenAnswer.Opened(saved));
    click("#save");
    await().until(() -> isShown("#save-do"));
    type("/home/kim/for-kim.lifeguard");
    check("#save-redact");
    click("#save-do");
    await().until(() -> !recording.saved().isEmpty());
    assertThat(recording.saved()).containsExactly("/home/kim/for-kim.lifeguard redacted");
    assertThat(robot.lookup("#save-do").query().isDisabled()).as("not twice").isTrue();
    assertThat(recording.tell(1 << 20, 4 << 20)).isTrue();
    await().until(() -> onFx(() -> progress().getProgress()) == 0.25);
    assertThat(isShown("#save-progress")).isTrue();

    Path file = Path.of("/home/kim/for-kim.lifeguard");
    recording.answers(new SaveAnswer.Saved(file.toString(), 1_234_567));
    awaitText("Saved as /home/kim/for-kim.lifeguard, 1.18 MiB.");
    click("#save-reveal");
    await().until(() -> workbench.revealed().equals(List.of(file)));
    assertThat(isShown("#save-open")).as("it stays to be read").isTrue();
    click("#save-open");
    await().until(() -> elsewhere.equals(List.of(saved)));
    assertThat(workbench.opened()).containsExactly(file);
  }

  @Test
  void saysWhyItFailedAndCanBeTriedAgain() {
    show();
    robot.interact(window::save);
    await().until(() -> isShown("#save-do"));
    type("");
    click("#save-do");
    awaitText("Write the name of a file.");
    assertThat(recording.saved()).isEmpty();
    type("/old.lifeguard");
    awaitText("There is such a file already; it will be replaced.");
    recording.answers(new SaveAnswer.Refused("No space left on the device."));
    click("#save-do");
    awaitText("No space left on the device.");
    assertThat(robot.lookup("#save-do").query().isDisabled()).isFalse();
    type("/new.lifeguard");
    await("both are words of the old file")
        .until(() -> !isShown("#save-fault") && !isShown("#save-remark"));
  }

  @Test
  void cancelGivesUpWhatIsBeingSaved() {
    show();
    robot.interact(window::save);
    await().until(() -> isShown("#save-do"));
    click("#save-do");
    await().until(() -> !recording.saved().isEmpty());
    assertThat(recording.tell(1, 2)).isTrue();
    robot.type(KeyCode.ESCAPE);
    await().until(() -> !recording.tell(1, 2));
    assertThat(robot.lookup("#save-content").tryQuery()).isEmpty();
  }

  @Test
  void whatCannotBeSavedSaysWhy() {
    recording.plans(new SavePlan.Refused("Nothing was seen of this pool so far"));
    show();
    robot.interact(window::save);
    awaitText("Nothing was seen of this pool so far");
    assertThat(robot.lookup("#save-do").tryQuery()).isEmpty();
    assertThat(isShown("#save-parts")).isFalse();
  }

  @Test
  void jobWithoutARecordingOffersNothing() {
    robot.interact(() -> window.show(new OpenJob(source, Ownership.OTHERS)));
    assertThat(saveItem().isDisable()).isTrue();
    assertThat(isShown("#save")).isFalse();
    robot.interact(window::save);
    assertThat(robot.lookup("#save-content").tryQuery()).isEmpty();
  }

  /// Such a job has no strip of its end.
  @Test
  void interruptedJobOffersItInTheBanner() {
    show();
    assertThat(isShown("#banner-save")).isFalse();
    source.tell(
        List.of(new PoolEvent.Unrecognised(90_000_000_000L, "recording-ends", "it is gone")));
    await().until(() -> isShown("#banner-save"));
    click("#banner-save");
    await().until(() -> isShown("#save-do"));
  }

  private void show() {
    robot.interact(() -> {
      window.show(new OpenJob(source, Ownership.OTHERS).savedAs(recording));
      window.root().requestFocus();
    });
    assertThat(saveItem().isDisable()).isFalse();
  }

  private MenuItem saveItem() {
    MenuBar menus = (MenuBar) onFx(() -> window.root()).lookup("#menu-bar");
    return menus.getMenus().stream()
        .flatMap(menu -> menu.getItems().stream())
        .filter(item -> "menu-save".equals(item.getId()))
        .findFirst()
        .orElseThrow();
  }

  private TextField field() {
    return robot.lookup("#save-file").query();
  }

  private ProgressBar progress() {
    return robot.lookup("#save-progress").query();
  }

  private void type(String file) {
    robot.interact(() -> field().setText(file));
  }

  private void check(String box) {
    robot.interact(() -> robot.lookup(box).queryAs(CheckBox.class).fire());
  }

  private String text(String id) {
    return onFx(() -> robot.lookup(id).queryAs(Labeled.class).getText());
  }

  private void click(String button) {
    await().until(() -> isShown(button));
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  private boolean isShown(String id) {
    return onFx(() -> robot.lookup(id).tryQuery().filter(SaveWindowTest::isSeen).isPresent());
  }

  private static boolean isSeen(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private void awaitText(String text) {
    await()
        .until(() ->
            onFx(() ->
                robot
                    .lookup(node ->
                        node instanceof Labeled label
                            && text.equals(label.getText())
                            && isSeen(label))
                    .tryQuery()
                    .isPresent()));
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
