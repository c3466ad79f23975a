package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.attach.AttachController;
import dev.lifeguard.gui.attach.AttachViewModel;
import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Text;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Stage;

/// The attach dialog: what there is on this machine, and what would be seen of it.
final class AttachDialog {
  /// In letters: from this width on there is room for two columns.
  private static final double BESIDE = 40;

  private final Workbench workbench;
  private final Appearance appearance;
  private final Background background;
  private final AttachViewModel model = new AttachViewModel();
  private final AttachController controller;
  private final Parent content;

  AttachDialog(Workbench workbench, Appearance appearance, Background background) {
    this.workbench = workbench;
    this.appearance = appearance;
    this.background = background;
    controller = new AttachController(model, this::preview);
    content =
        new Fxml(Map.of(AttachController.class, () -> controller))
            .load(AttachController.class, "Attach.fxml");
    content
        .layoutBoundsProperty()
        .subscribe(bounds ->
            controller.turn(bounds.getWidth() < BESIDE * appearance.fontSizeProperty().get()));
    background.call(workbench::candidates, model::show, model::showFault);
  }

  private void preview(long pid) {
    background.call(
        () -> workbench.candidate(pid),
        (Optional<Candidate> found) -> model.answer(pid, found),
        model::showFault);
  }

  /// Shows it.
  ///
  /// @param then gets what is to be opened
  void show(Optional<Stage> owner, Consumer<Supplier<OpenAnswer>> then) {
    ButtonType attach = new ButtonType(Text.of("attach.do"), ButtonData.OK_DONE);
    ButtonType cancel = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.make(owner, appearance, Text.of("attach.title"), content, attach, cancel);
    Button button = (Button) dialog.getDialogPane().lookupButton(attach);
    button.setId("attach-do");
    button.disableProperty().bind(model.chosenProperty().map(Optional::isEmpty));
    dialog
        .resultProperty()
        .subscribe(chosen -> {
          if (chosen == attach) {
            model.chosenProperty().get().ifPresent(candidate -> then.accept(opening(candidate)));
          }
        });
    dialog.setOnShown(_ -> controller.focusFirst());
    dialog.show();
  }

  private Supplier<OpenAnswer> opening(Candidate candidate) {
    return candidate
        .run()
        .<Supplier<OpenAnswer>>map(run -> () -> workbench.open(run))
        .orElse(() -> workbench.attach(candidate.pid()));
  }
}
