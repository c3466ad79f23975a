package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SaveController;
import dev.lifeguard.gui.save.SaveViewModel;
import dev.lifeguard.gui.save.SaveViewModel.Stage;
import dev.lifeguard.gui.save.Saving;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.util.Subscription;

/// The dialog that saves a recording: stays open until it is saved, and then leads to the file.
final class SaveDialog {
  private final Appearance appearance;
  private final SaveViewModel model;
  private final SaveController controller;
  private final Parent content;

  /// A dialog that has begun to look at the recording.
  SaveDialog(Saving saving, Appearance appearance) {
    this.appearance = appearance;
    model = new SaveViewModel(saving);
    controller = new SaveController(model);
    content =
        new ScrolledContent(
            Text.of("save.title"),
            new Fxml(Map.of(SaveController.class, () -> controller))
                .load(SaveController.class, "Save.fxml"));
  }

  /// Shows it.
  ///
  /// @param reveal shows the user where a file is
  /// @param open opens a file
  void show(Optional<javafx.stage.Stage> owner, Consumer<Path> reveal, Consumer<Path> open) {
    Dialog<ButtonType> dialog = Dialogs.make(owner, appearance, Text.of("save.title"), content);
    DialogPane pane = dialog.getDialogPane();
    Subscription offering =
        model.stageProperty().subscribe(stage -> offer(pane, stage, reveal, open));
    dialog.setOnHidden(_ -> {
      offering.unsubscribe();
      model.giveUp();
    });
    dialog.show();
  }

  private void offer(DialogPane pane, Stage stage, Consumer<Path> reveal, Consumer<Path> open) {
    ButtonType cancel = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    switch (stage) {
      case LOOKING -> pane.getButtonTypes().setAll(cancel);
      case IMPOSSIBLE -> pane.getButtonTypes().setAll(ButtonType.CLOSE);
      case ASKING, SAVING -> askWith(pane, stage, cancel);
      case SAVED -> {
        ButtonType show = new ButtonType(Text.of("save.reveal"), ButtonData.OTHER);
        ButtonType go = new ButtonType(Text.of("save.open"), ButtonData.OTHER);
        pane.getButtonTypes().setAll(show, go, ButtonType.CLOSE);
        // The folder does not close the dialog: what is told of the file stays to be read.
        button(pane, show, "save-reveal")
            .addEventFilter(
                ActionEvent.ACTION,
                event -> {
                  event.consume();
                  saved().ifPresent(reveal);
                });
        button(pane, go, "save-open")
            .addEventHandler(ActionEvent.ACTION, _ -> saved().ifPresent(open));
        button(pane, ButtonType.CLOSE, "save-close").requestFocus();
      }
    }
    Dialogs.fit(pane);
  }

  private void askWith(DialogPane pane, Stage stage, ButtonType cancel) {
    boolean begins = pane.getButtonTypes().size() < 2;
    if (begins) {
      ButtonType save = new ButtonType(Text.of("save.do"), ButtonData.OK_DONE);
      pane.getButtonTypes().setAll(save, cancel);
      button(pane, save, "save-do")
          .addEventFilter(
              ActionEvent.ACTION,
              event -> {
                // The dialog stays to say what comes of it.
                event.consume();
                model.save();
              });
      controller.focusFirst();
    }
    pane.lookup("#save-do").setDisable(stage == Stage.SAVING);
  }

  private static Node button(DialogPane pane, ButtonType type, String id) {
    Node button = pane.lookupButton(type);
    button.setId(id);
    return button;
  }

  private Optional<Path> saved() {
    return model.savedProperty().get().map(SaveAnswer.Saved::file).map(Path::of);
  }
}
