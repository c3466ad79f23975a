package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Control;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// What holds for every dialog as it opens, with the frame and the buttons that it has then.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class EveryDialogTest {
  private static final double HIGHEST = 736;

  private final FxRobot robot = new FxRobot();
  private Appearance appearance;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    appearance = new Appearance();
    // As large as the screen, which dialogs in its middle do not leave.
    stage.setScene(new Scene(new Pane(), 1000, 1000));
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  @AfterEach
  void close() {
    robot.interact(this::closeDialogs);
  }

  /// A dialog takes up at most 92 of a hundred of a screen of 1280x800, or of one that is only 1000
  /// wide. What is not to be scrolled to is to be seen, and everything has a name and a role.
  @ParameterizedTest
  @EnumSource(EveryDialog.class)
  void isWholeAndCanBeToldOfWhateverTheSizeOfLetters(EveryDialog dialog) {
    DialogPane pane = open(dialog);
    assertThat(onFx(() -> Accessible.complaints(pane))).isEmpty();
    assertThat(cutOff(pane, 9, 920)).as("9 points").isEmpty();
    assertThat(cutOff(pane, 13, 1177)).as("13 points").isEmpty();
    assertThat(cutOff(pane, 18, 920)).as("18 points on the narrow screen").isEmpty();
    assertThat(cutOff(pane, 24, 1177)).as("24 points").isEmpty();
    assertThat(cutOff(pane, 24, 920)).as("24 points on the narrow screen").isEmpty();
  }

  @Test
  void measureFindsWhatIsTooNarrowAndWhatIsOutOfSight() {
    Label narrow = new Label("much too long for so little room");
    narrow.setMaxWidth(80);
    Label wide = new Label("beyond the edge");
    wide.setMinWidth(2000);
    HBox content = new HBox(narrow, wide);
    robot.interact(() ->
        Dialogs.make(Optional.of(stage), appearance, "planted", content, ButtonType.CLOSE).show());
    DialogPane pane = onFx(() -> EveryDialog.takeOut(appearance));
    assertThat(cutOff(pane, 10, 920))
        .anyMatch(complaint -> complaint.contains("much too long for so little room ->"))
        .anyMatch(complaint -> complaint.contains("out of sight"));
  }

  private DialogPane open(EveryDialog dialog) {
    robot.interact(() -> dialog.openSmall(stage, appearance));
    await("what is looked for in the background")
        .until(() -> onFx(() -> dialog.isFilled(EveryDialog.opened().orElseThrow())));
    // Its pane takes no more room than there is for the dialog.
    await().until(() -> onFx(() -> EveryDialog.isHigh(EveryDialog.opened().orElseThrow())));
    return onFx(() -> EveryDialog.takeOut(appearance));
  }

  private void closeDialogs() {
    List.copyOf(Window.getWindows()).stream()
        .filter(window -> !window.equals(stage))
        .forEach(Window::hide);
  }

  /// Texts that are cut off, and controls that are not to be seen and cannot be scrolled to, or
  /// only to the side.
  private List<String> cutOff(DialogPane pane, int points, int widest) {
    return onFx(() -> {
      appearance.show(look(points));
      EveryDialog.layOut(pane, widest, HIGHEST);
      List<String> complaints = new ArrayList<>(Truncated.below(pane));
      complaints.addAll(outOfSight(pane, widest));
      return complaints;
    });
  }

  private static List<String> outOfSight(Parent root, int widest) {
    List<String> complaints = new ArrayList<>();
    for (Node node : root.lookupAll("*")) {
      Bounds bounds = node.localToScene(node.getLayoutBounds());
      if (node instanceof ScrollBar bar
          && bar.getOrientation() == Orientation.HORIZONTAL
          && bar.isVisible()
          && !(bar.getParent().getParent() instanceof TextInputControl)) {
        complaints.add("has to be moved to the side: " + bar.getParent());
      } else if (node instanceof Control
          && !(node instanceof ScrollBar)
          && node.isVisible()
          && !isScrolled(node)
          && (bounds.getMaxX() > widest + 0.5 || bounds.getMaxY() > HIGHEST + 0.5)) {
        complaints.add("out of sight: " + node + " at " + bounds);
      }
    }
    return complaints;
  }

  private static boolean isScrolled(Node node) {
    for (Parent each = node.getParent(); each != null; each = each.getParent()) {
      if (each instanceof ScrollPane) {
        return true;
      }
    }
    return false;
  }

  private static Look look(int points) {
    return new Look(ThemeChoice.LIGHT, points, MemoryUnits.BINARY, Motion.SYSTEM);
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
