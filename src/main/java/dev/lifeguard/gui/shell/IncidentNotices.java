package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds incidents that are worth interrupting somebody who looks elsewhere. Only those that happen
/// now: a recording that is opened tells of years of them within a second.
final class IncidentNotices {
  private static final Duration NOW = Duration.ofSeconds(10);

  private final Clock clock;
  private final Consumer<String> tell;
  private int known;

  /// Nothing has happened yet.
  ///
  /// @param tell gets a headline
  IncidentNotices(Clock clock, Consumer<String> tell) {
    this.clock = clock;
    this.tell = tell;
  }

  /// Looks at the next picture.
  void saw(WindowPicture picture) {
    List<Incident> incidents = picture.incidents().incidents();
    boolean more = incidents.size() > known;
    known = incidents.size();
    if (more && isNow(picture.summary().job(), picture.incidents().nowNanos())) {
      tell.accept(CauseWords.headline(incidents.getLast()));
    }
  }

  private boolean isNow(Optional<JobDescription> job, long nanos) {
    return job.map(known -> known.startedAt().plusNanos(nanos))
        .filter(at -> Duration.between(at, Instant.now(clock)).abs().compareTo(NOW) < 0)
        .isPresent();
  }
}
