package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.RealWorkbench;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.story.WindowsRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The recording of a job on Windows, in the window on whatever system.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extensions fill these fields before every test.
final class WindowsRecordingTest {
  @TempDir private Path directory;
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.copy(WindowsRecording.JOURNAL, run.resolve("journal.jsonl"));
    Workbench workbench = RealWorkbench.in(directory);
    window = new MainWindow(workbench, new Appearance(), _ -> {});
    stage.setScene(new Scene(window.root(), 1280, 800));
    window.putOn(stage);
    stage.show();
    if (workbench.open(run) instanceof OpenAnswer.Opened(OpenJob job)) {
      window.show(job);
    }
  }

  @AfterEach
  void close() {
    robot.interact(window::dispose);
  }

  @Test
  void nothingIsSaidOrOfferedOfSignals() {
    await().until(() -> texts().contains("Order given"));

    assertThat(texts()).noneMatch(text -> text.contains("ignal") || text.contains("SIG"));
    assertThat(texts()).contains("Kill").doesNotContain("Terminate");
    MenuBar bar = robot.lookup(node -> node instanceof MenuBar).query();
    List<String> offered =
        bar.getMenus().stream()
            .filter(menu -> "Worker".equals(menu.getText()))
            .map(Menu::getItems)
            .flatMap(List::stream)
            .filter(MenuItem::isVisible)
            .map(item -> String.valueOf(item.getText()))
            .toList();
    assertThat(offered)
        .contains("Kill")
        .noneMatch(it -> it.contains("ignal") || it.equals("Terminate"));
  }

  private List<String> texts() {
    return robot.lookup(WindowsRecordingTest::isShown).queryAll().stream()
        .map(WindowsRecordingTest::text)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String text(Node node) {
    String text =
        switch (node) {
          case Labeled labeled -> labeled.getText();
          case Text words -> words.getText();
          default -> "";
        };
    return text == null ? "" : text;
  }

  private static boolean isShown(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }
}
