package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.story.Scenes;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Font;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/// The window in named scenes, from golden journals and with a clock that stands still, against
/// pictures that a person has looked at.
///
/// Letters are drawn a little differently from machine to machine, so what is compared is the mean
/// of small blocks; and only where the pinned font, DejaVu, is what the system gives. Structure is
/// checked everywhere. The pictures are of the first window of a program: in a virtual machine in
/// which other tests have shown theirs, JavaFX may indent the rows of a tree by ten pixels more.
/// `-Dscenes.accept=true` writes the pictures anew: open each before it is committed.
@ExtendWith(ApplicationExtension.class)
@Tag("proof") // .ci/run compares them in a virtual machine of their own; see above.
@SuppressWarnings("NullAway.Init") // Every test makes its window first.
final class SceneTest {
  private static final Path PICTURES = Path.of("src", "test", "resources", "scenes");
  private static final boolean ACCEPT = Boolean.getBoolean("scenes.accept");
  // Of 255. A word that is another one changes the mean of its blocks by more, edges that are
  // rounded differently by less; a handful of blocks is left to machines that draw a letter anew.
  private static final int BLOCK = 8;
  private static final double MOST_DIFFERENCE = 14;
  private static final int MOST_BLOCKS = 6;

  private MainWindow window;

  /// What a picture is of.
  record Shot(Scenes scene, Theme theme, int width, int height, double fontSize) {
    String fileName() {
      return String.join(
          "-",
          scene.fileName(),
          theme.name().toLowerCase(Locale.ROOT),
          width + "x" + height,
          (int) fontSize + ".png");
    }

    @Override
    public String toString() {
      return fileName();
    }
  }

  static Stream<Shot> shots() {
    Stream<Shot> usual =
        Stream.of(Scenes.values())
            .map(scene -> new Shot(scene, Theme.LIGHT, 1280, 800, Appearance.USUAL_FONT_SIZE));
    return Stream.concat(
        usual,
        Stream.of(
            new Shot(Scenes.OOM, Theme.DARK, 1280, 800, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.HANG, Theme.DARK, 1280, 800, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.FOREIGN_HUNG, Theme.DARK, 1280, 800, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.FINISHED, Theme.DARK, 1280, 800, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.SILENT, Theme.DARK, 1280, 800, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.OOM, Theme.LIGHT, 1920, 1080, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.OOM, Theme.DARK, 1920, 1080, Appearance.USUAL_FONT_SIZE),
            new Shot(Scenes.OOM, Theme.LIGHT, 1280, 800, 18),
            new Shot(Scenes.OOM, Theme.DARK, 1280, 800, 18)));
  }

  @AfterEach
  void close() {
    WaitForAsyncUtils.waitForAsyncFx(10_000, () -> window.dispose());
  }

  @ParameterizedTest
  @MethodSource("shots")
  void looksAsItDidWhenAPersonLookedAtIt(Shot shot) throws IOException {
    JobModel job = new JobModel();
    WindowCamera camera = new WindowCamera(new Wishes());
    List<PoolEvent> events = SceneJournals.events(shot.scene());
    for (PoolEvent event : events) {
      job.apply(event);
      camera.saw(event);
    }
    long later = Math.max(100_000_000, shot.scene().silentNanos());
    Moment moment = new Moment(job.lastNanos() + later, shot.scene().silentNanos(), "");
    WindowPicture picture = camera.take(job, moment);
    compare(
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> image(shot, events, picture)),
        shot.fileName());
  }

  /// Nothing is open: what to do first, what was done lately.
  @ParameterizedTest
  @EnumSource(Theme.class)
  void emptyWindowLooksAsItDidWhenAPersonLookedAtIt(Theme theme) throws IOException {
    WritableImage image =
        WaitForAsyncUtils.waitForAsyncFx(
            60_000,
            () -> {
              Appearance appearance = new Appearance();
              appearance.wish(theme);
              window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
              Scene scene = new Scene(window.root(), 1280, 800);
              appearance.dress(scene);
              scene.snapshot(null);
              return scene.snapshot(null);
            });
    compare(image, "empty-%s-1280x800-13.png".formatted(theme.name().toLowerCase(Locale.ROOT)));
  }

  private static void compare(WritableImage image, String name) throws IOException {
    Path file = PICTURES.resolve(name);
    if (ACCEPT) {
      PngFile.write(image, file);
    }
    assumeTrue(
        Font.getDefault().getFamily().equals("System") && isPinnedFontThere(),
        "the font that the pictures were made with is not installed: fonts-dejavu-core");
    assertThat(file).as("picture, to be made with -Dscenes.accept=true").exists();
    assertThat(differentBlocks(image, new Image(Files.newInputStream(file))))
        .as("blocks of %s that differ; the picture of now is at %s", file, kept(image, name))
        .hasSizeLessThanOrEqualTo(MOST_BLOCKS);
  }

  /// Everything on the JavaFX thread at once, so that no picture of the feed comes between.
  private WritableImage image(Shot shot, List<PoolEvent> events, WindowPicture picture) {
    Set<Capability> capabilities =
        switch (shot.scene()) {
          case NO_RIGHTS -> EnumSet.noneOf(Capability.class);
          case FOREIGN_HUNG ->
              EnumSet.of(
                  Capability.SIGNAL_WORKERS, Capability.SEND_SIGNALS, Capability.END_FOREIGN_JOB);
          case HEALTHY, OOM, HANG, QUARANTINE, FINISHED, BEGUN, SILENT ->
              EnumSet.allOf(Capability.class);
        };
    Appearance appearance = new Appearance();
    appearance.wish(shot.theme());
    appearance.fontSizeProperty().set(shot.fontSize());
    window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
    Scene scene = new Scene(window.root(), shot.width(), shot.height());
    appearance.dress(scene);
    ScriptedSource source = new ScriptedSource(capabilities);
    source.tell(events);
    window.show(new OpenJob(source, ownership(shot)).savedAs(new ScriptedRecording()));
    window.session().orElseThrow().show(picture);
    // Tables learn in the first pass how high they are, and draw their rows in the second.
    scene.snapshot(null);
    WritableImage image = scene.snapshot(null);
    assertThat(overflowing(window.root())).as("labels that are cut off").isEmpty();
    assertThat(window.root().lookup("#inspector-tabs .control-buttons-tab").isVisible())
        .as("tabs of the inspector are out of sight")
        .isFalse();
    return image;
  }

  private static OpenJob.Ownership ownership(Shot shot) {
    return switch (shot.scene()) {
      case NO_RIGHTS, FOREIGN_HUNG -> OpenJob.Ownership.OTHERS;
      case HEALTHY, OOM, HANG, QUARANTINE, FINISHED, BEGUN, SILENT ->
          OpenJob.Ownership.THIS_PROCESS;
    };
  }

  private static boolean isPinnedFontThere() {
    return Font.getFamilies().contains("DejaVu Sans")
        && Font.getFamilies().contains("DejaVu Sans Mono");
  }

  /// Labels outside tables and tabs that are narrower than their text: what a person must read.
  private static List<String> overflowing(Parent root) {
    return root.lookupAll(".label").stream()
        .filter(node -> node instanceof Labeled label && isCutOff(label))
        .map(node -> ((Labeled) node).getText())
        .toList();
  }

  private static boolean isCutOff(Labeled label) {
    return isSeen(label)
        && !label.isWrapText()
        && label.getText() != null
        && label.getStyleClass().contains("value")
        && label.getWidth() + 1 < label.prefWidth(-1);
  }

  private static boolean isSeen(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> differentBlocks(Image now, Image before) {
    assertThat(now.getWidth()).isEqualTo(before.getWidth());
    assertThat(now.getHeight()).isEqualTo(before.getHeight());
    List<String> different = new ArrayList<>();
    for (int y = 0; y + BLOCK <= now.getHeight(); y += BLOCK) {
      for (int x = 0; x + BLOCK <= now.getWidth(); x += BLOCK) {
        if (difference(now, before, x, y) > MOST_DIFFERENCE) {
          different.add(x + "," + y);
        }
      }
    }
    return different;
  }

  /// How much the mean colour of a block differs, 0 to 255.
  private static double difference(Image now, Image before, int left, int top) {
    double most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      long sum = 0;
      for (int y = top; y < top + BLOCK; y++) {
        for (int x = left; x < left + BLOCK; x++) {
          sum += (now.getPixelReader().getArgb(x, y) >> shift) & 0xff;
          sum -= (before.getPixelReader().getArgb(x, y) >> shift) & 0xff;
        }
      }
      most = Math.max(most, Math.abs(sum) / (double) (BLOCK * BLOCK));
    }
    return most;
  }

  private static Path kept(WritableImage image, String name) throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "scenes"));
    Path file = directory.resolve(name);
    PngFile.write(image, file);
    return file;
  }
}
