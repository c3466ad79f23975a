package dev.lifeguard.gui.shell;

import static dev.lifeguard.gui.shell.ShownWindow.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.ProcessIdentity;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// That the entries of the menus do what they say. The buttons that do the same have tests of their
/// own, but not the way through the menus.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class MenuTest {
  private static final ProcessIdentity FIRST = Story.identity(23418);
  private static final ProcessIdentity SUSPENDED = Story.identity(23419);

  private final ScriptedSource source = new ScriptedSource();
  private ShownWindow window;

  @Start
  void start(Stage stage) {
    window = new ShownWindow(stage, new FakeWorkbench());
    source.tell(Stories.running().events());
    window.window().show(new OpenJob(source, Ownership.THIS_PROCESS));
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void entriesForThePoolSendTheirCommands() {
    sends("pauseItem", new Command.Pause());
    sends("moreItem", new Command.Resize(5));
    sends("fewerItem", new Command.Resize(4));
    sends("drainItem", new Command.Drain("drained in the window"));
    sends("stopItem", new Command.Stop("stopped in the window"));
  }

  @Test
  void entriesForTheChosenWorkerSendTheirCommands() {
    assertThat(onFx(() -> window.item("terminateItem").isDisable())).isTrue();
    window.choose("worker 1");
    sends("terminateItem", new Command.Terminate(1, FIRST));
    sends("suspendItem", new Command.Suspend(1, FIRST));
    sends("restartItem", new Command.Restart(1, FIRST));
    sends("dumpItem", new Command.Dump(1, FIRST));
    window.choose("worker 2");
    sends("continueItem", new Command.Continue(2, SUSPENDED));
  }

  @Test
  void inspectorIsFoldedByItsEntry() {
    assertThat(window.isShown("#inspector-tabs")).isTrue();
    window.fire("foldItem");
    assertThat(window.isShown("#inspector-tabs")).isFalse();
    window.fire("foldItem");
    assertThat(window.isShown("#inspector-tabs")).isTrue();
  }

  /// Fires an entry as soon as it can be, and expects this one command.
  private void sends(String id, Command expected) {
    source.asked().clear();
    window.fire(id);
    assertThat(source.asked()).as(id).containsExactly(expected);
  }
}
