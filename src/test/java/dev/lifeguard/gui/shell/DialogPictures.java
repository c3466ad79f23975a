package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.ThemeChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;

/// Paints every dialog as it opens, to be looked at: `DIRECTORY WIDTH HEIGHT`, in light and dark
/// and with letters of 9, 18 and 24 points.
final class DialogPictures {
  private static final List<Integer> POINTS = List.of(9, 18, 24);

  private final Path directory;
  private final double width;
  private final double height;
  private final Stage stage = new Stage();
  private final Appearance appearance = new Appearance();
  private final Iterator<Shot> shots;
  private final Consumer<Toolkit.Outcome> finished;

  private record Shot(ThemeChoice theme, int points, EveryDialog dialog) {}

  private DialogPictures(String[] args, Consumer<Toolkit.Outcome> finished) {
    directory = Path.of(args[0]);
    width = Double.parseDouble(args[1]);
    height = Double.parseDouble(args[2]);
    this.finished = finished;
    ArrayDeque<Shot> all = new ArrayDeque<>();
    for (ThemeChoice theme : List.of(ThemeChoice.LIGHT, ThemeChoice.DARK)) {
      for (int points : POINTS) {
        for (EveryDialog dialog : EveryDialog.values()) {
          all.add(new Shot(theme, points, dialog));
        }
      }
    }
    shots = all.iterator();
    stage.setScene(new Scene(new Pane(), 1000, 1000));
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  static void main(String[] args) throws IOException {
    Files.createDirectories(Path.of(args[0]));
    SystemLibraries.goHeadless();
    System.err.println(
        Toolkit.start(finished -> after(1500, () -> new DialogPictures(args, finished).next())));
  }

  private void next() {
    if (!shots.hasNext()) {
      finished.accept(new Toolkit.Outcome.Closed());
      return;
    }
    Shot shot = shots.next();
    shot.dialog().openSmall(stage, appearance);
    after(300, () -> EveryDialog.isHigh(EveryDialog.opened().orElseThrow()));
    after(400, () -> take(shot));
  }

  private void take(Shot shot) {
    Window dialog = EveryDialog.opened().orElseThrow();
    DialogPane pane = EveryDialog.takeOut(appearance);
    appearance.show(new Look(shot.theme(), shot.points(), MemoryUnits.BINARY, Motion.SYSTEM));
    EveryDialog.layOut(pane, width, height);
    String name =
        "%s-%d-%s.png"
            .formatted(shot.dialog(), shot.points(), shot.theme())
            .toLowerCase(Locale.ROOT);
    try {
      PngFile.write(pane.snapshot(null, null), directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dialog.hide();
    next();
  }

  private static void after(int millis, Runnable action) {
    PauseTransition pause = new PauseTransition(Duration.millis(millis));
    pause.setOnFinished(_ -> action.run());
    pause.play();
  }
}
