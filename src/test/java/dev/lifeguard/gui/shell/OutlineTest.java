package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/// Nothing jumps when the window takes the place of its outline.
@ExtendWith(ApplicationExtension.class)
final class OutlineTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  /// Where the bars have no letters.
  private static final int COLUMN = 1100;

  private final FxRobot robot = new FxRobot();

  @ParameterizedTest
  @CsvSource({"LIGHT, 13", "DARK, 13", "LIGHT, 12", "LIGHT, 18", "DARK, 24", "LIGHT, 32"})
  void barsAreWhereThoseOfTheWindowWillBe(Theme theme, double fontSize) {
    List<Integer> outline = colours(outline(theme, fontSize, false));
    List<Integer> window = colours(window(theme, fontSize));
    assertThat(Set.copyOf(outline)).isEqualTo(Set.copyOf(window));
    assertThat(edges(outline)).hasSameSizeAs(edges(window));
    IntStream.range(0, edges(window).size())
        .forEach(i ->
            assertThat(edges(outline).get(i))
                .as("edge %d", i)
                .isBetween(edges(window).get(i) - 3, edges(window).get(i) + 3));
  }

  @ParameterizedTest
  @EnumSource
  void saysThatSomethingIsBeingOpened(Theme theme) {
    assertThat(words(outline(theme, 13, true))).isEqualTo("Opening…");
    assertThat(words(outline(theme, 13, false))).isEqualTo("Lifeguard");
  }

  @Test
  void windowMayBeClosedBeforeItIsWhole() {
    List<Toolkit.Outcome> over = new CopyOnWriteArrayList<>();
    AtomicBoolean opened = new AtomicBoolean();
    robot.interact(() -> {
      Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
      Windows windows = new Windows(new FakeWorkbench(), Remembered.nothing(), over::add);
      // That of TestFX fails the test.
      Thread.currentThread().setUncaughtExceptionHandler(before);
      Set<Window> others = Set.copyOf(Window.getWindows());
      windows.open(
          Optional.of(() -> {
            opened.set(true);
            return new OpenAnswer.Refused("");
          }),
          "");
      Window.getWindows().stream()
          .filter(window -> !others.contains(window))
          .toList()
          .forEach(Window::hide);
    });
    await().until(() -> !over.isEmpty());
    await()
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("window parts")));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(over).containsExactly(new Toolkit.Outcome.Closed());
    assertThat(opened).as("a job begins for nobody").isFalse();
  }

  private static String words(Scene outline) {
    return outline.getRoot().lookupAll("*").stream()
        .filter(Text.class::isInstance)
        .map(node -> ((Text) node).getText())
        .reduce("", String::concat);
  }

  private Scene outline(Theme theme, double fontSize, boolean opens) {
    return onFx(() -> new Scene(Outline.of(theme, fontSize, Windows.icon(), opens), WIDTH, HEIGHT));
  }

  private Scene window(Theme theme, double fontSize) {
    return onFx(() -> {
      Appearance appearance = new Appearance();
      appearance.wish(theme);
      appearance.fontSizeProperty().set(fontSize);
      Parent root = new MainWindow(new FakeWorkbench(), appearance, _ -> {}).root();
      Scene scene = new Scene(root, WIDTH, HEIGHT);
      appearance.dress(scene);
      return scene;
    });
  }

  private <T> T onFx(Supplier<T> work) {
    List<T> made = new ArrayList<>();
    robot.interact(() -> made.add(work.get()));
    return made.getFirst();
  }

  /// From above into the middle of the window.
  private List<Integer> colours(Scene scene) {
    WritableImage image =
        onFx(() -> {
          scene.snapshot(null);
          return scene.snapshot(null);
        });
    PixelReader pixels = image.getPixelReader();
    return IntStream.range(0, 250).mapToObj(y -> pixels.getArgb(COLUMN, y)).toList();
  }

  /// Where one colour ends.
  private static List<Integer> edges(List<Integer> colours) {
    return IntStream.range(1, colours.size())
        .filter(y -> !colours.get(y).equals(colours.get(y - 1)))
        .boxed()
        .toList();
  }
}
