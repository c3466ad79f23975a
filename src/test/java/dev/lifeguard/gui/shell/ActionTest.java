package dev.lifeguard.gui.shell;

import static dev.lifeguard.gui.shell.ShownWindow.onFx;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.Scenes;
import dev.lifeguard.gui.story.ScriptedInspector;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import java.nio.file.Path;
import java.util.EnumSet;
import javafx.scene.control.ComboBox;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// That the buttons and entries do what they say, one by one: those that no other test uses on its
/// way.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class ActionTest {
  private static final ProcessIdentity FIRST = Story.identity(23418);

  private final FakeWorkbench workbench = new FakeWorkbench();
  private final ScriptedSource source = new ScriptedSource();
  private ShownWindow window;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    workbench.inspectsWith(new ScriptedInspector());
    window = new ShownWindow(stage, workbench);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void startPageAttachesAndOpens() {
    window.click("#start-attach");
    await().until(() -> window.isShown("#candidates"));
    window.robot().interact(() -> EveryDialog.opened().orElseThrow().hide());
    window.click("#start-open");
    await().until(() -> window.isShown("#runs"));
  }

  @Test
  void restartGoesToTheChosenWorker() {
    open(Stories.running());
    window.choose("worker 1");
    window.click("#restart");
    assertThat(source.asked()).containsExactly(new Command.Restart(1, FIRST));
  }

  @Test
  void jobIsKilledOnlyAfterAQuestion() {
    open(Stories.running());
    abort();
    window.awaitText("Cancel");
    window.robot().interact(() -> EveryDialog.opened().orElseThrow().hide());
    assertThat(source.asked()).as("after another thought").isEmpty();
    abort();
    window.click("#abort-do");
    assertThat(source.asked()).containsExactly(new Command.Abort("stopped in the window"));
  }

  @Test
  void menuKillsTheJobAfterTheSameQuestion() {
    open(Stories.running());
    await().until(() -> window.isShown("#drain"));
    window.fire("menu-abort");
    window.click("#abort-do");
    assertThat(source.asked()).containsExactly(new Command.Abort("stopped in the window"));
  }

  @Test
  void jobIsKilledWithoutAQuestionForThoseWhoWantNone() {
    open(Stories.running());
    window.fire("menu-preferences");
    await().until(() -> window.isShown("#preferences-confirm"));
    window.robot().interact(() -> confirmations().setValue(Confirmation.NEVER));
    abort();
    assertThat(source.asked()).containsExactly(new Command.Abort("stopped in the window"));
  }

  @SuppressWarnings("unchecked") // It is the one box of confirmations.
  private ComboBox<Confirmation> confirmations() {
    return window.robot().lookup("#preferences-confirm").queryAs(ComboBox.class);
  }

  private void abort() {
    await().until(() -> window.isShown("#drain"));
    window
        .robot()
        .interact(() ->
            window.robot().lookup("#drain").queryAs(SplitMenuButton.class).getItems().stream()
                .filter(item -> "abort".equals(item.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
  }

  @Test
  void foreignJobIsEndedAfterAQuestion() {
    ScriptedSource foreign = new ScriptedSource(EnumSet.of(Capability.END_FOREIGN_JOB));
    foreign.tell(Scenes.FOREIGN_HUNG.story().events());
    window.show(new OpenJob(foreign, Ownership.OTHERS));
    window.click("#foreign-end");
    await().until(() -> window.isShown("#foreign-end-do"));
    assertThat(foreign.asked()).isEmpty();
    window.click("#foreign-end-do");
    assertThat(foreign.asked()).containsExactly(new Command.Stop("asked by the user"));
    window.awaitText("The signal was sent to the manager.");
  }

  @Test
  void endedForeignPoolIsClosedFromItsBanner() {
    Story story = Scenes.FOREIGN_HUNG.story().after(1_000);
    source.tell(
        story.add(new PoolEvent.ManagerEnded(story.now(), new ExitStatus.Exited(0))).events());
    window.show(new OpenJob(source, Ownership.OTHERS));
    window.click("#banner-close");
    await().until(() -> onFx(() -> !stage.isShowing()));
  }

  @Test
  void threadsTabAsksAllWorkersForTheirStacks() {
    open(Stories.running());
    turnTo(JobTab.THREADS);
    window.click("#dump-all");
    // Worker 2 is stopped and could not answer.
    assertThat(source.asked())
        .containsExactlyInAnyOrder(
            new Command.Dump(1, FIRST),
            new Command.Dump(3, Story.identity(23420)),
            new Command.Dump(4, Story.identity(23421)));
  }

  @Test
  void particularsOfAProcessAreCopied() {
    open(Stories.running());
    window.choose("worker 1");
    turnTo(JobTab.PROCESS);
    window.click("#process-copy");
    assertThat(clipboard()).startsWith("Worker 1 · python3\nCommand line ");
  }

  @Test
  void incidentIsShownInTheTimeline() {
    open(Stories.killed());
    turnTo(JobTab.EVENTS);
    window.click("#show-in-timeline");
    assertThat(window.frontTab("#lower-tabs")).isEqualTo("Timeline");
    assertThat(onFx(() -> window.session().timeline().incidentProperty().get())).isEqualTo(1);
    assertThat(onFx(() -> window.session().timeline().followingProperty().get()))
        .as("the timeline stays where the incident is")
        .isFalse();
  }

  @Test
  void keysWalkThroughIncidentsInBothDirections() {
    open(Stories.killed().killed(5, 60, 2, 11));
    await().until(() -> window.isShown("#next-incident"));
    window.robot().push(KeyCode.SHIFT, KeyCode.F2);
    window.awaitText("1 of 2");
    window.robot().push(KeyCode.F2);
    window.awaitText("2 of 2");
    window.robot().push(KeyCode.SHIFT, KeyCode.F2);
    window.awaitText("1 of 2");
  }

  @Test
  void entriesOfTheMenuRepeatAndCancelTheChosenTask() {
    open(Stories.running());
    turnTo(JobTab.QUEUE);
    assertThat(onFx(() -> window.item("retryItem").isDisable())).isTrue();
    chooseTask(17);
    window.fire("retryItem");
    assertThat(source.asked()).containsExactly(new Command.RetryTask(17));
    source.asked().clear();
    chooseTask(104);
    window.fire("cancelItem");
    assertThat(source.asked()).containsExactly(new Command.CancelTask(104));
  }

  private void chooseTask(int task) {
    TableView<Integer> queue = window.robot().lookup("#queue").queryTableView();
    await().until(() -> onFx(() -> queue.getItems().size() == 104));
    window.robot().interact(() -> queue.getSelectionModel().clearAndSelect(task - 1));
  }

  @Test
  void presetIsDeleted() {
    window.click("#launch");
    await().until(() -> window.isShown("#preset-name"));
    type("#launch-target", "work.py:work");
    type("#preset-name", "mine");
    window.click("#preset-save");
    await().until(() -> onFx(() -> !window.robot().lookup("#preset-choose").query().isDisabled()));
    window.click("#preset-delete");
    await().until(() -> onFx(() -> window.robot().lookup("#preset-choose").query().isDisabled()));
  }

  @Test
  void commandThatWouldDoTheSameIsCopied() {
    window.click("#launch");
    await().until(() -> window.isShown("#launch-target"));
    type("#launch-target", "work.py:work");
    window.click("#copy-command");
    assertThat(clipboard())
        .startsWith("lifeguard run --python work.py:work")
        .isEqualTo(window.text("#command-line"));
  }

  @Test
  void aboutTellsTheVersionAndWhereTheLogIs() {
    window.fire("menu-about");
    window.awaitText("Version 0.1 on Java 25, JavaFX 26");
    window.awaitText(
        "What goes wrong inside is written to /home/kim/.local/state/lifeguard/lifeguard.log");
  }

  private void open(Story story) {
    source.tell(story.events());
    window.show(
        new OpenJob(source, Ownership.THIS_PROCESS)
            .in(Path.of("/r/1"))
            .savedAs(new ScriptedRecording()));
  }

  private void turnTo(JobTab tab) {
    window.robot().interact(() -> window.window().show(tab));
  }

  private void type(String field, String text) {
    window
        .robot()
        .interact(() -> window.robot().lookup(field).queryAs(TextInputControl.class).setText(text));
  }

  private static String clipboard() {
    return onFx(() -> String.valueOf(Clipboard.getSystemClipboard().getString()));
  }
}
