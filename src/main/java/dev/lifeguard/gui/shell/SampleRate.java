package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import java.time.Duration;

/// How often the processes of a pool are measured, as the window offers it: from
/// [dev.lifeguard.job.Command#SHORTEST_SAMPLE_PERIOD] to
/// [dev.lifeguard.job.Command#LONGEST_SAMPLE_PERIOD]. From frequent to rare.
public enum SampleRate {
  /// Ten times a second.
  TENTH(100),
  /// Four times a second, as long as nobody has asked for anything else.
  QUARTER(250),
  /// Twice a second.
  HALF(500),
  /// Once a second.
  SECOND(1_000),
  /// Every two seconds.
  TWO(2_000),
  /// Every five seconds.
  FIVE(5_000),
  /// Every ten seconds.
  TEN(10_000);

  private final long millis;

  SampleRate(long millis) {
    this.millis = millis;
  }

  /// The time from one measurement to the next.
  public Duration period() {
    return Duration.ofMillis(millis);
  }

  /// The period in words: `250 ms`, `2 s`.
  public String words() {
    return words(period());
  }

  /// Any period in words.
  static String words(Duration period) {
    return period.toMillis() % 1_000 == 0
        ? Text.of("sampling.seconds", period.toSeconds())
        : Text.of("sampling.millis", period.toMillis());
  }

  /// The next more frequent rate; this one when there is none.
  static SampleRate faster(Duration period) {
    SampleRate found = TENTH;
    for (SampleRate each : values()) {
      if (each.period().compareTo(period) < 0) {
        found = each;
      }
    }
    return found;
  }

  /// The next rarer rate; this one when there is none.
  static SampleRate slower(Duration period) {
    for (SampleRate each : values()) {
      if (each.period().compareTo(period) > 0) {
        return each;
      }
    }
    return TEN;
  }
}
