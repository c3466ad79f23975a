package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchChoice;
import dev.lifeguard.gui.launch.LaunchController;
import dev.lifeguard.gui.launch.LaunchField;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.gui.launch.LaunchViewModel;
import dev.lifeguard.gui.launch.Preset;
import dev.lifeguard.gui.launch.PresetsController;
import dev.lifeguard.gui.launch.PresetsViewModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Stage;

/// The launch dialog: stays open until the job runs, and shows at each field what is wrong with it.
final class LaunchDialog {
  private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

  /// In letters. Found by looking: so wide are the widest fields with the usual room in them.
  private static final double ROOMY = 42;

  /// In letters: the narrowest that two columns can be.
  private static final double TWO_COLUMNS = 37;

  private final Workbench workbench;
  private final Appearance appearance;
  private final Background background;
  private final LaunchViewModel model;
  private final PresetsViewModel presets;
  private final LaunchController controller;
  private final StringProperty memoryMeans = new SimpleStringProperty("");
  private final Parent content;

  LaunchDialog(
      Workbench workbench, Appearance appearance, Background background, Remembered remembered) {
    this.workbench = workbench;
    this.appearance = appearance;
    this.background = background;
    model = new LaunchViewModel(workbench.launchDefaults());
    presets =
        new PresetsViewModel(
            model,
            remembered.get().presets(),
            now -> remembered.change(settings -> settings.withPresets(now)));
    controller = new LaunchController(model, memoryMeans);
    Parent fields =
        new Fxml(
                Map.of(
                    LaunchController.class,
                    () -> controller,
                    PresetsController.class,
                    () -> new PresetsController(presets)))
            .load(LaunchController.class, "Launch.fxml");
    content = new ScrolledContent(Text.of("launch.title"), fields);
    content.layoutBoundsProperty().subscribe(bounds -> tighten(fields, bounds.getWidth()));
    // Only Python can be told by the kernel that an allocation is refused.
    model
        .workerProperty()
        .map(worker -> worker == LaunchChoice.Worker.PYTHON)
        .subscribe(this::askForMemoryMeans);
  }

  /// Lets everything stand closer where the letters are large for the width.
  private void tighten(Parent fields, double width) {
    double letters = width / appearance.fontSizeProperty().get();
    fields.pseudoClassStateChanged(TIGHT, letters < ROOMY);
    controller.stack(letters < TWO_COLUMNS);
  }

  private void askForMemoryMeans(boolean python) {
    memoryMeans.set(Text.of("launch.memory-asking"));
    background.call(() -> workbench.memoryMeans(python), memoryMeans::set, memoryMeans::set);
  }

  /// Fills it in.
  void fill(Preset preset) {
    presets.choose(preset.name());
  }

  /// What is filled in, for pictures and tests.
  LaunchViewModel model() {
    return model;
  }

  /// Shows it.
  ///
  /// @param then gets the job when it runs
  void show(Optional<Stage> owner, Consumer<OpenJob> then) {
    ButtonType launch = new ButtonType(Text.of("launch.do"), ButtonData.OK_DONE);
    ButtonType cancel = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.make(owner, appearance, Text.of("launch.title"), content, launch, cancel);
    Button button = (Button) dialog.getDialogPane().lookupButton(launch);
    button.setId("launch-do");
    button.disableProperty().bind(model.busyProperty());
    button.addEventFilter(
        ActionEvent.ACTION,
        event -> {
          // The dialog closes when the job runs, and not when the button is pressed.
          event.consume();
          launch(job -> {
            dialog.setResult(launch);
            dialog.close();
            then.accept(job);
          });
        });
    dialog.setOnShown(_ -> controller.focusFirst());
    dialog.show();
  }

  private void launch(Consumer<OpenJob> then) {
    if (!model.check()) {
      return;
    }
    LaunchRequest request = model.request();
    model.busyProperty().set(true);
    background.call(
        () -> workbench.launch(request),
        answer -> {
          model.busyProperty().set(false);
          switch (answer) {
            case LaunchAnswer.Launched(OpenJob job) -> then.accept(job);
            case LaunchAnswer.Refused(List<FieldFault> faults) -> model.refused(faults);
          }
        },
        sentence -> {
          model.busyProperty().set(false);
          model.refused(List.of(new FieldFault(LaunchField.JOB, sentence)));
        });
  }
}
