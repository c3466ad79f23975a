package dev.lifeguard.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class TimelinePaneTest {
  private final FxRobot robot = new FxRobot();
  private final List<String> chosen = new ArrayList<>();
  private final TimelineViewModel model = new TimelineViewModel(true);
  private Appearance appearance;
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    appearance = new Appearance();
    appearance.wish(Theme.LIGHT);
    Fxml fxml =
        new Fxml(
            Map.of(
                TimelineController.class,
                () -> new TimelineController(model, new Choices(chosen), appearance)));
    stage.setScene(new Scene(fxml.load(TimelineController.class, "Timeline.fxml"), 800, 300));
    appearance.dress(stage.getScene());
    stage.show();
  }

  private record Choices(List<String> chosen) implements TimelineChoices {
    @Override
    public void worker(int number) {
      chosen.add("worker " + number);
    }

    @Override
    public void task(int number) {
      chosen.add("task " + number);
    }

    @Override
    public void incident(int id) {
      chosen.add("incident " + id);
    }
  }

  @Test
  void clickOnALostAttemptChoosesWorkerTaskAndIncident() {
    show(Stories.killed());
    click(barX(3, 60) + 10, laneY(3));
    assertThat(chosen).containsExactly("worker 3", "task 60", "incident 1");
  }

  @Test
  void clickOnWhatRunsAndOnAnEmptyLaneAndOnAMark() {
    show(Stories.killed());
    Geometry geometry = pane().geometry();
    click(geometry.x(model.pictureProperty().get().nowNanos()) - 5, laneY(5));
    assertThat(chosen).containsExactly("worker 5", "task 60");
    chosen.clear();
    click(20, laneY(4));
    assertThat(chosen).containsExactly("worker 4");
    chosen.clear();
    click(geometry.x(mark().atNanos()), geometry.lanesEnd() + 8);
    assertThat(chosen).containsExactly("incident 1");
  }

  @Test
  void pointerTellsWhatItIsOn() {
    show(Stories.killed());
    fire(MouseEvent.MOUSE_MOVED, barX(3, 60) + 10, laneY(3));
    Label card = robot.lookup(".hover-card").queryAs(Label.class);
    assertThat(card.isVisible()).isTrue();
    assertThat(card.getText())
        .contains("#60 2^100-1")
        .contains("attempt 1 on worker 3: lost in incident 1, SIGKILL");
    fire(MouseEvent.MOUSE_MOVED, pane().getWidth() - 2, pane().getHeight() - 1);
    assertThat(card.isVisible()).isFalse();
  }

  @Test
  void keysMoveAndEndFollowing() {
    show(Stories.killed());
    robot.interact(() -> pane().requestFocus());
    assertThat(follow().isSelected()).isTrue();
    double scale = scale();
    press(KeyCode.W);
    assertThat(follow().isSelected()).isFalse();
    assertThat(scale()).isLessThan(scale);
    press(KeyCode.S);
    assertThat(scale()).isCloseTo(scale, within(1.0));
    double left = left();
    press(KeyCode.A);
    assertThat(left()).isLessThan(left);
    press(KeyCode.D);
    assertThat(left()).isCloseTo(left, within(0.1));
    press(KeyCode.END);
    assertThat(follow().isSelected()).isTrue();
    press(KeyCode.HOME);
    assertThat(left()).isZero();
    press(KeyCode.DIGIT0);
    assertThat(model.windowProperty().get().mode()).isEqualTo(TimeWindow.Mode.FIT);
    press(KeyCode.DOWN);
    assertThat(chosen).containsExactly("worker 1");
  }

  @Test
  void draggingMovesAndChoosesNothing() {
    show(Stories.killed());
    double left = left();
    fire(MouseEvent.MOUSE_PRESSED, 400, laneY(1));
    fire(MouseEvent.MOUSE_DRAGGED, 430, laneY(1));
    fire(MouseEvent.MOUSE_DRAGGED, 450, laneY(1));
    fire(MouseEvent.MOUSE_RELEASED, 450, laneY(1));
    assertThat(left - left()).isCloseTo(50, within(0.1));
    assertThat(chosen).isEmpty();
  }

  @Test
  void mapMovesToWhereItIsPressed() {
    show(Stories.killed());
    robot.interact(() -> model.zoom(0.1, 0));
    Geometry geometry = pane().geometry();
    fire(MouseEvent.MOUSE_PRESSED, geometry.chartLeft() + geometry.window().width() / 2, 10);
    TimeWindow window = model.windowProperty().get();
    double middle = window.nanos(window.width() / 2);
    assertThat(middle / model.pictureProperty().get().nowNanos()).isBetween(0.49, 0.51);
  }

  @Test
  void wheelZoomsAtThePointer() {
    show(Stories.killed());
    Geometry geometry = pane().geometry();
    double under = geometry.nanos(500);
    double scale = scale();
    robot.interact(() -> Event.fireEvent(pane(), wheel(500, laneY(1), 40)));
    assertThat(scale()).isLessThan(scale);
    assertThat(Math.abs(model.windowProperty().get().nanos(500 - geometry.chartLeft()) - under))
        .isLessThan(1e6);
  }

  @Test
  void moreLanesThanRoomCanBeScrolled() {
    show(manyWorkers(100));
    ScrollBar lanes = robot.lookup(".timeline .scroll-bar").queryAs(ScrollBar.class);
    assertThat(lanes.isVisible()).isTrue();
    assertThat(pane().geometry().firstRow()).isZero();
    robot.interact(() -> lanes.setValue(lanes.getMax()));
    assertThat(pane().geometry().lastRow()).isEqualTo(100);
    robot.interact(() -> Event.fireEvent(pane(), wheel(5, laneY(99), 40)));
    assertThat(pane().geometry().lastRow()).isLessThan(100);
  }

  @Test
  void hangIsAmberAndDoneIsQuietInBothThemes() {
    show(Stories.hung());
    robot.interact(() -> model.fit());
    Geometry geometry = pane().geometry();
    double x = Math.round(geometry.x(model.pictureProperty().get().nowNanos()) - 12);
    double y = geometry.barTop(geometry.rowOf(1).getAsInt()) + 3;
    assertThat(colour(x, y)).isEqualTo(Color.web("#B48F1E"));
    robot.interact(() -> appearance.wish(Theme.DARK));
    robot.interact(() -> {});
    assertThat(colour(x, y)).isEqualTo(Color.web("#F9C440"));
  }

  @Test
  void barsStayInTheRoomForTheLanes() {
    show(manyWorkers(100).done(1, 1, 1));
    robot.interact(() -> {
      model.fit();
      model.zoom(0.2, model.windowProperty().get().width() / 2);
    });
    ScrollBar lanes = robot.lookup(".timeline .scroll-bar").queryAs(ScrollBar.class);
    robot.interact(() -> lanes.setValue(20.5 * pane().geometry().pitch()));
    Geometry geometry = pane().geometry();
    double x = geometry.chartLeft() + 200;
    double y = geometry.barTop(geometry.firstRow() + 1) + 2;
    Color bar = colour(x, y);
    Color ground = colour(geometry.chartLeft() - 1, y);
    assertThat(ground).isEqualTo(Color.WHITE).isNotEqualTo(bar);
    assertThat(colour(geometry.chartRight() + 1, y)).isEqualTo(ground);
    assertThat(colour(x, geometry.lanesTop() + 1)).isEqualTo(bar);
    assertThat(colour(x, geometry.lanesTop() - 1)).isEqualTo(ground);
    assertThat(colour(x, geometry.lanesBottom() + 1)).isEqualTo(ground);
  }

  @Test
  void barThatBeganLongAgoIsDrawnHoweverCloselyOneLooks() {
    show(manyWorkers(2).after(3_600_000).done(2, 2, 1));
    robot.interact(() -> {
      // A whole second is a dozen pixels then, and the hour as many as no coordinate can hold.
      while (scale() > 1e7) {
        model.zoomIn();
      }
      model.pan(-40_000);
    });
    Geometry geometry = pane().geometry();
    double y = geometry.barTop(0) + 3;
    assertThat(colour(geometry.chartLeft() + 2, y)).isNotEqualTo(Color.WHITE);
    assertThat(colour(geometry.chartRight() - 2, y))
        .isEqualTo(colour(geometry.chartLeft() + 2, y))
        .isNotEqualTo(Color.WHITE);
  }

  @Test
  void everythingIsToldInWordsAsWell() {
    show(Stories.hung());
    assertThat(pane().getAccessibleText())
        .isEqualTo(
            "Timeline of 4 living workers and 60 attempts. No progress: worker 1."
                + " Incidents: 1, the latest of worker 1, hung.");
  }

  private static Story manyWorkers(int count) {
    Story story = new Story().job("a", count, count);
    for (int worker = 1; worker <= count; worker++) {
      story.worker(worker, 100 + worker, 0).ready(worker).starts(worker, worker, 1, "x");
    }
    return story.after(1000);
  }

  private void show(Story story) {
    JobModel job = new JobModel();
    TimelineCamera camera = new TimelineCamera();
    story
        .events()
        .forEach(event -> {
          job.apply(event);
          camera.saw(event);
        });
    Moment moment = new Moment(job.lastNanos(), 0, "");
    robot.interact(() -> model.show(camera.take(job, moment)));
    robot.interact(() -> stage.getScene().getRoot().layout());
  }

  private TimelinePane pane() {
    return robot.lookup("#timeline").queryAs(TimelinePane.class);
  }

  private ToggleButton follow() {
    return robot.lookup("#timeline-follow").queryAs(ToggleButton.class);
  }

  private IncidentMark mark() {
    return model.pictureProperty().get().incidents().getFirst();
  }

  private double scale() {
    return model.windowProperty().get().axis().nanosPerPixel();
  }

  private double left() {
    return model.windowProperty().get().leftPixel();
  }

  private double laneY(int worker) {
    Geometry geometry = pane().geometry();
    return geometry.laneTop(geometry.rowOf(worker).getAsInt()) + geometry.pitch() / 2;
  }

  private double barX(int worker, int task) {
    Lane lane =
        model.pictureProperty().get().lanes().stream()
            .filter(l -> l.worker() == worker)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < lane.bars().size(); i++) {
      if (lane.bars().task(i) == task) {
        return pane().geometry().x(lane.bars().startNanos(i));
      }
    }
    throw new AssertionError("no bar of task " + task);
  }

  private Color colour(double x, double y) {
    Color[] found = new Color[1];
    robot.interact(() -> {
      Canvas canvas = (Canvas) robot.lookup("#timeline Canvas").query();
      WritableImage image = canvas.snapshot(null, null);
      found[0] = image.getPixelReader().getColor((int) x, (int) y);
    });
    return found[0];
  }

  private void press(KeyCode key) {
    robot.press(key).release(key);
    robot.interact(() -> stage.getScene().getRoot().layout());
  }

  private void click(double x, double y) {
    fire(MouseEvent.MOUSE_PRESSED, x, y);
    fire(MouseEvent.MOUSE_RELEASED, x, y);
  }

  /// The headless robot forgets the button while it drags, so events are fired at the pane.
  private void fire(EventType<MouseEvent> type, double x, double y) {
    MouseButton button = type == MouseEvent.MOUSE_MOVED ? MouseButton.NONE : MouseButton.PRIMARY;
    boolean down = type == MouseEvent.MOUSE_PRESSED || type == MouseEvent.MOUSE_DRAGGED;
    MouseEvent event =
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            button,
            1,
            false,
            false,
            false,
            false,
            down,
            false,
            false,
            true,
            false,
            true,
            new PickResult(pane(), x, y));
    robot.interact(() -> Event.fireEvent(pane(), event));
    robot.interact(() -> stage.getScene().getRoot().layout());
  }

  private ScrollEvent wheel(double x, double y, double delta) {
    return new ScrollEvent(
        ScrollEvent.SCROLL,
        x,
        y,
        x,
        y,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        delta,
        0,
        delta,
        ScrollEvent.HorizontalTextScrollUnits.NONE,
        0,
        ScrollEvent.VerticalTextScrollUnits.NONE,
        0,
        0,
        new PickResult(pane(), x, y));
  }
}
