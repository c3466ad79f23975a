package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.RealWorkbench;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.processes.ProcessRow;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeTableView;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// The window on a pool of real processes: launched in the dialog, a worker killed in the panel,
/// the death told and made good, the job finished.
@NotOnWindows
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extensions fill these fields before every test.
final class RealPoolTest {
  /// Holds on until it may go on, so that the test and not a clock decides what is seen.
  private static final String WORK =
      """
      import os, time

      def work(item):
          while item > 2 and not os.path.exists("go"):
              time.sleep(0.01)
          return item
      """;

  @TempDir private Path directory;
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) throws IOException {
    Files.writeString(directory.resolve("work.py"), WORK);
    window = new MainWindow(RealWorkbench.in(directory), new Appearance(), _ -> {});
    stage.setScene(new Scene(window.root(), 1000, 800));
    window.putOn(stage);
    stage.show();
  }

  @AfterEach
  void letGo() throws IOException {
    Files.writeString(directory.resolve("go"), "");
    awaitVerdict();
    robot.interact(window::dispose);
  }

  @Test
  void killedWorkerBecomesATombstoneAndItsTaskIsDoneByAnother() throws IOException {
    launch("work.py:work", 1, 6);
    await()
        .untilAsserted(() ->
            assertThat(rows())
                .extracting(row -> row.cells().task())
                .anyMatch(task -> task.startsWith("#3"))
                .anyMatch(task -> task.startsWith("#4")));
    choose("worker 2");
    await().until(() -> !onFx(() -> robot.lookup("#kill").queryButton().isDisabled()));
    click("#kill");
    click("#confirm-kill");

    await().until(() -> shown("Worker 2 was ended by"));
    await().until(() -> row("worker 2").orElseThrow().tint() == ProcessRow.Tint.TOMBSTONE);
    assertThat(names()).containsSubsequence("worker 2", "worker 3");
    assertThat(onFx(() -> robot.lookup("#kill").queryButton().isDisabled())).isTrue();
    await().until(() -> shown("Decided") && shown("Replacement ready"));

    Files.writeString(directory.resolve("go"), "");
    awaitVerdict();
    assertThat(text("#verdict-text")).contains("6 of 6 done").contains("1 retried");
  }

  private void launch(String target, int first, int last) {
    click("#start-launch");
    WaitForAsyncUtils.waitForFxEvents();
    type("#launch-target", target);
    type("#launch-range-first", "" + first);
    type("#launch-range-last", "" + last);
    click("#launch-do");
  }

  private void awaitVerdict() {
    await().until(() -> !text("#verdict-text").isEmpty());
  }

  private void type(String field, String text) {
    robot.interact(() -> robot.lookup(field).queryAs(TextInputControl.class).setText(text));
  }

  private void click(String button) {
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  /// What a label shows is a text node, as is what a flow of texts shows.
  private boolean shown(String beginning) {
    return onFx(() ->
        robot
            .lookup(node -> node instanceof Text text && text.getText().startsWith(beginning))
            .tryQuery()
            .isPresent());
  }

  private String text(String id) {
    return onFx(() -> robot.lookup(id).queryAs(Labeled.class).getText());
  }

  @SuppressWarnings("unchecked") // A query by id cannot know what the rows are.
  private TreeTableView<ProcessNode> tree() {
    return robot.lookup("#processes").queryAs(TreeTableView.class);
  }

  private List<ProcessRow> rows() {
    return onFx(() -> {
      List<ProcessRow> rows = new ArrayList<>();
      if (robot.lookup("#processes").tryQuery().isPresent()) {
        for (int i = 0; i < tree().getExpandedItemCount(); i++) {
          rows.add(tree().getTreeItem(i).getValue().row());
        }
      }
      return rows;
    });
  }

  private List<String> names() {
    return rows().stream().map(row -> row.cells().name()).toList();
  }

  private Optional<ProcessRow> row(String name) {
    return rows().stream().filter(row -> row.cells().name().equals(name)).findFirst();
  }

  private void choose(String name) {
    int index = names().indexOf(name);
    robot.interact(() -> tree().getSelectionModel().select(index));
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
