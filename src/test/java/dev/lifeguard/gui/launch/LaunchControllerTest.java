package dev.lifeguard.gui.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Fxml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The buttons that have the user choose a file. The dialogs of the system are not there on the
/// headless platform; somebody else answers in their place.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class LaunchControllerTest {
  private final FxRobot robot = new FxRobot();
  private final List<String> asked = new ArrayList<>();
  private final LaunchViewModel model =
      new LaunchViewModel(new LaunchDefaults("/home/kim/primes", 4, "/home/kim/launched"));
  private Optional<String> answer = Optional.of("/home/kim/chosen");

  @Start
  void start(Stage stage) {
    LaunchController controller =
        new LaunchController(
            model, new SimpleStringProperty(""), (_, beginning) -> new Answering(beginning));
    PresetsViewModel presets = new PresetsViewModel(model, List.of(), _ -> {});
    Parent root =
        new Fxml(
                Map.of(
                    LaunchController.class,
                    () -> controller,
                    PresetsController.class,
                    () -> new PresetsController(presets)))
            .load(LaunchController.class, "Launch.fxml");
    stage.setScene(new Scene(root, 900, 900));
    stage.show();
  }

  /// Answers each question with the same path.
  private final class Answering implements Choosing {
    private final String beginning;

    Answering(String beginning) {
      this.beginning = beginning;
    }

    @Override
    public Optional<String> file() {
      return answer("any file");
    }

    @Override
    public Optional<String> file(String kind, String pattern) {
      return answer(pattern);
    }

    @Override
    public Optional<String> directory() {
      return answer("directory");
    }

    private Optional<String> answer(String question) {
      asked.add(question + " from " + beginning);
      return answer;
    }
  }

  @Test
  void chosenPythonFileWaitsForItsFunction() {
    click("#choose-target");
    assertThat(asked).containsExactly("*.py from /home/kim/primes");
    assertThat(model.textProperty(LaunchText.TARGET).get()).isEqualTo("/home/kim/chosen:");
    TextField target = robot.lookup("#launch-target").query();
    assertThat(target.isFocused()).isTrue();
    assertThat(target.getCaretPosition()).isEqualTo("/home/kim/chosen:".length());
  }

  @Test
  void chosenItemsAndDirectoryAreFilledIn() {
    robot.interact(() -> model.itemsProperty().set(LaunchChoice.Items.FILE));
    click("#choose-items");
    assertThat(model.textProperty(LaunchText.FILE).get()).isEqualTo("/home/kim/chosen");
    click("#choose-directory");
    assertThat(model.textProperty(LaunchText.DIRECTORY).get()).isEqualTo("/home/kim/chosen");
    assertThat(asked)
        .containsExactly("any file from /home/kim/primes", "directory from /home/kim/primes");
  }

  @Test
  void nothingChangesWhenNothingIsChosen() {
    answer = Optional.empty();
    click("#choose-target");
    click("#choose-directory");
    assertThat(asked).hasSize(2);
    assertThat(model.textProperty(LaunchText.TARGET).get()).isEmpty();
    assertThat(model.textProperty(LaunchText.DIRECTORY).get()).isEqualTo("/home/kim/primes");
  }

  private void click(String button) {
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }
}
