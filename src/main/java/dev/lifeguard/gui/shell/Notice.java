package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;

/// Says one sentence in a dialog that does not block anything.
final class Notice {
  private Notice() {}

  static void show(Optional<Stage> owner, Appearance appearance, String sentence) {
    Dialogs.make(owner, appearance, Text.of("title"), Dialogs.sentence(sentence), ButtonType.CLOSE)
        .show();
  }
}
