package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Ink;
import dev.lifeguard.gui.common.Ruler;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;

/// The timeline on one canvas. It is drawn at most once per pulse, and not at all while its tab is
/// not in sight. JavaFX thread.
final class TimelinePane extends Region {
  // What a mouse wheel sends for one notch is 40, and a notch is to zoom by a fifth.
  private static final double WHEEL = 220;
  private static final double SMALL = 0.88;
  private static final double HEIGHT = 120;

  private final TimelineViewModel model;
  private final Consumer<Target> onChosen;
  private final Canvas canvas = new Canvas();
  private final Label card = new Label();
  private final Ink ink = new Ink(this::requestLayout);
  private final DoubleProperty scroll = new SimpleDoubleProperty();
  private final ReadOnlyDoubleWrapper overflow = new ReadOnlyDoubleWrapper();
  private Ruler letters = new Ruler(Font.font(13));
  private Ruler small = letters;
  private Geometry geometry;
  private double pressedX;
  private double pressedY;
  private Drag drag = Drag.NONE;

  /// What a pressed mouse button does.
  private enum Drag {
    NONE,
    /// Pressed, and not moved yet.
    CLICK,
    PAN,
    MAP
  }

  /// A pane that shows a timeline.
  ///
  /// @param onChosen told what was clicked
  TimelinePane(TimelineViewModel model, Consumer<Target> onChosen) {
    this.model = model;
    this.onChosen = onChosen;
    geometry = Geometry.of(TimelinePicture.EMPTY, model.windowProperty().get(), 0, 0, 13, 0);
    setId("timeline");
    getStyleClass().add("timeline-pane");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinHeight(0);
    setPrefHeight(HEIGHT);
    card.getStyleClass().add("hover-card");
    card.setManaged(false);
    card.setVisible(false);
    card.setMouseTransparent(true);
    getChildren().addAll(ink, canvas, card);
    model.pictureProperty().subscribe(picture -> showPicture(picture));
    model.windowProperty().subscribe((_, _) -> requestLayout());
    model.incidentProperty().subscribe((_, _) -> requestLayout());
    model.workerProperty().subscribe((_, _) -> requestLayout());
    model.wantedLaneProperty().subscribe((_, _) -> requestLayout());
    scroll.subscribe((_, _) -> requestLayout());
    listen();
  }

  private void listen() {
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
    addEventHandler(MouseEvent.MOUSE_MOVED, e -> hover(e.getX(), e.getY()));
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> card.setVisible(false));
    addEventHandler(ScrollEvent.SCROLL, this::scrolled);
    addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
  }

  /// How far the lanes are scrolled, in pixels.
  DoubleProperty scrollProperty() {
    return scroll;
  }

  /// How much higher the lanes are than the room for them.
  ReadOnlyDoubleProperty overflowProperty() {
    return overflow.getReadOnlyProperty();
  }

  /// Where everything stands now.
  Geometry geometry() {
    return geometry;
  }

  /// Letters of another size.
  void setFontSize(double size) {
    letters = new Ruler(Font.font(size * 0.92));
    small = new Ruler(Font.font(size * SMALL));
    requestLayout();
  }

  private void showPicture(TimelinePicture picture) {
    String summary = TimelineWords.summary(picture);
    if (!summary.equals(getAccessibleText())) {
      setAccessibleText(summary);
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    if (!isInSight()) {
      return;
    }
    double em = letters.font().getSize() / 0.92;
    model.resize(Geometry.timeWidth(getWidth(), em));
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    geometry =
        Geometry.of(
            model.pictureProperty().get(),
            model.windowProperty().get(),
            getWidth(),
            getHeight(),
            em,
            scroll.get());
    overflow.set(geometry.overflow());
    scrollToWantedLane();
    Brush brush = new Brush(canvas.getGraphicsContext2D(), ink, letters, small);
    new TimelinePainter(
            brush,
            geometry,
            model.pictureProperty().get(),
            model.incidentProperty().get(),
            model.workerProperty().get())
        .paint();
  }

  private void scrollToWantedLane() {
    OptionalInt wanted = model.wantedLaneProperty().get();
    if (wanted.isPresent()) {
      model.laneShown();
      OptionalInt row = geometry.rowOf(wanted.getAsInt());
      row.ifPresent(r -> scroll.set(geometry.scrollTo(r)));
    }
  }

  private boolean isInSight() {
    for (Node node = this; node != null; node = node.getParent()) {
      if (!node.isVisible()) {
        return false;
      }
    }
    return getWidth() > 1 && getHeight() > 1;
  }

  private Target target(double x, double y) {
    return Target.at(model.pictureProperty().get(), geometry, x, y);
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    if (event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    pressedX = event.getX();
    pressedY = event.getY();
    if (target(pressedX, pressedY) instanceof Target.Map) {
      drag = Drag.MAP;
      moveMap(event.getX());
    } else {
      drag = Drag.CLICK;
    }
  }

  private void dragged(MouseEvent event) {
    card.setVisible(false);
    switch (drag) {
      case NONE -> {}
      case MAP -> moveMap(event.getX());
      case CLICK -> {
        if (Math.hypot(event.getX() - pressedX, event.getY() - pressedY) > 4) {
          drag = Drag.PAN;
          setCursor(Cursor.CLOSED_HAND);
          moveBy(event);
        }
      }
      case PAN -> moveBy(event);
    }
  }

  private void moveBy(MouseEvent event) {
    if (event.getX() != pressedX) {
      model.pan(pressedX - event.getX());
    }
    scrollBy(pressedY - event.getY());
    pressedX = event.getX();
    pressedY = event.getY();
  }

  private void moveMap(double x) {
    double share = (x - geometry.chartLeft()) / geometry.window().width();
    model.centre(Math.clamp(share, 0, 1) * model.pictureProperty().get().nowNanos());
  }

  private void released(MouseEvent event) {
    if (drag == Drag.CLICK) {
      onChosen.accept(target(event.getX(), event.getY()));
    }
    drag = Drag.NONE;
    setCursor(Cursor.DEFAULT);
  }

  private void scrolled(ScrollEvent event) {
    if (event.getX() < geometry.chartLeft() && geometry.overflow() > 0) {
      scrollBy(-event.getDeltaY());
    } else if (Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
      // A tilted wheel or two fingers; with Shift the toolkit turns the wheel into this as well.
      model.pan(-event.getDeltaX());
    } else if (event.getDeltaY() != 0) {
      double x = Math.max(0, event.getX() - geometry.chartLeft());
      model.zoom(Math.exp(-event.getDeltaY() / WHEEL), x);
    }
    event.consume();
  }

  private void scrollBy(double pixels) {
    scroll.set(Math.clamp(geometry.scroll() + pixels, 0, geometry.overflow()));
  }

  private void hover(double x, double y) {
    Target target = target(x, y);
    String text = TimelineWords.of(target, model.pictureProperty().get());
    setCursor(target instanceof Target.Nothing ? Cursor.DEFAULT : Cursor.HAND);
    card.setVisible(!text.isEmpty());
    if (card.isVisible()) {
      card.setText(text);
      card.setMaxWidth(getWidth());
      card.autosize();
      double left = Math.clamp(x + 14, 0, Math.max(0, getWidth() - card.getWidth()));
      boolean below = y + 18 + card.getHeight() < getHeight();
      card.relocate(left, below ? y + 18 : Math.max(0, y - 10 - card.getHeight()));
    }
  }

  private void keyPressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
      return;
    }
    boolean taken = true;
    switch (event.getCode()) {
      case W -> model.zoomIn();
      case S -> model.zoomOut();
      case A -> model.panLeft();
      case D -> model.panRight();
      case HOME -> model.home();
      case END -> model.follow();
      case DIGIT0, NUMPAD0 -> model.fit();
      case UP -> step(-1);
      case DOWN -> step(1);
      default -> taken = false;
    }
    if (taken) {
      event.consume();
    }
  }

  /// Chooses the lane above or below.
  private void step(int rows) {
    if (geometry.lanes().isEmpty()) {
      return;
    }
    int last = geometry.lanes().size() - 1;
    int row = geometry.rowOf(model.workerProperty().get()).orElse(rows > 0 ? -1 : last + 1);
    Lane next = geometry.lanes().get(Math.clamp(row + rows, 0, last));
    onChosen.accept(new Target.Empty(next));
    scroll.set(geometry.scrollTo(Math.clamp(row + rows, 0, last)));
  }
}
