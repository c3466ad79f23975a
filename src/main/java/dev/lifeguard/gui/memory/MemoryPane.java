package dev.lifeguard.gui.memory;

import dev.lifeguard.gui.common.Ink;
import dev.lifeguard.gui.common.Ruler;
import dev.lifeguard.gui.common.Text;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;

/// The lanes on one canvas, scrolled by whole lanes. JavaFX thread.
final class MemoryPane extends Region {
  private static final double HEIGHT = 120;
  private static final double SMALL = 0.88;

  private final MemoryOverTimeViewModel model;
  private final IntConsumer onWorker;
  private final Canvas canvas = new Canvas();
  private final Label card = new Label();
  private final Ink ink = new Ink(this::requestLayout);
  private final IntegerProperty first = new SimpleIntegerProperty();
  private final ReadOnlyIntegerWrapper last = new ReadOnlyIntegerWrapper();
  private double em = 13;
  private Ruler letters = new Ruler(Font.font(em));
  private Ruler small = letters;

  /// @param onWorker told which worker's lane was clicked
  MemoryPane(MemoryOverTimeViewModel model, IntConsumer onWorker) {
    this.model = model;
    this.onWorker = onWorker;
    setId("memory-lanes");
    getStyleClass().add("memory-pane");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(Text.of("memory-time.tab"));
    setMinHeight(0);
    setPrefHeight(HEIGHT);
    card.getStyleClass().add("hover-card");
    card.setManaged(false);
    card.setVisible(false);
    card.setMouseTransparent(true);
    getChildren().addAll(ink, canvas, card);
    model.pictureProperty().subscribe(this::tell);
    first.subscribe((_, _) -> requestLayout());
    addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> card.setVisible(false));
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(ScrollEvent.SCROLL, e -> scroll(e.getDeltaY() > 0 ? -1 : 1));
    addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
  }

  /// The first lane in sight.
  IntegerProperty firstProperty() {
    return first;
  }

  /// The largest number that the first lane in sight can have.
  ReadOnlyIntegerProperty lastFirstProperty() {
    return last.getReadOnlyProperty();
  }

  void setFontSize(double size) {
    em = size;
    letters = new Ruler(Font.font(size * 0.92));
    small = new Ruler(Font.font(size * SMALL));
    requestLayout();
  }

  private void tell(MemoryPicture picture) {
    String lanes =
        picture.lanes().stream()
            .map(MemoryOverTimeViewModel::words)
            .collect(Collectors.joining("; "));
    setAccessibleText(lanes.isEmpty() ? Text.of("memory-time.tab") : lanes);
    requestLayout();
  }

  private LaneGeometry geometry() {
    return new LaneGeometry(getWidth(), getHeight(), em);
  }

  @Override
  protected void layoutChildren() {
    LaneGeometry geometry = geometry();
    MemoryPicture picture = model.pictureProperty().get();
    last.set(Math.max(0, picture.laneCount() - geometry.lanes()));
    if (first.get() > last.get() && picture.laneCount() > 0) {
      first.set(last.get());
    }
    // One more, for what shows of the next lane.
    model.look(first.get(), geometry.lanes() + 1);
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    new MemoryPainter(canvas.getGraphicsContext2D(), ink, letters, small, geometry, picture)
        .paint();
  }

  private void scroll(int by) {
    first.set(Math.clamp(first.get() + by, 0, last.get()));
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    MemoryPicture picture = model.pictureProperty().get();
    int lane = geometry().laneAt(event.getY());
    if (lane >= 0 && lane < picture.lanes().size()) {
      onWorker.accept(picture.lanes().get(lane).worker());
    }
  }

  private void hover(MouseEvent event) {
    String words =
        MemoryPainter.words(geometry(), model.pictureProperty().get(), event.getX(), event.getY());
    card.setText(words);
    card.setVisible(!words.isEmpty());
    card.autosize();
    double x = Math.min(event.getX() + 14, Math.max(0, getWidth() - card.getWidth() - 4));
    double y = Math.min(event.getY() + 14, Math.max(0, getHeight() - card.getHeight() - 4));
    card.relocate(x, y);
  }

  private void keyPressed(KeyEvent event) {
    int page = geometry().lanes();
    switch (event.getCode()) {
      case UP -> scroll(-1);
      case DOWN -> scroll(1);
      case PAGE_UP -> scroll(-page);
      case PAGE_DOWN -> scroll(page);
      case HOME -> scroll(-last.get());
      case END -> scroll(last.get());
      default -> {
        return;
      }
    }
    event.consume();
  }
}
