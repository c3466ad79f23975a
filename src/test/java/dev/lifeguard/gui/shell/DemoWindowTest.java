package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// What a window does for those who demonstrate something.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class DemoWindowTest {
  private final ScriptedSource source = new ScriptedSource();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private final List<OpenJob> elsewhere = new ArrayList<>();
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) {
    Appearance appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    window = new MainWindow(workbench, appearance, elsewhere::add);
    stage.setScene(new Scene(window.root(), 1280, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void foreignPoolOfADemonstrationTellsItsPromisesWhenItHasEnded() {
    List<PromiseSeen> seen = List.of(new PromiseSeen(true, "It hangs.", "It did."));
    source.tell(new Story().job("pool.py", 3, 0).events());
    source.tell(
        List.of(
            new PoolEvent.PoolRecognised(
                1, PoolKind.PYTHON_MULTIPROCESSING_POOL, "of its pipes", List.of("tasks"), "")));
    robot.interact(() -> window.show(new OpenJob(source, Ownership.OTHERS, () -> seen, List.of())));
    await().until(() -> shows("#foreign-headline"));
    assertThat(shows("#promises")).isFalse();

    source.tell(List.of(new PoolEvent.ManagerEnded(2, new ExitStatus.Signalled(2, false))));

    await().until(() -> shows("#promises"));
    assertThat(robot.lookup("It hangs. Seen: It did.").tryQuery()).isPresent();
  }

  private boolean shows(String what) {
    return onFx(() -> robot.lookup(what).tryQuery().filter(DemoWindowTest::isShown).isPresent());
  }

  private static boolean isShown(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(5000, value::get);
  }
}
