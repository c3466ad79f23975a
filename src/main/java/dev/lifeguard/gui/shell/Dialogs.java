package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// Makes dialogs that look like the window they belong to.
final class Dialogs {
  private Dialogs() {}

  /// A dialog with this content, not yet shown.
  static Dialog<ButtonType> make(
      Optional<Stage> owner,
      Appearance appearance,
      String title,
      Node content,
      ButtonType... buttons) {
    Dialog<ButtonType> dialog = new Dialog<>();
    owner.ifPresent(dialog::initOwner);
    dialog.setTitle(title);
    dialog.setResizable(true);
    dialog.getDialogPane().setContent(content);
    dialog.getDialogPane().getButtonTypes().setAll(buttons);
    dress(dialog, appearance);
    return dialog;
  }

  /// Gives a dialog its window's look until it is closed.
  static void dress(Dialog<?> dialog, Appearance appearance) {
    Subscription dressed = appearance.dress(dialog.getDialogPane().getScene());
    dialog
        .showingProperty()
        .subscribe((_, showing) -> {
          if (!showing) {
            dressed.unsubscribe();
          }
        });
  }
}
