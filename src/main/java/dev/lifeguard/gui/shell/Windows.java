package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// All windows of the program. JavaFX thread.
final class Windows {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;

  private final Workbench workbench;
  private final Appearance appearance = new Appearance();
  private final Runnable onLastClosed;
  private final Set<Stage> open = new HashSet<>();

  /// No window yet.
  ///
  /// @param onLastClosed told when none is left
  Windows(Workbench workbench, Runnable onLastClosed) {
    this.workbench = workbench;
    this.onLastClosed = onLastClosed;
  }

  /// Opens a window, empty or on something that may take a moment to open.
  void open(Optional<Supplier<OpenAnswer>> opening) {
    MainWindow window = new MainWindow(workbench, appearance, this::openOn);
    if (opening.isPresent()) {
      window.open(opening.get());
    }
    window.listRecentRuns();
    show(window);
  }

  private void openOn(OpenJob job) {
    MainWindow window = new MainWindow(workbench, appearance, this::openOn);
    window.show(job);
    show(window);
  }

  private void show(MainWindow window) {
    Stage stage = new Stage();
    stage.setScene(new Scene(window.root(), WIDTH, HEIGHT));
    stage.titleProperty().bind(window.titleProperty());
    window.putOn(stage);
    stage.setOnCloseRequest(event -> {
      event.consume();
      window.close();
    });
    stage.setOnHidden(_ -> {
      window.dispose();
      open.remove(stage);
      if (open.isEmpty()) {
        onLastClosed.run();
      }
    });
    open.add(stage);
    stage.show();
  }
}
