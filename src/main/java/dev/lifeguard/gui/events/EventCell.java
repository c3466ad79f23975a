package dev.lifeguard.gui.events;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell of the list. Its item is the number of its row; what it shows is looked up anew with
/// every picture.
final class EventCell extends TableCell<Integer, Integer> {
  private static final PseudoClass WARN = PseudoClass.getPseudoClass("warn");
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

  private final EventsViewModel model;
  private final Function<EventLine, String> text;
  private final Optional<Label> glyph;

  EventCell(EventsViewModel model, Function<EventLine, String> text) {
    this(model, text, Optional.empty());
  }

  private EventCell(
      EventsViewModel model, Function<EventLine, String> text, Optional<Label> glyph) {
    this.model = model;
    this.text = text;
    this.glyph = glyph;
  }

  /// A cell that shows who says so.
  static EventCell ofSource(EventsViewModel model) {
    Label glyph = new Label();
    glyph.getStyleClass().add("glyph");
    return new EventCell(model, line -> line.source().word(), Optional.of(glyph));
  }

  /// `0:17.402`, since the start of the job.
  static String time(EventLine line) {
    long millis = line.atNanos() / 1_000_000;
    long seconds = millis / 1000;
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d.%03d", seconds / 60, seconds % 60, millis % 1000)
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d.%03d",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            millis % 1000);
  }

  @Override
  protected void updateItem(@Nullable Integer row, boolean empty) {
    super.updateItem(row, empty);
    draw();
  }

  /// Shows what is known now.
  void draw() {
    Integer row = getItem();
    Optional<EventLine> line = row == null || isEmpty() ? Optional.empty() : model.line(row);
    setText(line.map(text).orElse(null));
    setGraphic(line.isPresent() ? glyph.orElse(null) : null);
    line.ifPresent(l -> glyph.ifPresent(g -> g.setText(l.source().glyph())));
    Optional<EventKind.Tone> tone = line.map(l -> l.kind().tone());
    pseudoClassStateChanged(WARN, tone.equals(Optional.of(EventKind.Tone.WARN)));
    pseudoClassStateChanged(BAD, tone.equals(Optional.of(EventKind.Tone.BAD)));
  }
}
