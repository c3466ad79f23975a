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

/// Asks before every process of a job is killed: the entry stands right below that which stops the
/// job in order.
final class AbortQuestion {
  private AbortQuestion() {}

  /// Asks without waiting.
  ///
  /// @param kill called when the user wants that
  static void ask(Optional<Stage> owner, Appearance appearance, Runnable kill) {
    ButtonType yes = new ButtonType(Text.of("abort.do"), ButtonData.OK_DONE);
    ButtonType no = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.question(
            owner,
            appearance,
            Text.of("menu.abort"),
            Dialogs.sentence(Text.of("abort.question")),
            Map.of(yes, kill, no, () -> {}));
    Button button = (Button) dialog.getDialogPane().lookupButton(yes);
    button.setId("abort-do");
    button.getStyleClass().add("danger");
    // Whoever answers without having read it keeps the job.
    button.setDefaultButton(false);
    ((Button) dialog.getDialogPane().lookupButton(no)).setDefaultButton(true);
    dialog.show();
  }
}
