package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.processes.FilterController;
import java.util.Map;
import javafx.scene.Parent;

/// What a window is made of before it has anything to show, and before it belongs to anybody.
///
/// @param root the menu bar, the tool bar, and the place for a job or the start page
/// @param page the start page
record WindowParts(Parent root, MainController main, Parent page, StartController start) {
  /// Makes them. Any thread: nodes that no scene has yet belong to whoever makes them, and what the
  /// other threads have is not touched. So the parts of the first window are made while JavaFX
  /// shows its outline.
  static WindowParts load() {
    MainController main = new MainController();
    StartController start = new StartController();
    Fxml fxml =
        new Fxml(
            Map.of(
                MainController.class,
                () -> main,
                StartController.class,
                () -> start,
                ControlsController.class,
                ControlsController::new,
                FilterController.class,
                FilterController::new));
    return new WindowParts(
        fxml.load(MainWindow.class, "Main.fxml"),
        main,
        fxml.load(MainWindow.class, "Start.fxml"),
        start);
  }
}
