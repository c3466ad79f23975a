package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.RealWorkbench;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.Scenes;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// What holds for every window, as [EveryDialogTest] does for dialogs: it can be told of by a
/// screen reader, and its texts fit however large the letters are. The windows stand in scenes that
/// are not shown, so the size of the screen does not matter.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class EveryWindowTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  @TempDir private Path directory;
  private final FxRobot robot = new FxRobot();
  private Appearance appearance;

  @Start
  void start(Stage stage) {
    appearance = new Appearance();
  }

  @Test
  void everyControlHasANameAndARole() {
    assertThat(found(Accessible::complaints)).isEmpty();
  }

  @Test
  void walkFindsWhatHasNoName() {
    robot.interact(() -> {
      StackPane root = new StackPane(new Button(), new Label("fine"));
      assertThat(Accessible.complaints(root)).hasSize(1);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 18, 24})
  void textsFitWhateverTheSizeOfLetters(int points) {
    robot.interact(() ->
        appearance.show(new Look(ThemeChoice.LIGHT, points, MemoryUnits.BINARY, Motion.SYSTEM)));
    assertThat(found(Truncated::below)).isEmpty();
  }

  /// What does not fit into the tool bar goes into its menu; the filter is in no other place.
  @ParameterizedTest
  @ValueSource(ints = {9, 10, 14, 18})
  void filterIsInSightWhateverTheSizeOfLetters(int points) {
    robot.interact(() ->
        appearance.show(new Look(ThemeChoice.LIGHT, points, MemoryUnits.BINARY, Motion.SYSTEM)));
    Parent root = job(Stories.hung());
    robot.interact(() -> {
      layOut(root);
      for (String id : List.of("#filter", "#launch", "#pause", "#drain", "#more-workers")) {
        Node tool = root.lookup(id);
        assertThat(tool).as(id).isNotNull();
        assertThat(root.getLayoutBounds().contains(tool.localToScene(tool.getLayoutBounds())))
            .as("%s at %s", id, tool.localToScene(tool.getLayoutBounds()))
            .isTrue();
      }
    });
  }

  /// What has gone wrong is to be read: where there is too little room for the worker actions as
  /// well, they are folded, and they come back with the room.
  @Test
  void incidentIsInSightWhateverTheSizeOfLetters() {
    Parent root = job(Stories.hung());
    for (int points : List.of(24, 9, 18)) {
      robot.interact(() ->
          appearance.show(new Look(ThemeChoice.LIGHT, points, MemoryUnits.BINARY, Motion.SYSTEM)));
      robot.interact(() -> {
        // A pass for each part that makes room for another one.
        for (int pass = 0; pass < 4; pass++) {
          layOut(root);
        }
        Node incident = root.lookup("#incident");
        Bounds seen = incident.localToScene(incident.getLayoutBounds());
        assertThat(seen.getHeight())
            .as("at %d points", points)
            .isGreaterThan(3 * appearance.fontSizeProperty().get());
        assertThat(seen.getMaxY()).as("at %d points", points).isLessThan(HEIGHT);
        assertThat(((TitledPane) root.lookup("#actions")).isExpanded()).isEqualTo(points == 9);
      });
    }
  }

  @Test
  void memoryThatMayNotBeReadIsADash() {
    Parent root = job(Scenes.NO_RIGHTS.story());
    robot.interact(() -> {
      layOut(root);
      assertThat(root.lookupAll(".memory-cell .numbers"))
          .extracting(label -> ((Label) label).getText())
          .contains("–", "0.77 / 3.02 GiB")
          .doesNotContain("");
    });
  }

  /// As they open, and not as large as their content could be laid out: this screen is 1000 pixels
  /// wide, which is too few for larger letters.
  @ParameterizedTest
  @ValueSource(ints = {10, 13})
  void dialogsOpenLargeEnough(int points) {
    robot.interact(() ->
        appearance.show(new Look(ThemeChoice.LIGHT, points, MemoryUnits.BINARY, Motion.SYSTEM)));
    MainWindow window = onFx(this::window);
    ScriptedSource source = new ScriptedSource();
    source.tell(Stories.running().events());
    robot.interact(
        () -> window.show(new OpenJob(source, Ownership.OTHERS).savedAs(new ScriptedRecording())));
    Map<String, List<String>> found = new LinkedHashMap<>();
    Map<String, Runnable> dialogs = new LinkedHashMap<>();
    dialogs.put("launch", window::launch);
    dialogs.put("attach", window::attach);
    dialogs.put("open", window::openRun);
    dialogs.put("save", window::save);
    dialogs.put("preferences", window::preferences);
    dialogs.put("about", window::about);
    dialogs.put("keys", window::keys);
    dialogs.forEach((name, open) -> {
      robot.interact(open);
      await().until(() -> onFx(EveryWindowTest::openDialog).isPresent());
      // What is looked for in the background has come as well.
      WaitForAsyncUtils.waitForFxEvents();
      Window dialog = onFx(EveryWindowTest::openDialog).orElseThrow();
      List<String> cutOff =
          onFx(() -> {
            layOut(dialog.getScene().getRoot());
            return Truncated.below(dialog.getScene().getRoot());
          });
      if (!cutOff.isEmpty()) {
        found.put(name, cutOff);
      }
      robot.interact(dialog::hide);
    });
    robot.interact(window::dispose);
    assertThat(found).isEmpty();
  }

  private static Optional<Window> openDialog() {
    return Window.getWindows().stream()
        .filter(window -> window.getScene().getRoot() instanceof DialogPane)
        .findFirst();
  }

  @Test
  void measureFindsWhatIsCutOff() {
    robot.interact(() -> {
      Label label = new Label("much too long for so little room");
      label.setMaxWidth(80);
      StackPane root = new StackPane(label);
      layOut(root);
      assertThat(Truncated.below(root)).hasSize(1);
    });
  }

  @Test
  void everyAcceleratorOfTheMenusIsInTheListOfKeys() {
    MenuBar menus = (MenuBar) onFx(() -> window().root()).lookup("#menu-bar");
    String keys = Text.of("keys.list");
    TreeSet<String> listed = new TreeSet<>();
    Matcher matcher = Pattern.compile("(?m)^\\s*([^|\\n]+) \\|").matcher(keys);
    while (matcher.find()) {
      listed.addAll(List.of(matcher.group(1).split(", ")));
    }
    TreeSet<String> lacking = new TreeSet<>();
    menus.getMenus().forEach(menu -> accelerators(menu, lacking));
    assertThat(lacking).contains("Ctrl+N", "F8");
    lacking.removeAll(listed);
    assertThat(lacking).isEmpty();
  }

  private static void accelerators(Menu menu, Set<String> found) {
    for (MenuItem item : menu.getItems()) {
      if (item instanceof Menu inner) {
        accelerators(inner, found);
      } else if (item.getAccelerator() != null) {
        found.add(
            item.getAccelerator()
                .getName()
                .replace("Shortcut", "Ctrl")
                .replace("Shift+Ctrl", "Ctrl+Shift")
                .replace("Comma", ","));
      }
    }
  }

  /// What is found in each window, by its name; those in which nothing is are left out.
  private Map<String, List<String>> found(Function<Parent, List<String>> search) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    windows()
        .forEach((name, root) -> {
          List<String> here =
              onFx(() -> {
                layOut(root);
                return search.apply(root);
              });
          if (!here.isEmpty()) {
            found.put(name, here);
          }
        });
    return found;
  }

  private Map<String, Parent> windows() {
    Map<String, Parent> windows = new LinkedHashMap<>();
    windows.put("start", onFx(() -> window().root()));
    windows.put("running", job(Stories.hung()));
    windows.put("finished", job(Stories.finished()));
    windows.put("film", film());
    windows.put("trouble", trouble());
    return windows;
  }

  /// All that is said in strips and cards, at once.
  private Parent trouble() {
    ScriptedSource source = new ScriptedSource();
    source.tell(Stories.finished().events());
    MainWindow window = onFx(this::window);
    robot.interact(() -> {
      window.show(
          new OpenJob(source, Ownership.THIS_PROCESS, EveryWindowTest::promises, List.of())
              .savedAs(new ScriptedRecording()));
      window.showFault(new IllegalStateException("planted"));
      window.session().orElseThrow().filter().textProperty().set("cpu>5 and state=hang");
      window.session().orElseThrow().holdOrGo();
    });
    await().until(() -> onFx(() -> !window.root().lookupAll(".promise").isEmpty()));
    return window.root();
  }

  private static List<PromiseSeen> promises() {
    return List.of(
        new PromiseSeen(
            true,
            "The worker is dead within 50 ms, and its task is in another worker's hands.",
            "dead after 1.9 ms, its task began again after 77 ms"),
        new PromiseSeen(
            false, "Every task is done but the one that kills its workers.", "60 of 61 done"));
  }

  private Parent film() {
    MainWindow window = onFx(this::window);
    Path run = directory.resolve("run");
    robot.interact(() -> window.show(film(run)));
    await()
        .until(
            () -> onFx(() -> window.session().orElseThrow().replay().lengthProperty().get() > 0));
    return window.root();
  }

  /// A recording of the hung job whose supervisor is gone.
  private static OpenJob film(Path run) {
    try {
      if (Files.notExists(run)) {
        Files.createDirectory(run);
        Files.copy(Path.of("src/test/resources/scenes/hang.jsonl"), run.resolve("journal.jsonl"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (RealWorkbench.in(run).open(run) instanceof OpenAnswer.Opened(OpenJob job)) {
      return job;
    }
    throw new AssertionError("the recording does not open");
  }

  private MainWindow window() {
    return new MainWindow(new FakeWorkbench(), appearance, _ -> {});
  }

  private Parent job(Story story) {
    ScriptedSource source = new ScriptedSource();
    source.tell(story.events());
    MainWindow window = onFx(this::window);
    robot.interact(() -> window.show(new OpenJob(source, Ownership.THIS_PROCESS)));
    await()
        .until(() ->
            onFx(() ->
                window.session().flatMap(s -> s.processes().rootProperty().get()).isPresent()));
    return window.root();
  }

  private void layOut(Parent root) {
    if (root.getScene() == null) {
      appearance.dress(new Scene(root, WIDTH, HEIGHT));
    }
    root.getScene().snapshot(null);
    root.getScene().snapshot(null);
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
