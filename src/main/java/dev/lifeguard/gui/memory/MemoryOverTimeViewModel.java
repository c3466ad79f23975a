package dev.lifeguard.gui.memory;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.memory.MemoryCamera.Watched;
import dev.lifeguard.job.ByteSize;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Memory over time: which lanes are in sight, and what they show. Asks for nothing while nobody
/// looks. JavaFX thread.
public final class MemoryOverTimeViewModel {
  private final Consumer<Watched> onWatch;
  private final ReadOnlyObjectWrapper<MemoryPicture> picture =
      new ReadOnlyObjectWrapper<>(MemoryPicture.EMPTY);
  private Watched wanted = Watched.NOTHING;
  private boolean shown;

  /// Nothing is in sight yet.
  ///
  /// @param onWatch told which lanes the next pictures are to be of
  public MemoryOverTimeViewModel(Consumer<Watched> onWatch) {
    this.onWatch = onWatch;
  }

  /// What is in sight.
  public ReadOnlyObjectProperty<MemoryPicture> pictureProperty() {
    return picture.getReadOnlyProperty();
  }

  /// The tab has come into sight or gone out of it.
  public void showing(boolean now) {
    if (now != shown) {
      shown = now;
      onWatch.accept(now ? wanted : Watched.NOTHING);
    }
  }

  /// The user looks at these lanes.
  ///
  /// @param count as many as there is room for
  public void look(int first, int count) {
    Watched next = new Watched(Math.max(0, first), count);
    if (!next.equals(wanted)) {
      wanted = next;
      if (shown) {
        onWatch.accept(next);
      }
    }
  }

  /// Shows the next picture.
  public void show(MemoryPicture next) {
    if (shown) {
      picture.set(next);
    }
  }

  /// A lane in words, for those who do not see it.
  static String words(MemoryLane lane) {
    return Text.of(
        "memory-time.lane",
        lane.worker(),
        ByteSize.text(lane.residentBytes()),
        ByteSize.text(lane.committedBytes()),
        ByteSize.text(lane.peakBytes()));
  }
}
