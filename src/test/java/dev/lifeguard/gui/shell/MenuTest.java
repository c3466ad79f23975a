package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.ProcessIdentity;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// That the entries of the menus do what they say. The buttons that do the same have tests of their
/// own, but not the way through the menus.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class MenuTest {
  private static final ProcessIdentity FIRST = Story.identity(23418);
  private static final ProcessIdentity SUSPENDED = Story.identity(23419);

  private final ScriptedSource source = new ScriptedSource();
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) {
    window = new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {});
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
    source.tell(Stories.running().events());
    window.show(new OpenJob(source, Ownership.THIS_PROCESS));
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void entriesForThePoolSendTheirCommands() {
    sends("pauseItem", new Command.Pause());
    sends("moreItem", new Command.Resize(5));
    sends("fewerItem", new Command.Resize(4));
    sends("drainItem", new Command.Drain("drained in the window"));
    sends("stopItem", new Command.Stop("stopped in the window"));
    sends("abortItem", new Command.Abort("stopped in the window"));
  }

  @Test
  void entriesForTheChosenWorkerSendTheirCommands() {
    assertThat(onFx(() -> item("terminateItem").isDisable())).isTrue();
    choose("worker 1");
    sends("terminateItem", new Command.Terminate(1, FIRST));
    sends("suspendItem", new Command.Suspend(1, FIRST));
    sends("restartItem", new Command.Restart(1, FIRST));
    sends("dumpItem", new Command.Dump(1, FIRST));
    choose("worker 2");
    sends("continueItem", new Command.Continue(2, SUSPENDED));
  }

  @Test
  void inspectorIsFoldedByItsEntry() {
    assertThat(robot.lookup("#inspector-tabs").tryQuery()).isPresent();
    fire("foldItem");
    assertThat(robot.lookup("#inspector-tabs").tryQuery()).isEmpty();
    fire("foldItem");
    assertThat(robot.lookup("#inspector-tabs").tryQuery()).isPresent();
  }

  /// Fires an entry as soon as it can be, and expects this one command.
  private void sends(String id, Command expected) {
    source.asked().clear();
    fire(id);
    assertThat(source.asked()).as(id).containsExactly(expected);
  }

  private void fire(String id) {
    await().until(() -> onFx(() -> !item(id).isDisable()));
    robot.interact(() -> item(id).fire());
  }

  private MenuItem item(String id) {
    return ((MenuBar) window.root().lookup("#menu-bar"))
        .getMenus().stream()
            .flatMap(MenuTest::entries)
            .filter(entry -> id.equals(entry.getId()))
            .findFirst()
            .orElseThrow();
  }

  private static Stream<MenuItem> entries(MenuItem entry) {
    return entry instanceof Menu menu
        ? menu.getItems().stream().flatMap(MenuTest::entries)
        : Stream.of(entry);
  }

  private void choose(String worker) {
    await().until(() -> onFx(() -> row(worker) >= 0));
    robot.interact(() -> tree().getSelectionModel().select(row(worker)));
  }

  private int row(String worker) {
    for (int row = 0; row < tree().getExpandedItemCount(); row++) {
      TreeItem<ProcessNode> item = tree().getTreeItem(row);
      if (item.getValue().row().cells().name().equals(worker)) {
        return row;
      }
    }
    return -1;
  }

  @SuppressWarnings("unchecked") // It is the one table of processes.
  private TreeTableView<ProcessNode> tree() {
    return (TreeTableView<ProcessNode>) window.root().lookup("#processes");
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(5000, value::get);
  }
}
