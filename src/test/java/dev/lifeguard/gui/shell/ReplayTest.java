package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.RealWorkbench;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedFilm;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.job.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Every control of the bar under a film, on a recording of 53 seconds with three deaths of workers
/// in it.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extensions fill these fields before every test.
final class ReplayTest {
  private static final Path JOURNAL =
      Path.of("src", "test", "resources", "scenes", "quarantine.jsonl");

  private static final String INCIDENTS = "incidents";

  @TempDir private Path directory;
  private final FxRobot robot = new FxRobot();
  private MainWindow window;

  @Start
  void start(Stage stage) throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.copy(JOURNAL, run.resolve("journal.jsonl"));
    Appearance appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    Workbench workbench = RealWorkbench.in(directory);
    window = new MainWindow(workbench, appearance, _ -> {});
    stage.setScene(new Scene(window.root(), 1280, 800));
    window.putOn(stage);
    stage.show();
    if (workbench.open(run) instanceof OpenAnswer.Opened(OpenJob job)) {
      window.show(job);
    }
  }

  @AfterEach
  void close() {
    assertThat(onFx(() -> robot.lookup("#error-card").query().isVisible()))
        .as("something failed in the window, see the log")
        .isFalse();
    robot.interact(window::dispose);
  }

  @Test
  void sliderCoversTheWholeRunAndTheTablesShowItsMoment() {
    awaitLoaded();
    Slider slider = robot.lookup("#replay-slider").query();
    assertThat(slider.getMax()).isEqualTo(film().lengthNanos() / 1e9);
    assertThat(slider.getValue()).as("it stands at its end").isEqualTo(slider.getMax());
    await().until(() -> names().contains("worker 7"));
    robot.interact(() -> slider.setValue(0.001));
    await().until(() -> !names().contains("worker 5"));
    assertThat(text("#replay-time")).startsWith("0.0 s / ");
    assertThat(text(INCIDENTS)).isEqualTo("Incident");
    robot.interact(() -> slider.setValue(slider.getMax()));
    await().until(() -> names().contains("worker 7"));
    await().until(() -> text(INCIDENTS).equals("Incidents  3"));
  }

  @Test
  void playsAtTheChosenSpeedAndStopsAtTheEnd() {
    awaitLoaded();
    ChoiceBox<Double> speed = robot.lookup("#replay-speed").query();
    assertThat(speed.getItems()).containsExactlyElementsOf(Replay.SPEEDS);
    assertThat(speed.getItems())
        .extracting(times -> speed.getConverter().toString(times))
        .startsWith("1/4 ×", "1/2 ×", "1 ×")
        .endsWith("64 ×");
    robot.interact(() -> speed.setValue(64.0));
    assertThat(film().speed()).isEqualTo(64);
    assertThat(text("#replay-toggle")).isEqualTo("Play");
    click("#replay-toggle");
    await("from the end it begins at the start").until(() -> film().positionNanos() > 0);
    await().until(() -> film().positionNanos() == film().lengthNanos());
    await().until(() -> text("#replay-toggle").equals("Play"));
  }

  @Test
  void pausesWhereItIs() {
    awaitLoaded();
    ChoiceBox<Double> speed = robot.lookup("#replay-speed").query();
    robot.interact(() -> speed.setValue(0.25));
    click("#replay-toggle");
    await().until(() -> text("#replay-toggle").equals("Pause"));
    await().until(() -> film().positionNanos() > 0);
    click("#replay-toggle");
    assertThat(film().isPlaying()).isFalse();
    long stands = film().positionNanos();
    assertThat(text("#replay-toggle")).isEqualTo("Play");
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(film().positionNanos()).isEqualTo(stands).isLessThan(film().lengthNanos());
  }

  @Test
  void jumpsFromIncidentToIncident() {
    awaitLoaded();
    List<Long> incidents = film().incidentNanos();
    assertThat(incidents).hasSize(3);
    assertThat(robot.lookup(".incident-mark").queryAll()).hasSize(3);
    robot.interact(() -> film().seek(0));
    for (long incident : incidents) {
      click("#replay-next");
      assertThat(film().positionNanos()).isEqualTo(incident);
    }
    await().until(() -> text(INCIDENTS).equals("Incidents  3"));
    click("#replay-next");
    assertThat(film().positionNanos()).as("then to the end").isEqualTo(film().lengthNanos());
    for (long incident : incidents.reversed()) {
      click("#replay-previous");
      assertThat(film().positionNanos()).isEqualTo(incident);
    }
    await().until(() -> text(INCIDENTS).equals("Incidents  1"));
    click("#replay-previous");
    assertThat(film().positionNanos()).as("then to the start").isZero();
  }

  @Test
  void arrowKeysMoveTheSlider() {
    awaitLoaded();
    Slider slider = robot.lookup("#replay-slider").query();
    robot.interact(slider::requestFocus);
    robot.type(KeyCode.LEFT);
    await().until(() -> film().positionNanos() < film().lengthNanos());
    robot.type(KeyCode.HOME);
    await().until(() -> film().positionNanos() == 0);
    robot.type(KeyCode.END);
    await().until(() -> film().positionNanos() == film().lengthNanos());
  }

  @Test
  void thereIsNoBarUnderAJobThatGoesOn() {
    awaitLoaded();
    ScriptedSource live = new ScriptedSource();
    live.tell(Stories.running().events());
    MainWindow other = onFx(() -> new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {}));
    robot.interact(() -> other.show(new OpenJob(live, Ownership.OTHERS)));
    assertThat(onFx(() -> other.root().lookup("#replay")).isManaged()).isFalse();
    assertThat(onFx(() -> window.root().lookup("#replay")).isManaged()).isTrue();
    robot.interact(other::dispose);
  }

  @Test
  void nothingIsClaimedOfAFilmThatIsStillRead() {
    awaitLoaded();
    ScriptedFilm unread = new ScriptedFilm();
    unread.read(0.43);
    MainWindow other = onFx(() -> new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {}));
    robot.interact(() -> other.show(new OpenJob(unread, Ownership.OTHERS)));
    JobSession session = onFx(() -> other.session().orElseThrow());
    assertThat(onFx(() -> ((Labeled) other.root().lookup("#replay-time")).getText()))
        .isEqualTo("reading… 43 %");
    for (String control : List.of("#replay-toggle", "#replay-slider", "#replay-next")) {
      assertThat(onFx(() -> other.root().lookup(control)).isDisabled()).as(control).isTrue();
    }
    String reading = "The recording is being read…";
    assertThat(onFx(() -> session.incidents().nothingProperty().get())).isEqualTo(reading);

    unread.tell(Stories.running().events());
    await().until(() -> !onFx(() -> other.root().lookup("#replay-slider")).isDisabled());
    assertThat(onFx(() -> session.incidents().nothingProperty().get())).isNotEqualTo(reading);
    robot.interact(other::dispose);
  }

  private Replay film() {
    return (Replay) window.session().orElseThrow().source();
  }

  private void awaitLoaded() {
    await()
        .until(() -> {
          Slider slider = onFx(() -> robot.lookup("#replay-slider").<Slider>query());
          return film().lengthNanos() > 0 && slider.getMax() == film().lengthNanos() / 1e9;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private List<String> names() {
    return onFx(() -> {
      TreeTableView<ProcessNode> tree = robot.lookup("#processes").query();
      return tree.getRoot() == null
          ? List.of()
          : tree.getRoot().getChildren().stream()
              .map(TreeItem::getValue)
              .map(node -> node.row().cells().name())
              .toList();
    });
  }

  private void click(String button) {
    robot.interact(() -> robot.lookup(button).queryAs(ButtonBase.class).fire());
  }

  private String text(String id) {
    return onFx(() ->
        id.equals(INCIDENTS)
            ? incidentTab()
            : ((Labeled) robot.lookup(id).<Node>query()).getText());
  }

  private String incidentTab() {
    TabPane tabs = robot.lookup("#inspector-tabs").query();
    return tabs.getTabs().getFirst().getText();
  }

  private static <T> T onFx(Supplier<T> value) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, value::get);
  }
}
