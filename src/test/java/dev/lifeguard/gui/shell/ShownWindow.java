package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.processes.ProcessNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// A window on a stage, and what tests do with it. Everything but the constructor may be called on
/// the thread of the test.
final class ShownWindow {
  private final FxRobot robot = new FxRobot();
  private final List<OpenJob> elsewhere = new ArrayList<>();
  private final MainWindow window;

  /// A window without a job. JavaFX thread.
  ShownWindow(Stage stage, Workbench workbench) {
    this(stage, workbench, 1000, 800);
  }

  /// The same, of this size.
  ShownWindow(Stage stage, Workbench workbench, double width, double height) {
    window = new MainWindow(workbench, new Appearance(), elsewhere::add);
    stage.setScene(new Scene(window.root(), width, height));
    window.putOn(stage);
    stage.show();
  }

  MainWindow window() {
    return window;
  }

  JobSession session() {
    return window.session().orElseThrow();
  }

  FxRobot robot() {
    return robot;
  }

  /// The jobs that were opened in other windows.
  List<OpenJob> elsewhere() {
    return elsewhere;
  }

  void show(OpenJob job) {
    robot.interact(() -> window.show(job));
  }

  void close() {
    robot.interact(window::dispose);
  }

  /// Uses a button as soon as it is in sight and can be used.
  void click(String button) {
    await(button)
        .until(() ->
            onFx(() ->
                robot.lookup(button).tryQuery().filter(ShownWindow::isSeen).stream()
                    .anyMatch(node -> !node.isDisabled())));
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  /// Uses an entry of a menu as soon as it can be used.
  void fire(String item) {
    await(item).until(() -> onFx(() -> !item(item).isDisable()));
    robot.interact(() -> item(item).fire());
  }

  MenuItem item(String id) {
    return ((MenuBar) window.root().lookup("#menu-bar"))
        .getMenus().stream()
            .flatMap(ShownWindow::entries)
            .filter(entry -> id.equals(entry.getId()))
            .findFirst()
            .orElseThrow();
  }

  private static Stream<MenuItem> entries(MenuItem entry) {
    return entry instanceof Menu menu
        ? menu.getItems().stream().flatMap(ShownWindow::entries)
        : Stream.of(entry);
  }

  boolean isShown(String id) {
    return onFx(() -> robot.lookup(id).tryQuery().filter(ShownWindow::isSeen).isPresent());
  }

  private static boolean isSeen(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /// What a label or a button says.
  String text(String id) {
    return onFx(() -> robot.lookup(id).queryAs(Labeled.class).getText());
  }

  void awaitText(String text) {
    await("the text " + text)
        .until(() ->
            onFx(() ->
                robot
                    .lookup(node ->
                        node instanceof Labeled label
                            && text.equals(label.getText())
                            && isSeen(label))
                    .tryQuery()
                    .isPresent()));
  }

  /// The text of the tab that is in front.
  String frontTab(String tabs) {
    return onFx(() ->
        robot.lookup(tabs).queryAs(TabPane.class).getSelectionModel().getSelectedItem().getText());
  }

  /// Chooses a row of the process table as soon as it is there.
  void choose(String process) {
    await(process).until(() -> onFx(() -> row(process) >= 0));
    robot.interact(() -> tree().getSelectionModel().select(row(process)));
  }

  private int row(String process) {
    for (int row = 0; row < tree().getExpandedItemCount(); row++) {
      TreeItem<ProcessNode> item = tree().getTreeItem(row);
      if (item.getValue().row().cells().name().equals(process)) {
        return row;
      }
    }
    return -1;
  }

  @SuppressWarnings("unchecked") // It is the one table of processes.
  private TreeTableView<ProcessNode> tree() {
    return (TreeTableView<ProcessNode>) window.root().lookup("#processes");
  }

  static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
