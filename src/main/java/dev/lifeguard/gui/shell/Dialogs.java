package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import java.util.Optional;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;

/// Makes dialogs that look like the window they belong to.
final class Dialogs {
  /// The frame that the system draws around it needs room as well.
  private static final double SHARE_OF_SCREEN = 0.92;

  private Dialogs() {}

  /// A dialog with this content, not yet shown.
  static Dialog<ButtonType> make(
      Optional<Stage> owner,
      Appearance appearance,
      String title,
      Node content,
      ButtonType... buttons) {
    Dialog<ButtonType> dialog = new Dialog<>();
    owner.ifPresent(dialog::initOwner);
    dialog.setTitle(title);
    dialog.setResizable(true);
    dialog.getDialogPane().setContent(content);
    dialog.getDialogPane().getButtonTypes().setAll(buttons);
    fitOnScreen(dialog.getDialogPane());
    dress(dialog, appearance);
    return dialog;
  }

  /// As large as its content wants, as long as there is room for that on the screen. The theme
  /// makes every dialog 600 pixels wide at most, whatever is in it.
  private static void fitOnScreen(DialogPane pane) {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    // Bound, because a style sheet leaves alone only what is bound.
    pane.maxWidthProperty().bind(new SimpleDoubleProperty(SHARE_OF_SCREEN * screen.getWidth()));
    pane.maxHeightProperty().bind(new SimpleDoubleProperty(SHARE_OF_SCREEN * screen.getHeight()));
  }

  /// Makes a dialog that is open as large as its content has become, where the screen has room.
  static void fit(DialogPane pane) {
    Window window = pane.getScene().getWindow();
    if (window == null || !window.isShowing()) {
      return;
    }
    window.sizeToScene();
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    window.setX(
        Math.clamp(window.getX(), screen.getMinX(), atMost(screen.getMaxX(), window.getWidth())));
    window.setY(
        Math.clamp(window.getY(), screen.getMinY(), atMost(screen.getMaxY(), window.getHeight())));
  }

  private static double atMost(double end, double length) {
    return Math.max(0, end - length);
  }

  /// Gives a dialog its window's look until it is closed.
  static void dress(Dialog<?> dialog, Appearance appearance) {
    Subscription dressed = appearance.dress(dialog.getDialogPane().getScene());
    dialog
        .showingProperty()
        .subscribe((_, showing) -> {
          if (!showing) {
            dressed.unsubscribe();
          }
        });
  }
}
