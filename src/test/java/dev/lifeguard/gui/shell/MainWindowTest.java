package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchField;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class MainWindowTest {
  private final ScriptedSource source = new ScriptedSource();
  private final FakeWorkbench workbench = new FakeWorkbench();
  private final List<OpenJob> elsewhere = new ArrayList<>();
  private final FxRobot robot = new FxRobot();
  private Appearance appearance;

  /// What is not certain any more, in the light and in the dark.
  private static final Set<Paint> IDLE = Set.of(Color.web("#8A939D"), Color.web("#7D8590"));

  private MainWindow window;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    window = new MainWindow(workbench, appearance, elsewhere::add);
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void emptyWindowOffersItsThreeWaysInAndTheLatestRuns() {
    robot.interact(window::listRecentRuns);
    await().until(() -> robot.lookup("docbuild").tryQuery().isPresent());
    assertThat(text("#start-launch")).isEqualTo("Launch a job…");
    robot.interact(() -> robot.lookup("docbuild").queryAs(ButtonBase.class).fire());
    await().until(() -> !workbench.opened().isEmpty());
    assertThat(workbench.opened()).containsExactly(Path.of("/r/1"));
    awaitText("#start-fault", "There is no such run.");
  }

  @Test
  void demoOpensInTheEmptyWindow() {
    source.tell(Stories.running().events());
    workbench.opensWith(new OpenAnswer.Opened(job()));
    click("#start-demo");
    awaitText("#status-job", "primes-demo · launched pool · pid 23410");
    assertThat(elsewhere).isEmpty();
    MenuButton demos = robot.lookup("#demo").queryAs(MenuButton.class);
    robot.interact(() -> demos.getItems().getLast().fire());
    await().until(() -> elsewhere.size() == 1);
  }

  @Test
  void demonstrationTellsInTheEndWhatWasPromisedAndSeen() {
    OpenJob beside = new OpenJob(new ScriptedSource(), Ownership.THIS_PROCESS);
    source.tell(Stories.finished().events());
    workbench.opensWith(
        new OpenAnswer.Opened(
            new OpenJob(
                source,
                Ownership.THIS_PROCESS,
                () ->
                    List.of(
                        new PromiseSeen(true, "Every task is done.", "12 of 12."),
                        new PromiseSeen(false, "Nobody dies.", "Two did.")),
                List.of(beside))));
    click("#start-demo");
    await().until(() -> shows("#promises"));
    assertThat(robot.lookup("Every task is done. Seen: 12 of 12.").tryQuery()).isPresent();
    assertThat(robot.lookup("Not kept: Nobody dies. Seen: Two did.").tryQuery()).isPresent();
    assertThat(elsewhere).containsExactly(beside);
  }

  @Test
  void jobThatPromisedNothingTellsNothing() {
    open(Stories.finished());
    awaitText("#verdict-text", "Finished");
    assertThat(shows("#promises")).isFalse();
  }

  @Test
  void treeShowsThePoolAndStaysSelectedWhileItChanges() {
    open(Stories.running());
    choose("worker 3");
    source.tell(theRest(Stories.killed()));
    await().until(() -> names().contains("worker 5"));
    assertThat(names())
        .containsExactly(
            "primes-demo", "worker 1", "worker 2", "worker 3", "worker 5", "worker 4", "sh", "gap");
    assertThat(selectedName()).isEqualTo("worker 3");
  }

  @Test
  void killGoesToTheIdentityOnTheScreenAndTheIncidentAppears() {
    open(Stories.running());
    choose("worker 3");
    awaitText("#action-target", "Target: pid 23420 started");
    click("#kill");
    // Once, with who it is, in the panel itself.
    assertThat(source.asked()).isEmpty();
    assertThat(shows("#confirm-kill")).isTrue();
    awaitText("#confirm-text", "Kill worker 3 (pid 23420 started");
    click("#confirm-kill");
    assertThat(source.asked()).containsExactly(new Command.Kill(3, Story.identity(23420)));
    source.tell(theRest(Stories.killed()));
    await().until(() -> robot.lookup("Worker 3 was killed by SIGKILL").tryQuery().isPresent());
    await().until(() -> robot.lookup("#kill").queryButton().isDisabled());
    awaitText("#action-target", "It is dead");
  }

  @Test
  void keysActOnTheChosenWorkerAndKillAsksEveryTime() {
    open(Stories.running());
    choose("worker 1");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    robot.press(KeyCode.R).release(KeyCode.R);
    assertThat(source.asked())
        .containsExactly(
            new Command.Terminate(1, Story.identity(23418)),
            new Command.Restart(1, Story.identity(23418)));
    source.asked().clear();
    shiftDelete();
    assertThat(source.asked()).isEmpty();
    assertThat(shows("#confirm-kill")).isTrue();
    // Asking again is an answer.
    shiftDelete();
    assertThat(source.asked()).containsExactly(new Command.Kill(1, Story.identity(23418)));
    shiftDelete();
    assertThat(source.asked()).hasSize(1);
    choose("worker 4");
    assertThat(shows("#confirm-kill")).isFalse();
  }

  @Test
  void suspendedWorkerOffersToGoOn() {
    open(Stories.running());
    choose("worker 2");
    awaitText("#suspend", "Continue");
    click("#suspend");
    assertThat(source.asked()).containsExactly(new Command.Continue(2, Story.identity(23419)));
  }

  @Test
  void signalIsTypedAndARefusalIsShownInThePanel() {
    source.answerWith(new CommandAnswer.Refused("pid 23418 is another process by now"));
    open(Stories.running());
    choose("worker 1");
    robot.push(KeyCode.CONTROL, KeyCode.K);
    // The field has the keyboard already.
    robot.write("usr1").press(KeyCode.ENTER).release(KeyCode.ENTER);
    assertThat(source.asked()).containsExactly(new Command.Signal(1, Story.identity(23418), 10));
    awaitText("#action-answer", "pid 23418 is another process by now");
    assertThat(robot.listWindows()).hasSize(1);
  }

  @Test
  void recordingOffersNothingThatItCannotDo() {
    ScriptedSource recording = new ScriptedSource(Set.of());
    recording.tell(Stories.running().events());
    robot.interact(() -> window.show(new OpenJob(recording, Ownership.OTHERS)));
    await().until(() -> names().contains("worker 1"));
    choose("worker 1");
    awaitText("#action-target", "can only be watched");
    assertThat(robot.lookup("#kill").queryButton().isDisabled()).isTrue();
    assertThat(robot.lookup("#drain").query().isVisible()).isFalse();
  }

  @Test
  void countsAreFilters() {
    open(Stories.killed());
    robot.interact(() -> window.show(JobTab.QUEUE));
    TableView<Integer> queue = robot.lookup("#queue").queryTableView();
    await().until(() -> queue.getItems().size() == 104);
    click("#filter-running");
    await().until(() -> queue.getItems().size() == 4);
    click("#filter-failed");
    await().until(() -> queue.getItems().size() == 1);
    await()
        .until(
            () -> robot.lookup("ValueError: 17 is not a Mersenne exponent").tryQuery().isPresent());
  }

  @Test
  void incidentsAreWalkedThrough() {
    open(Stories.killed().killed(5, 60, 2, 11));
    await().until(() -> robot.lookup("1 of 2").tryQuery().isPresent() || shows("2 of 2"));
    click(shows("2 of 2") ? "#previous-incident" : "#next-incident");
    robot.press(KeyCode.F2).release(KeyCode.F2);
    await().until(() -> shows("2 of 2"));
    assertThat(shows("Worker 5 was killed by SIGSEGV")).isTrue();
  }

  @Test
  void chosenTombstoneLeadsToItsIncident() {
    open(Stories.killed().killed(5, 60, 2, 11));
    await().until(() -> names().contains("worker 5"));
    choose("worker 5");
    await().until(() -> shows("Worker 5 was killed by SIGSEGV"));
    choose("worker 3");
    await().until(() -> shows("Worker 3 was killed by SIGKILL"));
  }

  @Test
  void endOfTheJobIsSaidInAStrip() {
    open(Stories.finished());
    awaitText("#verdict-text", "Finished in 23.5 s: 103 of 104 done");
    PseudoClass good = PseudoClass.getPseudoClass("good");
    assertThat(robot.lookup("#verdict").query().getPseudoClassStates()).doesNotContain(good);
  }

  @Test
  void silentSupervisorIsSaidInABanner() {
    open(Stories.running());
    awaitText("#banner", "No news for ");
    await().until(() -> cellFills().stream().allMatch(IDLE::contains));
    awaitText("#incident-none", "Nothing had gone wrong up to the last news.");
    assertThat(robot.lookup("#incident-mark").queryAs(FontIcon.class).getIconLiteral())
        .isEqualTo("fth-help-circle");
    assertThat(robot.lookup("#kill-one").query().isVisible()).isFalse();
  }

  private Set<Paint> cellFills() {
    return robot.lookup("#processes .tree-table-cell").queryAllAs(Labeled.class).stream()
        .filter(cell -> cell.getText() != null && !cell.getStyleClass().contains("state-cell"))
        .map(Labeled::getTextFill)
        .collect(Collectors.toSet());
  }

  @Test
  void launchDialogShowsFaultsAtTheirFieldsAndThenTheJob() {
    click("#start-launch");
    WaitForAsyncUtils.waitForFxEvents();
    click("#launch-do");
    awaitText("#target-fault", "Say which function");
    robot.clickOn("#launch-target").write("primes:factor");
    robot.clickOn("#launch-range-first").write("1");
    robot.clickOn("#launch-range-last").write("104");
    awaitText("#command-line", "lifeguard run --python primes:factor --items 1..104 --workers 4");
    workbench.refuses(new FieldFault(LaunchField.TARGET, "There is no module primes."));
    click("#launch-do");
    awaitText("#target-fault", "There is no module primes.");
    source.tell(Stories.running().events());
    workbench.launchesWith(job());
    click("#launch-do");
    awaitText("#status-job", "primes-demo");
    assertThat(workbench.launched()).hasSize(2);
    assertThat(robot.listWindows()).hasSize(1);
  }

  @Test
  void themeChangesByKey() {
    robot.push(KeyCode.CONTROL, KeyCode.D);
    assertThat(appearance.themeProperty().get()).isEqualTo(Theme.DARK);
    assertThat(stage.getScene().getUserAgentStylesheet()).contains("dark");
    assertThat(stage.getScene().getStylesheets()).anyMatch(css -> css.contains("palette-dark"));
  }

  @Test
  void closedWindowNoLongerFollowsTheLook() {
    Scene scene = stage.getScene();
    robot.interact(window::dispose);
    robot.interact(() -> appearance.wish(Theme.DARK));
    assertThat(scene.getUserAgentStylesheet()).contains("light");
  }

  @Test
  void closingAJobOfThisProcessAsksAndStopsIt() {
    open(Stories.running());
    robot.interact(window::close);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(stage.isShowing()).isTrue();
    click("#close-stop");
    await().until(() -> source.asked().size() == 1);
    assertThat(source.asked().getFirst()).isInstanceOf(Command.Stop.class);
    source.tell(
        List.of(
            new PoolEvent.PoolStopping(99, "x"), new PoolEvent.JobEnded(100, JobEnd.STOPPED, 1)));
    await().until(() -> !stage.isShowing());
  }

  @Test
  void closingASecondTimeAbortsAndDoesNotWaitForEver() {
    open(Stories.running());
    robot.interact(window::close);
    click("#close-stop");
    robot.interact(window::close);
    await().until(() -> source.asked().size() == 2);
    assertThat(source.asked().getLast()).isInstanceOf(Command.Abort.class);
    assertThat(stage.isShowing()).isTrue();
    // The supervisor never says that the job has ended.
    await().until(() -> !stage.isShowing());
  }

  @Test
  void closingAThirdTimeClosesAtOnce() {
    open(Stories.running());
    robot.interact(window::close);
    click("#close-stop");
    robot.interact(window::close);
    robot.interact(window::close);
    assertThat(stage.isShowing()).isFalse();
  }

  @Test
  void endedJobClosesWithoutAQuestion() {
    open(Stories.finished());
    awaitText("#verdict-text", "Finished");
    robot.interact(window::close);
    assertThat(stage.isShowing()).isFalse();
  }

  @Test
  void everyButtonHasAName() {
    open(Stories.killed());
    assertThat(robot.lookup(".button").queryAllAs(Button.class))
        .filteredOn(button -> !button.getStyleClass().contains("increment-button"))
        .allSatisfy(
            button -> assertThat(button.getText() + button.getAccessibleText()).isNotBlank());
  }

  private OpenJob job() {
    return new OpenJob(source, Ownership.THIS_PROCESS);
  }

  private void open(Story story) {
    source.tell(story.events());
    robot.interact(() -> window.show(job()));
    await().until(() -> names().contains("worker 1"));
  }

  /// What a longer story tells after the running one.
  private static List<PoolEvent> theRest(Story longer) {
    int told = Stories.running().events().size();
    return longer.events().subList(told, longer.events().size());
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the rows are.
  private TreeTableView<ProcessNode> tree() {
    return robot.lookup("#processes").queryAs(TreeTableView.class);
  }

  private List<String> names() {
    return onFx(() -> {
      List<String> names = new ArrayList<>();
      TreeTableView<ProcessNode> tree = tree();
      for (int i = 0; i < tree.getExpandedItemCount(); i++) {
        names.add(tree.getTreeItem(i).getValue().row().cells().name());
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
    TreeItem<ProcessNode> item = tree().getSelectionModel().getSelectedItem();
    return item.getValue().row().cells().name();
  }

  private void shiftDelete() {
    robot.press(KeyCode.SHIFT, KeyCode.DELETE).release(KeyCode.DELETE, KeyCode.SHIFT);
  }

  /// Fires a button. The headless screen is smaller than the window, so a mouse may miss it.
  private void click(String button) {
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  private boolean shows(String text) {
    return onFx(() -> robot.lookup(text).tryQuery().filter(MainWindowTest::isShown).isPresent());
  }

  private static boolean isShown(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private String text(String id) {
    Node node = robot.lookup(id).query();
    return switch (node) {
      case Label label -> label.getText();
      case Labeled labeled when labeled.getText() != null && !labeled.getText().isEmpty() ->
          labeled.getText();
      default -> String.valueOf(node.getAccessibleText());
    };
  }

  private void awaitText(String id, String beginning) {
    await().untilAsserted(() -> assertThat(onFx(() -> text(id))).contains(beginning));
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(5000, value::get);
  }
}
