package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.RealWorkbench;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.Films;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// A whole session on a real pool without a mouse: launch, kill, read the incident, have a task run
/// once more, save, quit. Nothing is done but by keys.
@NotOnWindows
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extensions fill these fields before every test.
final class KeyboardRunTest {
  /// Holds on until it may go on, so that the test and not a clock decides what is seen.
  private static final String WORK =
      """
      import os, time

      def work(item):
          while item > 2 and not os.path.exists("go"):
              time.sleep(0.01)
          return item
      """;

  /// More than there are controls in any window.
  private static final int MOST_TABS = 80;

  @TempDir private Path directory;
  private final FxRobot robot = new FxRobot();
  private final CountDownLatch closed = new CountDownLatch(1);

  @Start
  void start(Stage stage) throws IOException {
    Files.writeString(directory.resolve("work.py"), WORK);
    Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
    Windows windows =
        new Windows(RealWorkbench.in(directory), Remembered.nothing(), _ -> closed.countDown());
    // That of TestFX fails the test.
    Thread.currentThread().setUncaughtExceptionHandler(before);
    windows.open(Optional.empty(), "");
  }

  @AfterEach
  void close() throws IOException {
    Files.writeString(directory.resolve("go"), "");
    robot.interact(() ->
        List.copyOf(Window.getWindows())
            .forEach(window -> {
              if (window instanceof Stage stage) {
                stage.hide();
              }
            }));
  }

  @Test
  void wholeSessionIsDoneWithKeysAlone() throws IOException {
    launch();
    killWorker2();
    readItsIncident();
    repeatATask();
    Path file = save();
    quit();
    assertThat(Films.events(file))
        .as("what was done is in the saved recording, which ends before the job")
        .anyMatch(PoolEvent.WorkerDied.class::isInstance)
        .anyMatch(PoolEvent.TaskRepeated.class::isInstance)
        .noneMatch(PoolEvent.JobEnded.class::isInstance);
  }

  private void launch() {
    await().until(() -> focused().isPresent());
    robot.push(KeyCode.CONTROL, KeyCode.N);
    await().until(() -> isFocused("launch-target"));
    write("work.py:work");
    tabTo("launch-range-first");
    write("1");
    tabTo("launch-range-last");
    write("6");
    tabTo("launch-workers");
    robot.push(KeyCode.CONTROL, KeyCode.A);
    write("2");
    robot.type(KeyCode.ENTER);
    await()
        .untilAsserted(() ->
            assertThat(rows())
                .anyMatch(row -> row.contains("worker 1 #3") || row.contains("worker 1 #4"))
                .anyMatch(row -> row.contains("worker 2 #3") || row.contains("worker 2 #4")));
  }

  private void killWorker2() {
    await().until(() -> isFocused("processes"));
    for (int i = 0; i < 5 && !chosen().startsWith("worker 2"); i++) {
      robot.type(KeyCode.DOWN);
      WaitForAsyncUtils.waitForFxEvents();
    }
    assertThat(chosen()).startsWith("worker 2");
    robot.push(KeyCode.SHIFT, KeyCode.DELETE);
    await().until(() -> text("confirm-text").startsWith("Kill worker 2"));
    robot.type(KeyCode.ESCAPE);
    await("another thought").until(() -> !node("confirm-kill").getParent().isVisible());
    robot.push(KeyCode.SHIFT, KeyCode.DELETE).push(KeyCode.SHIFT, KeyCode.DELETE);
    await().until(() -> rows().stream().anyMatch(row -> row.startsWith("worker 3 #")));
  }

  private void readItsIncident() {
    robot.type(KeyCode.DIGIT1);
    await().until(() -> selectedTab("inspector-tabs").equals("Incidents  1"));
    await().until(() -> shown().anyMatch("Worker 2 was ended by you"::equals));
    assertThat(shown()).anyMatch(text -> text.startsWith("How it was noticed"));
    robot.type(KeyCode.F6).type(KeyCode.F6);
    await("the pane of the incident").until(() -> isFocused("inspector-tabs"));
    tabTo("copy-report");
  }

  private void repeatATask() {
    robot.push(KeyCode.ALT, KeyCode.DIGIT2);
    await().until(() -> selectedTab("lower-tabs").equals("Task queue  6"));
    robot.push(KeyCode.SHIFT, KeyCode.F6);
    await().until(() -> isFocused("lower-tabs"));
    tabTo("queue");
    robot.type(KeyCode.HOME);
    robot.push(KeyCode.SHIFT, KeyCode.R);
    await().until(() -> selectedTab("lower-tabs").equals("Task queue  7"));
  }

  private Path save() {
    robot.push(KeyCode.CONTROL, KeyCode.S);
    await().until(() -> isFocused("save-file"));
    Path file = directory.resolve("session.lifeguard");
    robot.push(KeyCode.CONTROL, KeyCode.A);
    write("session.lifeguard");
    robot.type(KeyCode.ENTER);
    await().until(() -> Files.exists(file));
    await().until(() -> isFocused("save-close"));
    robot.type(KeyCode.ESCAPE);
    await().until(() -> lookup("save-content").isEmpty());
    return file;
  }

  private void quit() throws IOException {
    robot.push(KeyCode.CONTROL, KeyCode.Q);
    await().until(() -> isFocused("close-stop"));
    robot.type(KeyCode.ENTER);
    Files.writeString(directory.resolve("go"), "");
    await().until(() -> closed.getCount() == 0);
  }

  /// Goes on with the tabulator until a control has the keyboard.
  private void tabTo(String id) {
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < MOST_TABS && !isFocused(id); i++) {
      robot.type(KeyCode.TAB);
      WaitForAsyncUtils.waitForFxEvents();
      passed.add(onFx(() -> focused().map(Node::getId).orElse("nothing")));
    }
    assertThat(isFocused(id)).as("%s is reached past %s", id, passed).isTrue();
  }

  /// Types a text. The robot's own way would type it into the window behind a dialog, see
  /// [#focused].
  private void write(String text) {
    robot.interact(() -> {
      for (int i = 0; i < text.length(); i++) {
        Node field = focused().orElseThrow();
        String typed = text.substring(i, i + 1);
        Event.fireEvent(
            field,
            new KeyEvent(
                KeyEvent.KEY_TYPED, typed, "", KeyCode.UNDEFINED, false, false, false, false));
      }
    });
  }

  private boolean isFocused(String id) {
    return onFx(() -> focused().map(node -> id.equals(node.getId())).orElse(false));
  }

  /// On the headless platform a window keeps its focus when a dialog of it opens.
  private static Optional<Node> focused() {
    return Window.getWindows().stream()
        .filter(Window::isFocused)
        .reduce((_, latest) -> latest)
        .flatMap(window -> Optional.ofNullable(window.getScene().getFocusOwner()));
  }

  private Optional<Node> lookup(String id) {
    return onFx(() -> robot.lookup("#" + id).tryQuery());
  }

  private Node node(String id) {
    return lookup(id).orElseThrow();
  }

  private String text(String id) {
    return onFx(() -> ((Labeled) node(id)).getText());
  }

  private String selectedTab(String tabs) {
    return onFx(() -> ((TabPane) node(tabs)).getSelectionModel().getSelectedItem().getText());
  }

  /// Everything that is written in labels and texts and is to be seen.
  private Stream<String> shown() {
    return onFx(() ->
        robot
            .lookup(node -> node instanceof javafx.scene.text.Text && node.isVisible())
            .queryAll()
            .stream()
            .map(node -> ((javafx.scene.text.Text) node).getText())
            .toList())
        .stream();
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the rows are.
  private TreeTableView<ProcessNode> tree() {
    return (TreeTableView<ProcessNode>) node("processes");
  }

  /// Each row as `worker 2 #4`.
  private List<String> rows() {
    return onFx(() ->
        robot.lookup("#processes").tryQuery().isEmpty() || tree().getRoot() == null
            ? List.of()
            : tree().getRoot().getChildren().stream().map(KeyboardRunTest::words).toList());
  }

  private static String words(TreeItem<ProcessNode> row) {
    var cells = row.getValue().row().cells();
    return cells.name() + " " + cells.task();
  }

  private String chosen() {
    return onFx(() ->
        Optional.ofNullable(tree().getSelectionModel().getSelectedItem())
            .map(KeyboardRunTest::words)
            .orElse(""));
  }

  private static <T> T onFx(Supplier<T> value) {
    return Platform.isFxApplicationThread()
        ? value.get()
        : WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
