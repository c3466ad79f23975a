package dev.lifeguard.gui.common;

import javafx.scene.layout.FlowPane;

/// Small things side by side, in several rows where the window is narrow. A box around it asks how
/// high it is in the width that it prefers, and then gives it another one (JavaFX 26, `HBox` with a
/// child that grows); so it answers for the width that it has.
public final class BrokenRow extends FlowPane {
  /// With nothing in it yet.
  public BrokenRow() {
    widthProperty().subscribe(_ -> requestParentLayout());
  }

  @Override
  protected double computePrefHeight(double forWidth) {
    return super.computePrefHeight(getWidth() > 0 ? getWidth() : forWidth);
  }

  @Override
  protected double computeMinHeight(double forWidth) {
    return computePrefHeight(forWidth);
  }
}
