package dev.lifeguard.gui.common;

import java.util.OptionalLong;
import javafx.css.PseudoClass;
import javafx.scene.layout.Region;

/// Three amounts of memory in one bar: resident dark, committed middle, reserved pale with a dashed
/// edge, and the limit as a red tick. The order is read by lightness, so it survives greyscale.
///
/// Reserved address space can be a hundred times what is used; where it goes beyond the scale the
/// pale part runs into the edge of the bar and is left open there.
public final class MemoryBar extends Region {
  private static final PseudoClass BEYOND = PseudoClass.getPseudoClass("beyond");

  private final Region reserved = part("reserved");
  private final Region committed = part("committed");
  private final Region resident = part("resident");
  private final Region limit = part("limit");
  private MemoryLevel level = MemoryLevel.UNKNOWN;

  /// A bar that shows nothing yet.
  public MemoryBar() {
    getStyleClass().add("memory-bar");
    getChildren().addAll(reserved, committed, resident, limit);
    show(MemoryLevel.UNKNOWN);
  }

  private static Region part(String name) {
    Region part = new Region();
    part.getStyleClass().add(name);
    part.setManaged(false);
    return part;
  }

  /// Shows other amounts.
  public void show(MemoryLevel next) {
    level = next;
    resident.setVisible(next.memory().residentBytes().isPresent());
    committed.setVisible(next.memory().committedBytes().isPresent());
    reserved.setVisible(next.memory().reservedBytes().isPresent());
    limit.setVisible(next.limitBytes().isPresent() && resident.isVisible());
    reserved.pseudoClassStateChanged(
        BEYOND, next.memory().reservedBytes().orElse(0) > next.scaleBytes());
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    stretch(reserved, level.memory().reservedBytes(), width, height);
    stretch(committed, level.memory().committedBytes(), width, height);
    stretch(resident, level.memory().residentBytes(), width, height);
    double at = snapPositionX(width * share(level.limitBytes()));
    limit.resizeRelocate(Math.min(at, width - 2), -2, 2, height + 4);
  }

  private void stretch(Region part, OptionalLong bytes, double width, double height) {
    double exact = width * share(bytes);
    // A sliver of one pixel still says that there is something.
    part.resizeRelocate(0, 0, exact > 0 ? Math.max(1, snapSizeX(exact)) : 0, height);
  }

  private double share(OptionalLong bytes) {
    return Math.clamp((double) bytes.orElse(0) / level.scaleBytes(), 0, 1);
  }
}
