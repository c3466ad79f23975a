package dev.lifeguard.gui.shell;

import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;

/// What is in a dialog, to be scrolled where the screen is too small for it. It asks for the height
/// that its content has at the width that there is: a scroll pane of JavaFX asks for that of the
/// lines as if none was broken.
final class ScrolledContent extends ScrollPane {
  private final Parent content;

  /// @param name what a screen reader calls it
  ScrolledContent(String name, Parent content) {
    super(content);
    this.content = content;
    // No wider than it has to be: on a narrow screen with large letters there is a way to the side.
    setFitToWidth(true);
    getStyleClass().add("dialog-scroll");
    setAccessibleText(name);
  }

  @Override
  protected double computePrefHeight(double width) {
    double wanted = width < 0 ? prefWidth(-1) : width;
    double across = wanted - snappedLeftInset() - snappedRightInset();
    double inside = content.prefHeight(Math.max(across, content.minWidth(-1)));
    return snappedTopInset() + inside + snappedBottomInset();
  }
}
