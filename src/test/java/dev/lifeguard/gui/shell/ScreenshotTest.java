package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
final class ScreenshotTest {
  @Test
  void pictureIsAsLargeAsAskedAndShowsTheContent(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.png");
    WaitForAsyncUtils.waitForAsyncFx(
        10_000,
        () -> {
          Region red = new Region();
          red.setStyle("-fx-background-color: #A3190A;");
          red.resizeRelocate(100, 50, 20, 10);
          red.setManaged(false);
          Screenshot.write(
              new Pane(red),
              new Screenshot.Request(file, 1920, 1080, Theme.DARK, 13, List.of(), Duration.ZERO));
          return true;
        });
    Image image = new Image(Files.newInputStream(file));
    assertThat(image.getWidth()).isEqualTo(1920);
    assertThat(image.getHeight()).isEqualTo(1080);
    assertThat(image.getPixelReader().getColor(110, 55)).isEqualTo(Color.web("#A3190A"));
    assertThat(image.getPixelReader().getColor(99, 55)).isNotEqualTo(Color.web("#A3190A"));
  }
}
