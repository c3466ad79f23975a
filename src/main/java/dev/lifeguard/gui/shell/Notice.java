package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/// Says one sentence in a dialog that does not block anything.
final class Notice {
  private Notice() {}

  static void show(Optional<Stage> owner, Appearance appearance, String sentence) {
    Label label = new Label(sentence);
    label.setWrapText(true);
    label.getStyleClass().add("notice");
    Dialogs.make(owner, appearance, Text.of("title"), label, ButtonType.CLOSE).show();
  }
}
