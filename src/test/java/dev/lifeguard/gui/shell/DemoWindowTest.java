package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Figure;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
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
  private Stage stage;
  private Appearance appearance;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    appearance = new Appearance();
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

  @Test
  void presenterModeTellsAnIncidentLineByLineWhileNothingElseMoves() {
    open(Stories.running());
    present();
    source.tell(rest(Stories.running(), Stories.killed()));
    await().until(() -> onFx(() -> lines().stream().anyMatch(Node::isVisible)));
    assertThat(onFx(() -> lines().getFirst().isVisible())).isTrue();
    assertThat(onFx(() -> lines().getLast().isVisible())).as("its turn is later").isFalse();
    int known = onFx(() -> lines().size());
    String done = figure("#figure-done");

    source.tell(rest(Stories.killed(), Stories.finished()));

    await().until(() -> onFx(() -> lines().size()) > known);
    assertThat(figure("#figure-done")).as("the figures stand still").isEqualTo(done);
    assertThat(shows("#verdict")).isFalse();
    present();
    await().until(() -> shows("#verdict"));
    assertThat(onFx(this::lines)).allMatch(Node::isVisible);
    assertThat(figure("#figure-done")).isNotEqualTo(done);
  }

  @Test
  void presenterModeIsLargeAndCalmAndLeavesEverythingAsItWas() {
    open(Stories.killed());
    await().until(() -> !onFx(this::lines).isEmpty());
    present();
    assertThat(onFx(() -> appearance.fontSizeProperty().get()))
        .isEqualTo(Appearance.AUDIENCE_FONT_SIZE);
    assertThat(onFx(() -> stage.getScene().getPreferences().isReducedMotion())).isTrue();
    assertThat(onFx(() -> actions().isExpanded())).as("room for the incident").isFalse();
    assertThat(onFx(this::lines)).as("what was there stays").allMatch(Node::isVisible);
    present();
    assertThat(onFx(() -> appearance.fontSizeProperty().get()))
        .isEqualTo(Appearance.USUAL_FONT_SIZE);
    assertThat(onFx(() -> stage.getScene().getPreferences().isReducedMotion())).isFalse();
    assertThat(onFx(() -> actions().isExpanded())).isTrue();
  }

  @Test
  void whoWantsNoMotionGetsAllLinesAtOnce() {
    robot.interact(
        () -> appearance.show(new Look(ThemeChoice.LIGHT, 10, MemoryUnits.BINARY, Motion.REDUCED)));
    open(Stories.running());
    present();
    source.tell(rest(Stories.running(), Stories.finished()));
    await().until(() -> shows("#verdict"));
    assertThat(onFx(this::lines)).isNotEmpty().allMatch(Node::isVisible);
  }

  @Test
  void demoMenuBreaksTheChosenWorkerFromOutsideAfterTheUsualQuestion() {
    open(Stories.running());
    await().until(() -> onFx(() -> tree().getExpandedItemCount()) > 3);
    assertThat(blow("kill").isDisable()).as("nobody is chosen").isTrue();
    choose("worker 3");
    assertThat(blow("kill").isDisable()).isFalse();

    robot.interact(() -> blow("fault").fire());
    assertThat(workbench.struck()).as("it is asked first").isEmpty();
    assertThat(shows("#confirm-kill")).isTrue();
    robot.interact(() -> robot.lookup("#confirm-kill").queryAs(Button.class).fire());
    await().until(() -> workbench.struck().contains("23420 11"));
    assertThat(source.asked()).as("the supervisor knows nothing").isEmpty();

    robot.interact(() -> blow("stop").fire());
    await().until(() -> workbench.struck().contains("23420 19"));
    await().until(() -> shows("SIGSTOP was sent to worker 3 from outside"));
  }

  @Test
  void nobodyElsesPoolIsBrokenForADemonstration() {
    source.tell(Stories.running().events());
    robot.interact(() -> window.show(new OpenJob(source, Ownership.OTHERS)));
    await().until(() -> onFx(() -> tree().getExpandedItemCount()) > 3);
    choose("worker 3");
    assertThat(blow("kill").isDisable()).isTrue();
  }

  private MenuItem blow(String name) {
    Menu breaking = (Menu) robot.lookup("#demo").queryAs(MenuButton.class).getItems().getFirst();
    return breaking.getItems().stream()
        .filter(item -> ("break-" + name).equals(item.getId()))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the rows are.
  private TreeTableView<ProcessNode> tree() {
    return robot.lookup("#processes").queryAs(TreeTableView.class);
  }

  private void choose(String worker) {
    robot.interact(() -> {
      for (int row = 0; row < tree().getExpandedItemCount(); row++) {
        if (tree().getTreeItem(row).getValue().row().cells().name().equals(worker)) {
          tree().getSelectionModel().select(row);
        }
      }
    });
    WaitForAsyncUtils.waitForFxEvents();
  }

  @Test
  void figuresTakeOneRowWhereOneIsEnough() {
    open(Stories.running());
    Region figures = robot.lookup(".figures").queryAs(Region.class);
    Region figure = robot.lookup("#figure-done").queryAs(Region.class);
    await().until(() -> onFx(() -> figures.getHeight() < 1.5 * figure.prefHeight(-1)));
  }

  private void open(Story story) {
    source.tell(story.events());
    robot.interact(() -> window.show(new OpenJob(source, Ownership.THIS_PROCESS)));
    await().until(() -> shows("#figure-done"));
  }

  private static List<PoolEvent> rest(Story told, Story whole) {
    return whole.events().subList(told.events().size(), whole.events().size());
  }

  private void present() {
    robot.press(KeyCode.SHIFT, KeyCode.F11).release(KeyCode.F11, KeyCode.SHIFT);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// The lines of the incident's time line and evidence.
  private List<Node> lines() {
    List<Node> lines = new ArrayList<>(robot.lookup(".incident .step").queryAll());
    lines.addAll(robot.lookup(".incident .proof").queryAll());
    return lines;
  }

  private TitledPane actions() {
    return robot.lookup("#actions").queryAs(TitledPane.class);
  }

  private String figure(String id) {
    return onFx(() -> robot.lookup(id).queryAs(Figure.class).getValue());
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
