package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import javafx.animation.PauseTransition;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.PopupWindow.AnchorLocation;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import javafx.util.Subscription;

/// A card in the corner of the screen that tells somebody who looks elsewhere of the job, and goes
/// away by itself. There is one for each window, so the next sentence takes the place of the last;
/// it comes and goes without any motion. A click brings the window to the front.
final class AnnouncementCard {
  private static final Duration LONG_ENOUGH = Duration.seconds(8);
  private static final double MARGIN = 16;

  private final Stage window;
  private final Popup popup = new Popup();
  private final Label title = new Label();
  private final Label text = new Label();
  private final PauseTransition rest = new PauseTransition(LONG_ENOUGH);
  private final Subscription dressed;

  AnnouncementCard(Stage window, Appearance appearance) {
    this.window = window;
    title.getStyleClass().add("title");
    text.setWrapText(true);
    VBox card = new VBox(title, text);
    card.setId("announcement");
    card.getStyleClass().add("announcement");
    card.setAccessibleRole(AccessibleRole.BUTTON);
    card.setAccessibleHelp(Text.of("announce.help"));
    card.setOnMouseClicked(_ -> comeToTheFront());
    popup.getContent().add(card);
    popup.setAnchorLocation(AnchorLocation.WINDOW_BOTTOM_RIGHT);
    dressed = appearance.dress(popup.getScene());
    rest.setOnFinished(_ -> popup.hide());
    window
        .focusedProperty()
        .subscribe((_, focused) -> {
          if (focused) {
            // Whoever looks at the window sees it there.
            popup.hide();
          }
        });
  }

  /// Tells a sentence to whoever does not look at the window.
  void tell(String sentence) {
    if (!window.isShowing() || (window.isFocused() && !window.isIconified())) {
      return;
    }
    title.setText(window.getTitle());
    text.setText(sentence);
    popup.getContent().getFirst().setAccessibleText(sentence);
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    popup.show(window, screen.getMaxX() - MARGIN, screen.getMaxY() - MARGIN);
    rest.playFromStart();
  }

  private void comeToTheFront() {
    popup.hide();
    window.setIconified(false);
    window.toFront();
    window.requestFocus();
  }

  /// Takes it away for good.
  void close() {
    rest.stop();
    popup.hide();
    dressed.unsubscribe();
  }
}
