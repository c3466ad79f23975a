package dev.lifeguard.gui.launch;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;

/// Captions in a column beside their fields; or above them, where letters are so large that there
/// is no room for two columns.
public final class Form extends GridPane {
  private static final PseudoClass STACKED = PseudoClass.getPseudoClass("stacked");

  private boolean stacked;

  /// Puts the captions above their fields, or beside them.
  public void stack(boolean above) {
    if (above == stacked) {
      return;
    }
    stacked = above;
    pseudoClassStateChanged(STACKED, above);
    for (Node child : getChildren()) {
      boolean caption = child.getStyleClass().contains("caption");
      int row = GridPane.getRowIndex(child);
      // Every row becomes two, the first one for the caption.
      GridPane.setRowIndex(child, above ? 2 * row + (caption ? 0 : 1) : row / 2);
      GridPane.setColumnIndex(child, above || caption ? 0 : 1);
      GridPane.setColumnSpan(child, above ? 2 : 1);
    }
  }
}
