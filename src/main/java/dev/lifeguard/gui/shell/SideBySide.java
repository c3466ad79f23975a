package dev.lifeguard.gui.shell;

import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// Puts windows beside each other, so that all of them are seen. JavaFX thread.
final class SideBySide {
  /// In less, a window hides more than it shows.
  private static final double LEAST_WIDTH = 600;

  /// So much of each title bar is seen where the screen is not wide enough.
  private static final double STEP = 48;

  private SideBySide() {}

  /// Divides the screen on which the first one is; where that is not wide enough, each lies a
  /// little below and to the right of the one before.
  static void arrange(List<Stage> stages) {
    if (stages.isEmpty()) {
      return;
    }
    Rectangle2D screen = screenOf(stages.getFirst());
    List<Rectangle2D> places = places(screen, stages.size());
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      stage.setFullScreen(false);
      stage.setMaximized(false);
      stage.setX(places.get(i).getMinX());
      stage.setY(places.get(i).getMinY());
      stage.setWidth(places.get(i).getWidth());
      stage.setHeight(places.get(i).getHeight());
    }
  }

  private static Rectangle2D screenOf(Stage stage) {
    return Screen.getScreensForRectangle(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight())
        .stream()
        .findFirst()
        .orElseGet(Screen::getPrimary)
        .getVisualBounds();
  }

  /// Where so many windows stand on a screen.
  static List<Rectangle2D> places(Rectangle2D screen, int count) {
    double share = Math.floor(screen.getWidth() / count);
    boolean fit = share >= LEAST_WIDTH;
    double step = fit ? share : STEP;
    double width = fit ? share : screen.getWidth() - STEP * (count - 1);
    double down = fit ? 0 : STEP;
    double height = screen.getHeight() - down * (count - 1);
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Rectangle2D(
                screen.getMinX() + i * step, screen.getMinY() + i * down, width, height))
        .toList();
  }
}
