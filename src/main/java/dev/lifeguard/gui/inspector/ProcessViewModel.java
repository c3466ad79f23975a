package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessInspector;
import java.time.ZoneId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What is known of the chosen process besides its memory and threads. JavaFX thread.
public final class ProcessViewModel implements Detail {
  private static final int EVERY_TICKS = 4;

  private final ProcessLook<ProcessDetail> look;
  private final ZoneId zone;
  private final ReadOnlyObjectWrapper<Sight<ProcessCard>> card =
      new ReadOnlyObjectWrapper<>(Sight.nothing(""));

  /// The processes of a job.
  ///
  /// @param zone for the start time, as people read it
  public ProcessViewModel(ProcessInspector inspector, ZoneId zone, Background background) {
    this.zone = zone;
    look = new ProcessLook<>(background, inspector::process, EVERY_TICKS);
    look.sightProperty().subscribe(this::show);
  }

  /// What is to be seen.
  public ReadOnlyObjectProperty<Sight<ProcessCard>> cardProperty() {
    return card.getReadOnlyProperty();
  }

  private void show(Sight<ProcessDetail> sight) {
    Subject subject = look.subject();
    card.set(
        new Sight<>(
            sight
                .value()
                .map(detail ->
                    ProcessCard.of(subject.name(), detail, subject.level().limitBytes(), zone)),
            sight.message(),
            sight.remedy()));
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
