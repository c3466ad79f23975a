package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Text;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;

/// The preferences. There is nothing to confirm: what is changed is seen at once.
final class PreferencesDialog {
  private final Appearance appearance;
  private final Parent content;

  PreferencesDialog(Appearance appearance, Remembered remembered) {
    this.appearance = appearance;
    PreferencesController controller =
        new PreferencesController(new PreferencesViewModel(remembered));
    content =
        new ScrolledContent(
            Text.of("preferences.title"),
            new Fxml(Map.of(PreferencesController.class, () -> controller))
                .load(PreferencesDialog.class, "Preferences.fxml"));
  }

  void show(Optional<Stage> owner) {
    Dialogs.make(owner, appearance, Text.of("preferences.title"), content, ButtonType.CLOSE).show();
  }
}
