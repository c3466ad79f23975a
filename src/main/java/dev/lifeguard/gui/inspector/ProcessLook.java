package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.Subject.Life;
import dev.lifeguard.job.Look;
import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Looks at the chosen process again and again while somebody watches: one look at a time, and what
/// was last seen stays when the process is gone. JavaFX thread.
///
/// @param <T> what is looked at
final class ProcessLook<T> implements Detail {
  private final Background background;
  private final Function<ProcessIdentity, Look<T>> read;
  private final int everyTicks;
  private final ReadOnlyObjectWrapper<Sight<T>> sight =
      new ReadOnlyObjectWrapper<>(Sight.nothing(""));
  private Subject subject = Subject.NONE;
  private boolean shown;
  private boolean looking;
  private int round;
  private int ticks;

  /// @param read reads a process; called off the JavaFX thread
  /// @param everyTicks how many ticks of the clock pass from one look to the next
  ProcessLook(Background background, Function<ProcessIdentity, Look<T>> read, int everyTicks) {
    this.background = background;
    this.read = read;
    this.everyTicks = everyTicks;
  }

  ReadOnlyObjectProperty<Sight<T>> sightProperty() {
    return sight.getReadOnlyProperty();
  }

  Subject subject() {
    return subject;
  }

  @Override
  public void choose(Subject next) {
    boolean same = next.isSameAs(subject);
    subject = next;
    if (!same) {
      round++;
      looking = false;
      sight.set(Sight.nothing(""));
      lookNow();
    }
  }

  @Override
  public void showing(boolean now) {
    boolean begins = now && !shown;
    shown = now;
    if (begins) {
      lookNow();
    }
  }

  @Override
  public void look() {
    ticks++;
    if (ticks >= everyTicks) {
      lookNow();
    }
  }

  private void lookNow() {
    if (!shown || looking) {
      return;
    }
    ticks = 0;
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      sight.set(sight.get().frozen(obstacle.get()));
      return;
    }
    looking = true;
    int asked = round;
    ProcessIdentity process = subject.process().orElseThrow();
    background.call(
        () -> read.apply(process),
        look -> answered(asked, look),
        fault -> {
          if (asked == round) {
            looking = false;
            sight.set(sight.get().frozen(fault));
          }
        });
  }

  private Optional<String> obstacle() {
    if (subject.life() == Life.NOT_CHOSEN) {
      return Optional.of(Text.of("look.choose"));
    }
    if (subject.life() == Life.DEAD) {
      return Optional.of(Text.of("look.dead", subject.name()));
    }
    return subject.process().isEmpty()
        ? Optional.of(Text.of("look.no-process", subject.name()))
        : Optional.empty();
  }

  private void answered(int asked, Look<T> look) {
    if (asked != round) {
      return;
    }
    looking = false;
    sight.set(
        switch (look) {
          case Look.Seen<T>(T value) -> Sight.of(value);
          case Look.Gone<T> _ -> sight.get().frozen(Text.of("look.gone", subject.name()));
          case Look.Refused<T>(var why) ->
              new Sight<>(sight.get().value(), Words.sentence(why), Words.remedy(why));
        });
  }
}
