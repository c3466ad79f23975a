package dev.lifeguard.gui.inspector;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Lists of wrapped sentences.
final class Labels {
  private Labels() {}

  /// Fills a box with sentences; hides it when there is none.
  static void fill(VBox box, List<String> sentences, String style) {
    List<String> before =
        box.getChildren().stream().map(node -> node instanceof Label l ? l.getText() : "").toList();
    box.setVisible(!sentences.isEmpty());
    if (!before.equals(sentences)) {
      box.getChildren().setAll(sentences.stream().map(text -> label(text, style)).toList());
    }
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setMinHeight(Label.USE_PREF_SIZE);
    label.getStyleClass().add(style);
    return label;
  }
}
