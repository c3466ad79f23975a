package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
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
    fitOnScreen(
        dialog.getDialogPane(),
        owner.map(Dialogs::screenOf).orElseGet(() -> Screen.getPrimary().getVisualBounds()));
    keepButtonsWhole(dialog.getDialogPane());
    dress(dialog, appearance);
    owner.ifPresent(stage -> dialog.setOnShowing(_ -> place(dialog, stage)));
    return dialog;
  }

  /// A dialog that asks, not yet shown.
  ///
  /// @param name what a screen reader calls it
  /// @param actions what each answer comes to; an answer without one only closes it
  static Dialog<ButtonType> question(
      Optional<Stage> owner,
      Appearance appearance,
      String name,
      Parent content,
      Map<ButtonType, Runnable> actions) {
    Dialog<ButtonType> dialog =
        make(
            owner,
            appearance,
            Text.of("title"),
            new ScrolledContent(name, content),
            actions.keySet().toArray(ButtonType[]::new));
    dialog
        .resultProperty()
        .subscribe(chosen -> {
          if (chosen != null) {
            actions.getOrDefault(chosen, () -> {}).run();
          }
        });
    return dialog;
  }

  /// A sentence, or several, in a dialog that has little else.
  static Label sentence(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("notice");
    return label;
  }

  private static void keepButtonsWhole(DialogPane pane) {
    pane.getButtonTypes().forEach(type -> keepWhole(pane.lookupButton(type)));
    pane.getButtonTypes()
        .addListener(
            (ListChangeListener<ButtonType>)
                change -> change.getList().forEach(type -> keepWhole(pane.lookupButton(type))));
  }

  /// Buttons are made equally wide otherwise, and then too narrow for the longest word.
  private static void keepWhole(Node button) {
    ButtonBar.setButtonUniformSize(button, false);
    if (button instanceof Region region) {
      region.setMinWidth(Region.USE_PREF_SIZE);
    }
  }

  /// As large as its content wants, as long as there is room for that on the screen. The theme
  /// makes every dialog 600 pixels wide at most, whatever is in it.
  private static void fitOnScreen(DialogPane pane, Rectangle2D screen) {
    // Bound, because a style sheet leaves alone only what is bound.
    pane.maxWidthProperty().bind(new SimpleDoubleProperty(SHARE_OF_SCREEN * screen.getWidth()));
    pane.maxHeightProperty().bind(new SimpleDoubleProperty(SHARE_OF_SCREEN * screen.getHeight()));
  }

  /// Puts a dialog in the middle of its window before it is shown, but not beyond the edge of the
  /// screen: left alone, one that is higher than its window would begin above it.
  private static void place(Dialog<?> dialog, Stage owner) {
    DialogPane pane = dialog.getDialogPane();
    pane.applyCss();
    double width = Math.min(pane.prefWidth(-1), pane.getMaxWidth());
    double height = Math.min(pane.prefHeight(width), pane.getMaxHeight());
    Rectangle2D screen = screenOf(owner);
    dialog.setX(
        within(screen.getMinX(), screen.getMaxX(), width, owner.getX() + owner.getWidth() / 2));
    dialog.setY(
        within(screen.getMinY(), screen.getMaxY(), height, owner.getY() + owner.getHeight() / 2));
  }

  private static double within(double begin, double end, double length, double middle) {
    return Math.clamp(middle - length / 2, begin, Math.max(begin, end - length));
  }

  /// Makes a dialog that is open as large as its content has become, where the screen has room.
  static void fit(DialogPane pane) {
    Window window = pane.getScene().getWindow();
    if (window == null || !window.isShowing()) {
      return;
    }
    Rectangle2D screen = screenOf(window);
    double middle = window.getX() + window.getWidth() / 2;
    window.sizeToScene();
    window.setX(within(screen.getMinX(), screen.getMaxX(), window.getWidth(), middle));
    window.setY(
        Math.clamp(
            window.getY(),
            screen.getMinY(),
            Math.max(screen.getMinY(), screen.getMaxY() - window.getHeight())));
  }

  private static Rectangle2D screenOf(Window window) {
    return Screen.getScreensForRectangle(
            window.getX(), window.getY(), window.getWidth(), window.getHeight())
        .stream()
        .findFirst()
        .orElseGet(Screen::getPrimary)
        .getVisualBounds();
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
