package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.job.JobSource;
import java.util.List;
import java.util.Optional;

/// The tabs that look into the chosen process, together. JavaFX thread.
public final class Details {
  private final OutputViewModel output;
  private final List<Detail> all;
  private Subject subject = Subject.NONE;
  private boolean inSight;

  /// The details of a job's processes; nobody has chosen one yet.
  public Details(JobSource source, Background background) {
    output = new OutputViewModel(source.output(), background);
    all = List.of(output);
  }

  /// What the chosen worker prints.
  public OutputViewModel output() {
    return output;
  }

  /// One of them has come into sight, and the others have gone out of it.
  public void showOnly(Optional<? extends Detail> next) {
    inSight = next.isPresent();
    for (Detail detail : all) {
      detail.showing(next.isPresent() && next.get().equals(detail));
    }
  }

  /// Whether one of them is looked at.
  public boolean isInSight() {
    return inSight;
  }

  /// The user has chosen a process, or what is known of the chosen one has changed.
  public void choose(Subject next) {
    if (!next.equals(subject)) {
      subject = next;
      all.forEach(detail -> detail.choose(next));
    }
  }

  /// Shows the next picture.
  public void show(IncidentsPicture picture) {
    output.show(picture);
  }

  /// It is time for those that are in sight to look again.
  public void look() {
    all.forEach(Detail::look);
  }

  /// Nobody looks any more.
  public void close() {
    showOnly(Optional.empty());
  }
}
