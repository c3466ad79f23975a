package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

/// Where windows stand that are to be seen at the same time.
final class SideBySideTest {
  @Test
  void wideScreenIsDividedAndNothingOverlaps() {
    List<Rectangle2D> places = SideBySide.places(new Rectangle2D(100, 30, 1920, 1050), 2);
    assertThat(places)
        .containsExactly(new Rectangle2D(100, 30, 960, 1050), new Rectangle2D(1060, 30, 960, 1050));
  }

  @Test
  void narrowScreenShowsEveryTitleAndKeepsEveryWindowOnIt() {
    Rectangle2D screen = new Rectangle2D(0, 0, 1280, 800);
    List<Rectangle2D> places = SideBySide.places(screen, 3);
    assertThat(places).allMatch(screen::contains);
    assertThat(places.get(1).getMinY()).isGreaterThan(places.get(0).getMinY());
    assertThat(places.get(2).getMinY()).isGreaterThan(places.get(1).getMinY());
    assertThat(places.get(2).getMinX()).isGreaterThan(places.get(1).getMinX());
  }
}
