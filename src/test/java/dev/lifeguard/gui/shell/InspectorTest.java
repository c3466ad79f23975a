package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.processes.RowKey;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.KeptOutput;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
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

/// The tabs that look into the chosen process.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class InspectorTest {
  private final ScriptedSource source = new ScriptedSource();
  private final KeptOutput output = new KeptOutput();
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) {
    Appearance appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
    stage.setScene(new Scene(window.root(), 1000, 900));
    window.putOn(stage);
    source.keeps(output);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void digitsTurnToTabsButNotWhileTextIsTyped() {
    open(Stories.running());
    robot.interact(() -> robot.lookup("#processes").query().requestFocus());
    push(KeyCode.DIGIT4);
    assertThat(inspectorTab()).isEqualTo("Output");
    robot.interact(() -> robot.lookup("#output-query").query().requestFocus());
    robot.write("1");
    assertThat(inspectorTab()).isEqualTo("Output");
    assertThat(robot.lookup("#output-query").queryAs(TextField.class).getText()).isEqualTo("1");
    robot.push(KeyCode.ALT, KeyCode.DIGIT2);
    assertThat(onFx(() -> frontTab("#lower-tabs"))).startsWith("Task queue");
  }

  @Test
  void whoLooksIntoNobodyIsShownTheWorkerOfTheIncident() {
    output.print(3, "[task 60.1] factoring");
    open(Stories.killed());
    turnTo(JobTab.OUTPUT);
    await().until(() -> shows("factoring") && shows("#60.1"));
    assertThat(text("#output-last-words")).startsWith("factoring 2^100-1");
  }

  @Test
  void newLinesAppearByThemselvesAndOnlyWhileTheTabIsInSight() {
    open(Stories.running());
    choose(2);
    turnTo(JobTab.OUTPUT);
    await().until(() -> shows("Worker 2 has printed nothing so far."));
    output.print(2, "[task 58.1] here I am");
    await().until(() -> shows("here I am"));
    turnTo(JobTab.INCIDENT);
    assertThat(output.open()).isZero();
    int looks = output.looks();
    output.print(2, "[task 58.1] nobody looks");
    assertThat(onFx(() -> robot.lookup("#output-lines").queryListView().getItems().size()))
        .isZero();
    robot.interact(() -> window.session().orElseThrow().details().look());
    assertThat(output.looks()).isEqualTo(looks);
  }

  @Test
  void foldedInspectorLooksAtNothing() {
    output.print(1, "[-] one");
    open(Stories.running());
    choose(1);
    turnTo(JobTab.OUTPUT);
    await().until(() -> shows("one"));
    push(KeyCode.F8);
    await().until(() -> output.open() == 0);
    push(KeyCode.F8);
    await().until(() -> shows("one"));
  }

  @Test
  void matchesAreWalkedThroughByKeys() {
    for (int i = 0; i < 500; i++) {
      output.print(1, "[-] line " + i);
    }
    open(Stories.running());
    choose(1);
    turnTo(JobTab.OUTPUT);
    await().until(() -> shows("line 499"));
    robot.interact(() -> robot.lookup("#output-lines").query().requestFocus());
    robot.push(KeyCode.CONTROL, KeyCode.F);
    robot.write("line 40");
    await().untilAsserted(() -> assertThat(text("#output-position")).isEqualTo("11 found"));
    push(KeyCode.ENTER);
    assertThat(text("#output-position")).isEqualTo("11 of 11");
    await().until(() -> shows("line 409"));
    push(KeyCode.ENTER);
    await().until(() -> shows("line 40"));
    robot.push(KeyCode.SHIFT, KeyCode.ENTER);
    assertThat(text("#output-position")).isEqualTo("11 of 11");
    push(KeyCode.ESCAPE);
    assertThat(text("#output-position")).isEmpty();
  }

  @Test
  void scrollingUpLetsGoOfTheNewestLine() {
    for (int i = 0; i < 500; i++) {
      output.print(1, "[-] line " + i);
    }
    open(Stories.running());
    choose(1);
    turnTo(JobTab.OUTPUT);
    await().until(() -> shows("line 499"));
    ListView<?> lines = robot.lookup("#output-lines").queryListView();
    robot.interact(lines::requestFocus);
    push(KeyCode.HOME);
    await().until(() -> shows("line 0"));
    output.print(1, "[-] another");
    await().until(() -> lines.getItems().size() == 501);
    assertThat(shows("another")).isFalse();
    click("#output-follow");
    await().until(() -> shows("another"));
  }

  @Test
  void lanesOfMemoryAppearWhileTheirTabIsInSight() {
    open(Stories.killed());
    assertThat(session().memory().pictureProperty().get().lanes()).isEmpty();
    turnTo(JobTab.MEMORY_OVER_TIME);
    await().until(() -> onFx(() -> !session().memory().pictureProperty().get().lanes().isEmpty()));
    assertThat(onFx(() -> robot.lookup("#memory-lanes").query().getAccessibleText()))
        .startsWith("worker 1: 881 MiB resident");
  }

  private void open(Story story) {
    source.tell(story.events());
    robot.interact(() -> window.show(new OpenJob(source, Ownership.THIS_PROCESS)));
    await().until(() -> onFx(() -> session().processes().find(RowKey.worker(4)).isPresent()));
  }

  private JobSession session() {
    return window.session().orElseThrow();
  }

  private void choose(int worker) {
    robot.interact(() ->
        session()
            .processes()
            .selectedProperty()
            .set(session().processes().find(RowKey.worker(worker))));
  }

  private void turnTo(JobTab tab) {
    robot.interact(() -> window.show(tab));
  }

  private String inspectorTab() {
    return onFx(() -> frontTab("#inspector-tabs"));
  }

  private String frontTab(String pane) {
    return robot
        .lookup(pane)
        .queryAs(TabPane.class)
        .getSelectionModel()
        .getSelectedItem()
        .getText();
  }

  private void push(KeyCode key) {
    robot.push(key);
  }

  private void click(String id) {
    robot.interact(() -> robot.lookup(id).queryAs(ButtonBase.class).fire());
  }

  private boolean shows(String text) {
    return onFx(() ->
        robot
            .lookup(node -> node instanceof Labeled labeled && text.equals(labeled.getText()))
            .queryAll()
            .stream()
            .anyMatch(Node::isVisible));
  }

  private String text(String id) {
    return onFx(() -> robot.lookup(id).queryAs(Labeled.class).getText());
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(5000, value::get);
  }
}
