package dev.lifeguard.gui.common;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class AppearanceTest {
  private final FxRobot robot = new FxRobot();
  private Appearance appearance;
  private FontIcon icon;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    appearance = new Appearance();
    icon = new FontIcon("fth-play");
    Scene scene = new Scene(new VBox(new Button("", icon)));
    appearance.dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void iconKeepsItsSizeHoweverOftenStylesAreApplied() {
    int size = sizeAfterStyling();
    assertThat(size).isBetween(13, 16);
    for (int i = 0; i < 20; i++) {
      assertThat(sizeAfterStyling()).isEqualTo(size);
    }
  }

  @Test
  void iconGrowsWithTheLetters() {
    int before = sizeAfterStyling();
    robot.interact(() -> appearance.fontSizeProperty().set(26));
    assertThat(sizeAfterStyling()).isBetween(2 * before - 1, 2 * before + 1);
  }

  @Test
  void lookOfAWindowIsThatOfAllUntilItIsClosed() {
    robot.interact(() -> {
      appearance.wish(Theme.LIGHT);
      Appearance window = appearance.forWindow();
      assertThat(window.themeProperty().get()).isEqualTo(Theme.LIGHT);
      window.toggle();
      assertThat(appearance.themeProperty().get()).isEqualTo(Theme.DARK);
      assertThat(window.themeProperty().get()).isEqualTo(Theme.DARK);
      window.close();
      appearance.toggle();
      assertThat(window.themeProperty().get()).isEqualTo(Theme.DARK);
    });
  }

  private int sizeAfterStyling() {
    robot.interact(() -> {
      // What happens to a button in an enabled and disabled life.
      icon.getParent().setDisable(!icon.getParent().isDisabled());
      icon.getStyleClass().add("again");
      icon.getStyleClass().remove("again");
      stage.getScene().getRoot().applyCss();
    });
    return icon.getIconSize();
  }
}
