package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// The window on a real display, under a real mouse: what JavaFX's headless platform cannot do.
@Tag("display")
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class RealDisplayTest {
  private final ScriptedSource source = new ScriptedSource();
  private final FxRobot robot = new FxRobot();
  private ShownWindow window;

  @Start
  void start(Stage stage) {
    stage.setX(0);
    stage.setY(0);
    window = new ShownWindow(stage, new FakeWorkbench(), 1280, 800);
    source.tell(Stories.running().events());
    window.window().show(new OpenJob(source, Ownership.THIS_PROCESS));
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void workerIsChosenAndKilledWithTheMouse() {
    awaitShown("worker 3");
    robot.clickOn("worker 3");
    await().until(() -> !robot.lookup("#kill").queryButton().isDisabled());
    robot.clickOn("#kill");
    robot.clickOn("#confirm-kill");
    await().until(() -> !source.asked().isEmpty());
    assertThat(source.asked()).containsExactly(new Command.Kill(3, Story.identity(23420)));
  }

  @Test
  void dividerIsDraggedWithTheMouse() {
    awaitShown("worker 1");
    SplitPane split = robot.lookup("#split").queryAs(SplitPane.class);
    double before = split.getDividerPositions()[0];
    Node divider =
        split.lookupAll(".split-pane-divider").stream()
            .filter(each -> split.equals(each.getParent()))
            .findFirst()
            .orElseThrow();
    robot.drag(divider).dropBy(-120, 0);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(split.getDividerPositions()[0]).isLessThan(before - 0.05);
  }

  @Test
  void filterIsClickedWithTheMouse() {
    awaitShown("worker 1");
    robot.interact(
        () -> robot.lookup("#lower-tabs").queryAs(TabPane.class).getSelectionModel().select(1));
    TableView<Integer> queue = robot.lookup("#queue").queryTableView();
    await().until(() -> !queue.getItems().isEmpty());
    int all = queue.getItems().size();
    robot.clickOn("#filter-running");
    await().until(() -> queue.getItems().size() < all);
  }

  @Test
  void toolbarStaysAsHighAsItIsWhileTheJobRuns() {
    awaitShown("worker 1");
    Node toolbar = robot.lookup(".tools").query();
    double before = toolbar.getLayoutBounds().getHeight();
    source.tell(
        Stories.killed()
            .events()
            .subList(Stories.running().events().size(), Stories.killed().events().size()));
    awaitShown("worker 5");
    assertThat(toolbar.getLayoutBounds().getHeight()).isEqualTo(before).isLessThan(60);
  }

  private void awaitShown(String text) {
    await().until(() -> robot.lookup(text).tryQuery().isPresent());
  }
}
