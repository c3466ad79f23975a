package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.PoolEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// What can be done to a pool and its tasks in the window.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class ControlsTest {
  private final ScriptedSource source = new ScriptedSource();
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) {
    Appearance appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void pauseAndGoTakeEachOthersPlace() {
    open(Stories.running());
    assertThat(isVisible("#go")).isFalse();
    click("#pause");
    assertThat(source.asked()).containsExactly(new Command.Pause());
    source.tell(List.of(new PoolEvent.PoolPaused(1)));
    await().until(() -> isVisible("#go"));
    assertThat(isVisible("#pause")).isFalse();
    robot.push(KeyCode.CONTROL, KeyCode.P);
    assertThat(source.asked()).endsWith(new Command.Go());
    source.tell(List.of(new PoolEvent.PoolContinued(2)));
    await().until(() -> isVisible("#pause"));
  }

  @Test
  void clicksOnMoreAndFewerAddUp() {
    open(Stories.running());
    awaitText("#wanted-workers", "4");
    click("#more-workers");
    click("#more-workers");
    click("#fewer-workers");
    assertThat(source.asked())
        .containsExactly(new Command.Resize(5), new Command.Resize(6), new Command.Resize(5));
    awaitText("#wanted-workers", "5");
  }

  @Test
  void refusedCommandIsTakenBackAndSaid() {
    source.answerWith(new CommandAnswer.Refused("the job is ending already"));
    open(Stories.running());
    awaitText("#wanted-workers", "4");
    click("#more-workers");
    awaitText("#controls-refusal", "the job is ending already");
    awaitText("#wanted-workers", "4");
  }

  @Test
  void jobThatIsDrainedCanStillBeStopped() {
    open(Stories.running().add(new PoolEvent.PoolDraining(1, "drained in the window")));
    await().until(() -> onFx(() -> button("#pause").isDisabled()));
    robot.interact(controlItem("stop")::fire);
    assertThat(source.asked()).containsExactly(new Command.Stop("stopped in the window"));
  }

  @Test
  void endedTaskIsRunOnceMore() {
    open(Stories.killed());
    chooseTask(17);
    assertThat(item("task-cancel").isDisable()).isTrue();
    robot.interact(item("task-retry")::fire);
    assertThat(source.asked()).containsExactly(new Command.RetryTask(17));
    awaitText("#task-answer", "#17: run once more was asked");
    source.tell(List.of(new PoolEvent.TaskRepeated(1, 105, 17)));
    await().until(() -> item("task-retry").isDisable());
  }

  @Test
  void runningTaskIsTakenBackAndARefusalIsSaid() {
    source.answerWith(new CommandAnswer.Refused("task 60 has ended already, it is done"));
    open(Stories.killed());
    chooseTask(60);
    assertThat(item("task-retry").isDisable()).isTrue();
    robot.interact(item("task-cancel")::fire);
    assertThat(source.asked()).containsExactly(new Command.CancelTask(60));
    awaitText("#task-answer", "task 60 has ended already, it is done");
  }

  @Test
  void hungWorkerLeadsToItsIncidentAndCanDumpItsStacks() {
    open(Stories.hung());
    await().until(() -> isVisible("#figure-hung"));
    chooseWorker("worker 1");
    await().until(() -> robot.lookup("Worker 1 is hung").tryQuery().isPresent());
    click("#dump");
    assertThat(source.asked()).containsExactly(new Command.Dump(1, Story.identity(23418)));
  }

  @Test
  void recordingHasNoControls() {
    ScriptedSource recording = new ScriptedSource(Set.of());
    recording.tell(Stories.running().events());
    robot.interact(() -> {
      window.show(new OpenJob(recording, Ownership.OTHERS));
      window.show(JobTab.QUEUE);
    });
    await().until(() -> queue().getItems().size() == 104);
    assertThat(isVisible("#controls")).isFalse();
    assertThat(queue().getContextMenu()).isNull();
  }

  private MenuItem controlItem(String id) {
    SplitMenuButton drain = robot.lookup("#drain").queryAs(SplitMenuButton.class);
    return drain.getItems().stream().filter(i -> id.equals(i.getId())).findFirst().orElseThrow();
  }

  private void open(Story story) {
    source.tell(story.events());
    robot.interact(() -> {
      window.show(new OpenJob(source, Ownership.THIS_PROCESS));
      window.show(JobTab.QUEUE);
    });
    await().until(() -> queue().getItems().size() >= 104);
  }

  private TableView<Integer> queue() {
    return robot.lookup("#queue").queryTableView();
  }

  private void chooseTask(int task) {
    robot.interact(() -> queue().getSelectionModel().clearAndSelect(task - 1));
  }

  private void chooseWorker(String name) {
    TreeTableView<?> tree = robot.lookup("#processes").queryAs(TreeTableView.class);
    await().until(() -> onFx(() -> tree.getExpandedItemCount() > 4));
    robot.interact(() -> {
      for (int i = 0; i < tree.getExpandedItemCount(); i++) {
        TreeItem<?> item = tree.getTreeItem(i);
        if (item.getValue() instanceof ProcessNode node && node.row().cells().name().equals(name)) {
          tree.getSelectionModel().select(i);
        }
      }
    });
  }

  private MenuItem item(String id) {
    ContextMenu menu = queue().getContextMenu();
    return menu.getItems().stream().filter(i -> id.equals(i.getId())).findFirst().orElseThrow();
  }

  private Button button(String id) {
    return robot.lookup(id).queryButton();
  }

  /// Fires a button. The headless screen is smaller than the window, so a mouse may miss it.
  private void click(String id) {
    robot.interact(() -> button(id).fire());
  }

  private boolean isVisible(String id) {
    return onFx(() -> {
      Node node = robot.lookup(id).query();
      return node.isVisible();
    });
  }

  private void awaitText(String id, String beginning) {
    await()
        .untilAsserted(() ->
            assertThat(
                    onFx(() ->
                        robot.lookup(id).query() instanceof Label label ? label.getText() : ""))
                .contains(beginning));
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(5000, value::get);
  }
}
