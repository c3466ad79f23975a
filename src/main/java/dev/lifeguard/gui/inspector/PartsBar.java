package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.inspector.MemoryCard.Bar;
import dev.lifeguard.gui.inspector.MemoryCard.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/// A bar of memory that is made of coloured parts, on a scale that it shares with its neighbours,
/// with the limit as a red tick.
public final class PartsBar extends Region {
  private final List<Region> regions = new ArrayList<>();
  private final Region limit = region("limit");
  private Optional<Bar> bar = Optional.empty();

  /// A bar that shows nothing yet.
  public PartsBar() {
    getStyleClass().add("parts-bar");
    setAccessibleRole(AccessibleRole.TEXT);
  }

  private static Region region(String style) {
    Region region = new Region();
    region.getStyleClass().setAll("part", style);
    region.setManaged(false);
    return region;
  }

  void show(Bar next) {
    setAccessibleText(next.title() + " " + next.amount());
    bar = Optional.of(next);
    while (regions.size() < next.parts().size()) {
      regions.add(region("part"));
    }
    for (int i = 0; i < next.parts().size(); i++) {
      regions.get(i).getStyleClass().setAll("part", next.parts().get(i).style());
    }
    List<Region> shown = new ArrayList<>(regions.subList(0, next.parts().size()));
    if (next.limitBytes().isPresent()) {
      shown.add(limit);
    }
    if (!getChildren().equals(shown)) {
      getChildren().setAll(shown);
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    bar.ifPresent(this::layOut);
  }

  private void layOut(Bar shown) {
    double x = 0;
    double height = getHeight();
    List<Part> parts = shown.parts();
    for (int i = 0; i < parts.size(); i++) {
      double exact = getWidth() * parts.get(i).bytes() / shown.scaleBytes();
      // A sliver of one pixel still says that there is something.
      double width = exact > 0 ? Math.max(1, exact) : 0;
      regions.get(i).resizeRelocate(x, 0, Math.min(width, getWidth() - x), height);
      x += width;
    }
    double at = getWidth() * shown.limitBytes().orElse(0) / shown.scaleBytes();
    limit.resizeRelocate(Math.min(at, getWidth() - 2), -2, 2, height + 4);
  }
}
