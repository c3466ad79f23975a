package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// Says what going on with an interrupted run would mean, and asks whether to. Where something has
/// changed since the run began, it shows the difference, and nothing happens before the user has
/// chosen to go on all the same.
final class ResumeDialog {
  private ResumeDialog() {}

  /// Asks without waiting.
  ///
  /// @param run the run directory
  /// @param goOn told when the user wants to: whether with what has changed
  static void ask(
      Optional<Stage> owner,
      Appearance appearance,
      Path run,
      ResumePlan.Possible plan,
      Consumer<Boolean> goOn) {
    CheckBox accept = new CheckBox(Text.of("resume.accept"));
    accept.setId("resume-accept");
    ButtonType yes = new ButtonType(Text.of("resume.do"), ButtonData.OK_DONE);
    ButtonType no = new ButtonType(Text.of("cancel"), ButtonData.CANCEL_CLOSE);
    Dialog<ButtonType> dialog =
        Dialogs.question(
            owner,
            appearance,
            Text.of("resume.title"),
            content(run, plan, accept),
            Map.of(yes, () -> goOn.accept(accept.isSelected()), no, () -> {}));
    Node button = dialog.getDialogPane().lookupButton(yes);
    button.setId("resume-do");
    if (!plan.changes().isEmpty()) {
      button.disableProperty().bind(accept.selectedProperty().not());
    }
    dialog.show();
  }

  /// What it says.
  private static Parent content(Path run, ResumePlan.Possible plan, CheckBox accept) {
    VBox content = new VBox();
    content.getStyleClass().add("resume");
    add(content, Text.of("resume.title"), "headline");
    add(content, Text.of("resume.plan", plan.kept(), plan.left()), "plain");
    add(content, Text.of("resume.place", run), "plain");
    plan.remarks().forEach(remark -> add(content, remark, "plain"));
    if (!plan.changes().isEmpty()) {
      add(content, Text.of("resume.changes"), "section");
      for (ResumePlan.Change change : plan.changes()) {
        add(content, Text.of("resume.change", change.what(), change.then()), "plain");
        change.lines().forEach(line -> add(content, line, "difference"));
      }
      content.getChildren().add(accept);
    }
    return content;
  }

  private static void add(VBox content, String text, String style) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add(style);
    content.getChildren().add(label);
  }
}
