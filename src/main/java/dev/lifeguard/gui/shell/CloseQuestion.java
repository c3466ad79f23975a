package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/// Asks before a window is closed on a job that would end with it.
final class CloseQuestion {
  private CloseQuestion() {}

  /// Asks without waiting.
  ///
  /// @param stop called when the user wants to stop the job
  /// @param goOn called when the user wants it to go on without the window
  static void ask(Optional<Stage> owner, Appearance appearance, Runnable stop, Runnable goOn) {
    Label question = new Label(Text.of("close.question"));
    question.setWrapText(true);
    question.getStyleClass().add("notice");
    ButtonType yes = new ButtonType(Text.of("close.stop"), ButtonData.OK_DONE);
    ButtonType without = new ButtonType(Text.of("close.go-on"), ButtonData.OTHER);
    ButtonType no = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.make(
            owner,
            appearance,
            Text.of("title"),
            new ScrolledContent(Text.of("menu.close"), question),
            yes,
            without,
            no);
    Button button = (Button) dialog.getDialogPane().lookupButton(yes);
    button.setId("close-stop");
    button.getStyleClass().add("danger");
    dialog.getDialogPane().lookupButton(without).setId("close-go-on");
    dialog
        .resultProperty()
        .subscribe(chosen -> {
          if (chosen == yes) {
            stop.run();
          } else if (chosen == without) {
            goOn.run();
          }
        });
    dialog.show();
  }
}
