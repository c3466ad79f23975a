package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Stage;

/// Asks before a window is closed on a job that would end with it.
final class CloseQuestion {
  private CloseQuestion() {}

  /// Asks without waiting.
  ///
  /// @param stop called when the user wants to stop the job
  /// @param goOn called when the user wants it to go on without the window
  static void ask(Optional<Stage> owner, Appearance appearance, Runnable stop, Runnable goOn) {
    ButtonType yes = new ButtonType(Text.of("close.stop"), ButtonData.OK_DONE);
    ButtonType without = new ButtonType(Text.of("close.go-on"), ButtonData.OTHER);
    ButtonType no = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.question(
            owner,
            appearance,
            Text.of("menu.close"),
            Dialogs.sentence(Text.of("close.question")),
            Map.of(yes, stop, without, goOn, no, () -> {}));
    Button button = (Button) dialog.getDialogPane().lookupButton(yes);
    button.setId("close-stop");
    button.getStyleClass().add("danger");
    dialog.getDialogPane().lookupButton(without).setId("close-go-on");
    dialog.show();
  }
}
