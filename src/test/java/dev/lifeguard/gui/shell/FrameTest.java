package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.ColumnPlace;
import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Figure;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.PoolEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// What the frame of the window does around a job.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class FrameTest {
  private final ScriptedSource source = new ScriptedSource();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private final Remembered remembered = Remembered.nothing();
  private final FxRobot robot = new FxRobot();
  private final List<OpenJob> beside = new ArrayList<>();
  private MainWindow window;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    Appearance appearance = new Appearance();
    remembered.settingsProperty().subscribe(settings -> appearance.show(settings.look()));
    window =
        new MainWindow(
            workbench,
            appearance,
            remembered,
            new Family() {
              @Override
              public void openElsewhere(OpenJob job) {
                throw new IllegalStateException("this window is alone");
              }

              @Override
              public void openBeside(MainWindow first, List<OpenJob> jobs) {
                beside.addAll(jobs);
              }

              @Override
              public boolean isOpen(OpenJob job) {
                return true;
              }

              @Override
              public void close(OpenJob job) {}

              @Override
              public void closeAll() {
                window.close();
              }
            });
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void everyActionThatNeedsAJobIsThereAndDisabledWithoutOne() {
    Stream.of("menu-kill", "menu-filter", "menu-sort", "menu-again", "menu-dump-all", "menu-hold")
        .forEach(id -> assertThat(item(id).isDisable()).as(id).isTrue());
    open(Stories.running());
    assertThat(item("menu-filter").isDisable()).isFalse();
    assertThat(item("menu-dump-all").isDisable()).isFalse();
    assertThat(item("menu-again").isDisable()).isTrue();
  }

  @Test
  void filterKeepsWhatIsMeantAndSaysWhatIsWrongWhereItIs() {
    open(Stories.hung());
    robot.push(KeyCode.CONTROL, KeyCode.F);
    robot.write("state=hung");
    await().until(() -> names().equals(List.of("primes-demo", "worker 1")));
    assertThat(text("#filter-before")).isEqualTo("Filtered: 1 of 6 processes");
    // In one go: what is understood on the way there would take effect, too.
    robot.interact(
        () -> robot.lookup("#filter").queryAs(TextField.class).setText("state=hung and stat=x"));
    await().until(() -> text("#filter-wrong").equals("stat"));
    assertThat(text("#filter-fault")).contains("there is no field");
    // What was understood last still holds.
    assertThat(names()).hasSize(2);
    fire("clear-filter");
    await().until(() -> names().size() == 7);
    assertThat(robot.lookup("#filter-said").query().isVisible()).isFalse();
  }

  @Test
  void sortedRowsKeepTheirSelectionAndTheTargetOfActions() {
    open(Stories.killed());
    choose("worker 1");
    robot.interact(item("sort-name")::fire);
    robot.interact(item("sort-memory")::fire);
    assertThat(names().subList(1, 3)).containsExactly("worker 3", "worker 1");
    robot.interact(item("sort-none")::fire);
    assertThat(names().get(1)).isEqualTo("worker 1");
    assertThat(selectedName()).isEqualTo("worker 1");
    robot.push(KeyCode.DELETE);
    assertThat(source.asked()).containsExactly(new Command.Terminate(1, Story.identity(23418)));
  }

  @Test
  void heldDrawingStandsStillAndCatchesUp() {
    open(Stories.running());
    choose("worker 1");
    robot.push(KeyCode.SPACE);
    await().until(() -> text("#banner").contains("stand still"));
    int told = Stories.running().events().size();
    source.tell(Stories.killed().events().subList(told, Stories.killed().events().size()));
    await().until(() -> text("#figure-retried").equals("1"));
    assertThat(names()).doesNotContain("worker 5");
    robot.push(KeyCode.SPACE);
    await().until(() -> names().contains("worker 5"));
  }

  @Test
  void allWorkersThatCanAreAskedForTheirStacks() {
    open(Stories.running());
    robot.interact(item("menu-dump-all")::fire);
    // Worker 2 is stopped and could not answer.
    assertThat(source.asked())
        .containsExactly(
            new Command.Dump(1, Story.identity(23418)),
            new Command.Dump(3, Story.identity(23420)),
            new Command.Dump(4, Story.identity(23421)));
  }

  @Test
  void measuringIsHadMoreOftenLessOftenAndNow() {
    open(Stories.running());
    choose("worker 1");
    MenuButton rates = robot.lookup("#sampling").queryAs(MenuButton.class);
    assertThat(rates.getText()).isEqualTo("250 ms");
    robot.write("[[");
    assertThat(rates.getText()).isEqualTo("1 s");
    robot.write("]");
    robot.push(KeyCode.F5);
    robot.interact(() -> rates.getItems().getLast().fire());
    assertThat(rates.getText()).isEqualTo("10 s");
    assertThat(source.asked())
        .containsExactly(
            new Command.SampleEvery(Duration.ofMillis(500)),
            new Command.SampleEvery(Duration.ofSeconds(1)),
            new Command.SampleEvery(Duration.ofMillis(500)),
            new Command.SampleNow(),
            new Command.SampleEvery(Duration.ofSeconds(10)));
    source.tell(List.of(new PoolEvent.SamplingChanged(Stories.running().now(), 2_000_000_000L)));
    await().until(() -> rates.getText().equals("2 s"));
  }

  @Test
  void preferredRateIsAskedForWhenAJobIsLaunched() {
    robot.interact(() -> remembered.change(settings -> settings.with(SampleRate.TENTH)));
    open(Stories.running());
    await()
        .until(
            () -> source.asked().equals(List.of(new Command.SampleEvery(Duration.ofMillis(100)))));
  }

  @Test
  void preferencesAreSeenAtOnceAndRemembered() {
    robot.interact(item("menu-preferences")::fire);
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> {
      combo("#preferences-theme").getSelectionModel().select(ThemeChoice.DARK);
      combo("#preferences-confirm").getSelectionModel().select(Confirmation.NEVER);
      combo("#preferences-sampling").getSelectionModel().select(SampleRate.FIVE);
      robot.lookup("#preferences-font").queryAs(Spinner.class).increment(8);
      robot.lookup("#preferences-motion").queryAs(CheckBox.class).setSelected(true);
    });
    Settings now = remembered.get();
    assertThat(now.look().theme()).isEqualTo(ThemeChoice.DARK);
    assertThat(now.look().fontPoints()).isEqualTo(18);
    assertThat(now.confirmKill()).isEqualTo(Confirmation.NEVER);
    assertThat(now.sampling()).isEqualTo(SampleRate.FIVE);
    assertThat(stage.getScene().getUserAgentStylesheet()).contains("dark");
    assertThat(stage.getScene().getRoot().getStyle()).contains("24.0px");
    assertThat(stage.getScene().getPreferences().isReducedMotion()).isTrue();
    open(Stories.running());
    choose("worker 1");
    fire("kill");
    assertThat(source.asked())
        .containsExactly(
            new Command.SampleEvery(Duration.ofSeconds(5)),
            new Command.Kill(1, Story.identity(23418)));
  }

  @Test
  void placeAndColumnsAreRemembered() {
    open(Stories.running());
    robot.interact(() -> {
      tree().getColumns().add(0, tree().getColumns().removeLast());
      stage.setWidth(1100);
    });
    robot.push(KeyCode.F8);
    await().until(() -> remembered.get().place().folded());
    assertThat(firstColumn()).isEqualTo("note");
    robot.interact(item("menu-columns")::fire);
    assertThat(firstColumn()).isEqualTo("name");
  }

  @Test
  void endedJobRunsAgain() {
    open(Stories.finished());
    await().until(() -> !robot.lookup("#run-again").queryButton().isDisabled());
    workbench.opensWith(new OpenAnswer.Refused("no"));
    fire("run-again");
    await().until(() -> !workbench.opened().isEmpty());
    assertThat(workbench.opened())
        .containsExactly(
            Path.of("/home/kim/.local/state/lifeguard/runs/primes-demo-20261120-120405"));
  }

  @Test
  void jobGoesOnWithoutItsWindow() {
    open(Stories.running());
    robot.push(KeyCode.CONTROL, KeyCode.Q);
    WaitForAsyncUtils.waitForFxEvents();
    fire("close-go-on");
    await().until(() -> !stage.isShowing());
    assertThat(workbench.goingOn()).containsExactly(source);
    assertThat(source.asked()).isEmpty();
  }

  @Test
  void bugIsToldInACardThatCanBeCopied() {
    assertThat(robot.lookup("#error-card").query().isVisible()).isFalse();
    robot.interact(() -> window.showFault(new IllegalStateException("oh")));
    String said = text("#error-text");
    assertThat(said).contains("(code ");
    fire("copy-error");
    String copied = onFx(() -> Clipboard.getSystemClipboard().getString());
    assertThat(copied).contains("Lifeguard 0.1 on Java 25").contains("IllegalStateException: oh");
    assertThat(said).contains(copied.lines().skip(1).findFirst().orElseThrow().strip());
    fire("close-error");
    assertThat(robot.lookup("#error-card").query().isVisible()).isFalse();
  }

  @Test
  void keysThatAreCharactersDoNotDisturbTyping() {
    open(Stories.running());
    choose("worker 1");
    robot.push(KeyCode.F8);
    assertThat(robot.lookup("#inspector").tryQuery()).isEmpty();
    robot.push(KeyCode.F8);
    robot.interact(() -> robot.lookup("#processes").query().requestFocus());
    robot.write("/");
    assertThat(focused()).isEqualTo("filter");
    robot.write("worker 1?/");
    assertThat(text("#filter")).isEqualTo("worker 1?/");
    assertThat(robot.listWindows()).hasSizeLessThan(3);
    robot.interact(item("menu-keys")::fire);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup("#keys").tryQuery()).isPresent();
  }

  /// Also when the tools in the bar move, which takes the keyboard from the one that has it.
  @Test
  void arrowKeysWalkThroughAJobAsSoonAsItIsOpen() {
    open(Stories.running());
    assertThat(focused()).isEqualTo("processes");
    robot.interact(() -> stage.setWidth(1000));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(focused()).isEqualTo("processes");
  }

  @Test
  void panesAreReachedInTurn() {
    open(Stories.running());
    choose("worker 1");
    robot.push(KeyCode.F6);
    assertThat(focused()).isEqualTo("lower-tabs");
    robot.push(KeyCode.F6);
    assertThat(focused()).isEqualTo("inspector-tabs");
    robot.push(KeyCode.F6);
    assertThat(focused()).isEqualTo("terminate");
    robot.push(KeyCode.F6);
    assertThat(focused()).isEqualTo("processes");
    robot.push(KeyCode.SHIFT, KeyCode.F6);
    assertThat(focused()).isEqualTo("terminate");
  }

  @Test
  void machineSaysWhatEvidenceItsOwnJobsLack() {
    open(Stories.running());
    // Nothing is lacking here of what is only closed of other people's processes.
    await().until(() -> text("#status-evidence").equals("evidence ✕ kernel log"));
    assertThat(robot.lookup("#status-evidence").queryLabeled().getTooltip().getText())
        .contains("✓ memory maps: own ones; ask root", "✕ kernel log: closed; ask root");
    assertThat(text("#status-recording")).startsWith("● recording  ");
  }

  private void open(Story story) {
    source.tell(story.events());
    robot.interact(() -> window.show(new OpenJob(source, Ownership.THIS_PROCESS)));
    await().until(() -> names().contains("worker 1"));
  }

  private String firstColumn() {
    return remembered.get().columns().getOrDefault("processes", List.of()).stream()
        .findFirst()
        .map(ColumnPlace::column)
        .orElse("none");
  }

  private MenuItem item(String id) {
    MenuBar menus = robot.lookup("#menu-bar").queryAs(MenuBar.class);
    return menus.getMenus().stream()
        .flatMap(FrameTest::itemsOf)
        .filter(item -> id.equals(item.getId()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no menu item " + id));
  }

  private static Stream<MenuItem> itemsOf(MenuItem item) {
    return item instanceof Menu menu
        ? Stream.concat(Stream.of(item), menu.getItems().stream().flatMap(FrameTest::itemsOf))
        : Stream.of(item);
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the choices are.
  private ComboBox<Object> combo(String id) {
    return robot.lookup(id).queryAs(ComboBox.class);
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the rows are.
  private TreeTableView<ProcessNode> tree() {
    return robot.lookup("#processes").queryAs(TreeTableView.class);
  }

  private List<String> names() {
    return onFx(() -> {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < tree().getExpandedItemCount(); i++) {
        names.add(tree().getTreeItem(i).getValue().row().cells().name());
      }
      return names;
    });
  }

  private void choose(String name) {
    int row = names().indexOf(name);
    robot.interact(() -> {
      tree().requestFocus();
      tree().getSelectionModel().select(row);
      tree().getFocusModel().focus(row);
    });
  }

  private String selectedName() {
    return onFx(() -> tree().getSelectionModel().getSelectedItem().getValue().row().cells().name());
  }

  private String focused() {
    return onFx(() ->
        Optional.ofNullable(stage.getScene().getFocusOwner()).map(Node::getId).orElse("nothing"));
  }

  /// Fires a button. The headless screen is smaller than the window, so a mouse may miss it.
  private void fire(String id) {
    robot.interact(() -> robot.lookup("#" + id).queryAs(ButtonBase.class).fire());
  }

  private String text(String id) {
    return onFx(() -> {
      Node node = robot.lookup(id).query();
      return switch (node) {
        case Label label -> label.getText();
        case Text text -> text.getText();
        case TextField field -> field.getText();
        case Figure figure -> figure.getValue();
        default -> throw new AssertionError("no text in " + node);
      };
    });
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
