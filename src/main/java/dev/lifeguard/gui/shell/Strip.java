package dev.lifeguard.gui.shell;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;

/// Two parts across the window: the second one stands at the right as long as both are whole there
/// in one line, else below the first. Broken into many short lines they would take the room of the
/// tables where letters are large.
public final class Strip extends Pane {
  /// Of the gap beside each other.
  private static final double BELOW = 0.3;

  /// Without its parts yet: the first child is a row, the second one any.
  public Strip() {}

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private Node first() {
    return getChildren().getFirst();
  }

  private Node second() {
    return getChildren().getLast();
  }

  private double gap() {
    return switch (first()) {
      case FlowPane row -> row.getHgap();
      case HBox row -> row.getSpacing();
      default -> 0;
    };
  }

  /// A row that can be broken does not say how wide it is in one piece.
  private double unbroken() {
    if (!(first() instanceof FlowPane row)) {
      return first().prefWidth(-1);
    }
    return row.getChildren().stream()
        .filter(Node::isManaged)
        .mapToDouble(each -> each.prefWidth(-1) + gap())
        .sum();
  }

  private boolean isOneLine(double across) {
    return !second().isManaged() || unbroken() + gap() + second().prefWidth(-1) <= across;
  }

  private double across(double width) {
    return width - snappedLeftInset() - snappedRightInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    double across = across(width < 0 ? getWidth() : width);
    double above = first().prefHeight(across);
    double inside =
        !second().isManaged()
            ? above
            : isOneLine(across)
                ? Math.max(above, second().prefHeight(-1))
                : above + BELOW * gap() + second().prefHeight(across);
    return snappedTopInset() + inside + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    double across = across(getWidth());
    double left = snappedLeftInset();
    double top = snappedTopInset();
    double high = getHeight() - top - snappedBottomInset();
    if (!second().isManaged()) {
      first().resizeRelocate(left, top, across, high);
    } else if (isOneLine(across)) {
      double wide = second().prefWidth(-1);
      first().resizeRelocate(left, top, across - wide - gap(), high);
      second().resizeRelocate(left + across - wide, top, wide, high);
    } else {
      double below = second().prefHeight(across);
      first().resizeRelocate(left, top, across, high - below - BELOW * gap());
      second().resizeRelocate(left, top + high - below, across, below);
    }
  }
}
