package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds what is worth interrupting somebody who looks elsewhere: a worker has died or hangs, or
/// the job is over. Only what happens now: a recording that is opened tells of years of it within a
/// second. And not often: what happens within the pause after an announcement is announced together
/// when the pause is over, so a crash loop is one sentence in ten seconds.
final class Announcements {
  private static final Duration NOW = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Clock clock;
  private final Consumer<String> tell;
  private int known;
  private int told;
  private boolean over;
  private Instant quietUntil = Instant.MIN;

  /// Nothing has happened yet.
  ///
  /// @param tell gets a sentence
  Announcements(Clock clock, Consumer<String> tell) {
    this.clock = clock;
    this.tell = tell;
  }

  /// Looks at the next picture.
  void saw(WindowPicture picture) {
    List<Incident> incidents = picture.incidents().incidents();
    boolean now = isNow(picture.summary().job(), picture.incidents().nowNanos());
    if (!now || incidents.size() < known) {
      // The past, or a film that went back.
      told = incidents.size();
    }
    known = incidents.size();
    boolean ends = !over && picture.summary().end().isPresent();
    over = picture.summary().end().isPresent();
    if (ends && now) {
      // It is the last word: what went wrong stands in it.
      tell(SummaryViewModel.verdictOf(picture.summary()));
      told = known;
    } else if (told < known && !Instant.now(clock).isBefore(quietUntil)) {
      String latest = CauseWords.headline(incidents.getLast());
      int count = known - told;
      tell(count == 1 ? latest : Text.of("announce.incidents", count, latest));
      told = known;
    }
  }

  private void tell(String sentence) {
    quietUntil = Instant.now(clock).plus(PAUSE);
    tell.accept(sentence);
  }

  private boolean isNow(Optional<JobDescription> job, long nanos) {
    return job.map(known -> known.startedAt().plusNanos(nanos))
        .filter(at -> Duration.between(at, Instant.now(clock)).abs().compareTo(NOW) < 0)
        .isPresent();
  }
}
