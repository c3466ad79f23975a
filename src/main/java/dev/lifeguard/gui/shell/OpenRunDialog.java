package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// Lets the user choose a run: from the list of this machine's, or any run directory.
final class OpenRunDialog {
  private final Appearance appearance;

  OpenRunDialog(Appearance appearance) {
    this.appearance = appearance;
  }

  /// Shows it.
  ///
  /// @param then gets the run directory that was chosen
  void show(Optional<Stage> owner, List<RunListing> runs, Consumer<Path> then) {
    ListView<RunListing> list = list(runs);
    VBox box = new VBox(list);
    VBox.setVgrow(list, Priority.ALWAYS);
    box.getStyleClass().add("open-run");
    ButtonType open = new ButtonType(Text.of("open.do"), ButtonData.OK_DONE);
    ButtonType other = new ButtonType(Text.of("open.other"), ButtonData.LEFT);
    ButtonType cancel = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.make(owner, appearance, Text.of("open.title"), box, open, other, cancel);
    Button button = (Button) dialog.getDialogPane().lookupButton(open);
    button.setId("open-do");
    button.disableProperty().bind(list.getSelectionModel().selectedItemProperty().isNull());
    list.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        button.fire();
      }
    });
    dialog
        .resultProperty()
        .subscribe(chosen -> {
          if (chosen == open) {
            then.accept(list.getSelectionModel().getSelectedItem().directory());
          } else if (chosen == other) {
            Optional.ofNullable(new DirectoryChooser().showDialog(owner.orElse(null)))
                .ifPresent(directory -> then.accept(directory.toPath()));
          }
        });
    dialog.show();
  }

  private static ListView<RunListing> list(List<RunListing> runs) {
    ListView<RunListing> list = new ListView<>();
    list.setId("runs");
    list.setAccessibleText(Text.of("open.title"));
    list.getStyleClass().add("runs");
    list.getItems().setAll(runs);
    list.setPlaceholder(new Label(Text.of("open.none")));
    list.setCellFactory(_ -> new RunCell());
    list.getSelectionModel().selectFirst();
    return list;
  }

  /// A run on two lines.
  private static final class RunCell extends ListCell<RunListing> {
    RunCell() {
      // As wide as the list, which is not to be moved sideways.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable RunListing run, boolean empty) {
      super.updateItem(run, empty);
      if (run == null || empty) {
        setGraphic(null);
      } else {
        Label why = new Label(StartController.describe(run));
        why.getStyleClass().add("why");
        setGraphic(new VBox(new Label(run.name()), why));
      }
    }
  }
}
