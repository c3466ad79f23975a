package dev.lifeguard.gui.shell;

import javafx.geometry.Pos;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;

/// A small window in the corner of the screen that tells of an incident and goes away by itself.
final class IncidentNotification {
  private static final Duration LONG_ENOUGH = Duration.seconds(8);

  private IncidentNotification() {}

  /// Shows it. A click brings the window to the front.
  static void show(Stage window, String headline) {
    Notifications.create()
        .title(window.getTitle())
        .text(headline)
        .position(Pos.BOTTOM_RIGHT)
        .hideAfter(LONG_ENOUGH)
        .onAction(_ -> {
          window.setIconified(false);
          window.toFront();
          window.requestFocus();
        })
        .show();
  }
}
