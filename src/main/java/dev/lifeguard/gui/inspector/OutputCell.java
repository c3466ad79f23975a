package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.OutputLine;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

/// A line of output with the mark of its task. Its item is the number of the line; what it shows is
/// looked up.
final class OutputCell extends ListCell<Integer> {
  private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final OutputViewModel model;
  private final Label mark = new Label();

  OutputCell(OutputViewModel model) {
    this.model = model;
    mark.getStyleClass().add("mark");
    getStyleClass().add("output-line");
  }

  @Override
  protected void updateItem(@Nullable Integer number, boolean empty) {
    super.updateItem(number, empty);
    draw();
  }

  /// Shows what is known now.
  void draw() {
    Integer number = getItem();
    boolean empty = number == null || isEmpty();
    Optional<OutputLine> line = empty ? Optional.empty() : model.line(number);
    setGraphic(line.isPresent() ? mark : null);
    setText(line.map(l -> TerminalText.plain(l.text())).orElse(null));
    mark.setText(line.map(OutputCell::mark).orElse(""));
    pseudoClassStateChanged(FOUND, !empty && model.isFound(number));
    pseudoClassStateChanged(CURRENT, !empty && model.isCurrent(number));
  }

  private static String mark(OutputLine line) {
    return line.task().isPresent()
        ? Text.of("output.mark", line.task().getAsInt(), line.attempt())
        : Text.of("unknown");
  }
}
