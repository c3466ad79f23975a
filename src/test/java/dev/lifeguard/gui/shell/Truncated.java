package dev.lifeguard.gui.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;

/// Finds texts that do not fit. Cells of tables may be too narrow, because columns can be drawn
/// wider; buttons, labels, headings and tabs may not.
final class Truncated {
  private Truncated() {}

  /// The texts below a root that are cut off, with what is to be seen of them.
  static List<String> below(Parent root) {
    List<String> found = new ArrayList<>();
    look(root, found);
    return found;
  }

  private static void look(Node node, List<String> found) {
    if (!node.isVisible() || node instanceof IndexedCell) {
      return;
    }
    if (node instanceof Labeled labeled
        && labeled.getText() != null
        && labeled.getWidth() > 0
        && !shown(labeled).equals(labeled.getText())) {
      found.add(labeled.getText() + " -> " + shown(labeled));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> look(child, found));
    }
  }

  /// What is to be seen of a text: the skin draws it in a node of its own.
  private static String shown(Labeled labeled) {
    return labeled.getChildrenUnmodifiable().stream()
        .filter(child -> child instanceof Text && child.getStyleClass().contains("text"))
        .map(child -> ((Text) child).getText())
        .findFirst()
        // Without a skin or with a graphic alone there is no text to be cut off.
        .orElse(labeled.getText());
  }
}
