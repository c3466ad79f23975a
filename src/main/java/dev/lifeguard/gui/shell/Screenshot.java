package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.common.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.Scene;

/// Takes a picture of the real window where there is no screen: the content stands in a scene that
/// is never shown, and JavaFX draws into memory.
public final class Screenshot {
  private Screenshot() {}

  /// What the picture is to be.
  ///
  /// @param file a PNG file, written over
  /// @param width in pixels
  /// @param height in pixels
  /// @param fontSize the size of letters in pixels, usually [Appearance#USUAL_FONT_SIZE]
  /// @param presenting whether it is to be as an audience sees it
  /// @param tabs that are to be in front
  /// @param after how long the window is looked at before the picture is taken
  public record Request(
      Path file,
      int width,
      int height,
      Theme theme,
      double fontSize,
      boolean presenting,
      List<JobTab> tabs,
      Duration after) {
    /// Copies the list.
    public Request {
      tabs = List.copyOf(tabs);
    }

    /// A picture as people usually see the window.
    public Request(
        Path file,
        int width,
        int height,
        Theme theme,
        double fontSize,
        List<JobTab> tabs,
        Duration after) {
      this(file, width, height, theme, fontSize, false, tabs, after);
    }
  }

  /// Starts JavaFX, opens a window, takes its picture and closes it. To be called at most once, and
  /// not together with [Toolkit#run].
  ///
  /// @param opening what to open in the window; absent for an empty one
  /// @return [Toolkit.Outcome.Closed] when the picture is written
  public static Toolkit.Outcome take(
      Workbench workbench, Optional<Supplier<OpenAnswer>> opening, Request request) {
    SystemLibraries.goHeadless();
    Optional<Toolkit.Outcome> obstacle = SystemLibraries.obstacle();
    return obstacle.orElseGet(
        () -> Toolkit.start(finished -> open(workbench, opening, request, finished)));
  }

  private static void open(
      Workbench workbench,
      Optional<Supplier<OpenAnswer>> opening,
      Request request,
      Consumer<Toolkit.Outcome> finished) {
    Appearance appearance = appearance(request);
    MainWindow window = new MainWindow(workbench, appearance, _ -> {});
    window.prefer(request.tabs());
    Scene scene = scene(window.root(), request, appearance);
    // Nobody lays out a scene that is not shown, and what lists and tables ask for when they are
    // laid out would only come after the picture.
    Ticker glance = new Ticker(() -> layOut(window.root()));
    glance.run(true);
    Runnable lookOn =
        () ->
            later(request.after())
                .execute(() -> {
                  glance.run(false);
                  finished.accept(write(scene, request.file()));
                  window.dispose();
                });
    if (opening.isPresent()) {
      window.whenOpened(lookOn);
      window.open(opening.get());
    } else {
      window.listRecentRuns();
      lookOn.run();
    }
  }

  private static Executor later(Duration delay) {
    return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, new Pulse());
  }

  private static void layOut(Parent root) {
    root.applyCss();
    root.layout();
  }

  /// Writes a picture of some content. JavaFX thread.
  ///
  /// @throws IOException if the file cannot be written
  static void write(Parent root, Request request) throws IOException {
    Scene scene = scene(root, request, appearance(request));
    draw(scene, request.file());
  }

  private static Appearance appearance(Request request) {
    Appearance appearance = new Appearance();
    appearance.wish(request.theme());
    appearance.fontSizeProperty().set(request.fontSize());
    appearance.present(request.presenting());
    return appearance;
  }

  private static Scene scene(Parent root, Request request, Appearance appearance) {
    Scene scene = new Scene(root, request.width(), request.height());
    appearance.dress(scene);
    return scene;
  }

  private static Toolkit.Outcome write(Scene scene, Path file) {
    try {
      draw(scene, file);
      return new Toolkit.Outcome.Closed();
    } catch (IOException e) {
      return new Toolkit.Outcome.Failed(
          Text.of("screenshot.failed", file, String.valueOf(e.getMessage())));
    }
  }

  private static void draw(Scene scene, Path file) throws IOException {
    // Tables learn in the first pass how high they are, and draw their rows in the second.
    scene.snapshot(null);
    PngFile.write(scene.snapshot(null), file);
  }
}
