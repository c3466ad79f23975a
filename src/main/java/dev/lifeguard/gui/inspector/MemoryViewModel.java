package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The memory of the chosen process in detail. JavaFX thread.
public final class MemoryViewModel implements Detail {
  // A second and a half from one look to the next: calm to read, and the map itself is renewed only
  // as often as reading it may hold the process up.
  private static final int EVERY_TICKS = 3;

  private final ProcessLook<MemoryDetail> look;
  private final ReadOnlyObjectWrapper<Sight<MemoryCard>> card =
      new ReadOnlyObjectWrapper<>(Sight.nothing(""));

  /// The memory of a job's processes.
  ///
  /// @param family the living processes of the pool, asked for at every look
  public MemoryViewModel(
      ProcessInspector inspector, Supplier<List<ProcessIdentity>> family, Background background) {
    look =
        new ProcessLook<>(
            background, process -> inspector.memory(process, family.get()), EVERY_TICKS);
    look.sightProperty().subscribe(_ -> update());
  }

  /// What is to be seen.
  public ReadOnlyObjectProperty<Sight<MemoryCard>> cardProperty() {
    return card.getReadOnlyProperty();
  }

  private void update() {
    Subject subject = look.subject();
    Sight<MemoryDetail> sight = look.sightProperty().get();
    Optional<MemoryCard> next =
        sight
            .value()
            .map(detail -> MemoryCard.of(subject.name(), detail, subject.level().limitBytes()))
            .or(() -> lastSample(subject));
    card.set(new Sight<>(next, sight.message(), sight.remedy()));
  }

  /// Who cannot be asked, or may not be, has at least been measured.
  private static Optional<MemoryCard> lastSample(Subject subject) {
    MemoryReading last = subject.level().memory();
    return last.residentBytes().isEmpty() && last.reservedBytes().isEmpty()
        ? Optional.empty()
        : Optional.of(MemoryCard.of(subject.name(), last, subject.level().limitBytes()));
  }

  @Override
  public void choose(Subject next) {
    look.choose(next);
  }

  @Override
  public void showing(boolean now) {
    look.showing(now);
  }

  @Override
  public void look() {
    look.look();
  }
}
