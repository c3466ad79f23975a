package dev.lifeguard.jobfile;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as people write them: `100ms`, `90s`, `1h30m`.
public final class Durations {
  /// A century; what is longer was a slip of the pen, and nanoseconds end at 292 years.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?"
              + "(?:(\\d{1,15})us)?(?:(\\d{1,18})ns)?");
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1),
          Duration.ofNanos(1_000),
          Duration.ofNanos(1));
  private static final List<String> NAMES = List.of("d", "h", "m", "s", "ms", "us", "ns");

  private Durations() {}

  /// The span of time.
  ///
  /// @throws IllegalArgumentException if it is none, with a message for people: what is wrong and
  ///   what to write
  public static Duration parse(String text) {
    String stripped = text.strip();
    Matcher form = FORM.matcher(stripped);
    if (stripped.isEmpty() || !form.matches()) {
      throw new IllegalArgumentException(refusal(stripped));
    }
    Duration sum = Duration.ZERO;
    for (int unit = 0; unit < UNITS.size(); unit++) {
      String number = form.group(unit + 1);
      if (number != null) {
        sum = sum.plus(UNITS.get(unit).multipliedBy(Long.parseLong(number)));
      }
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          Printable.quoted(stripped) + " is too long; the longest duration is 36500d");
    }
    return sum;
  }

  private static String refusal(String text) {
    if (text.matches("\\d{1,18}(\\.\\d+)?")) {
      return "%s has no unit; write %sms, %ss or %sm"
          .formatted(Printable.quoted(text), text, text, text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.equals(text) && FORM.matcher(lower).matches()) {
      return Printable.quoted(text) + " is no duration; units are small letters: " + lower;
    }
    return Printable.quoted(text)
        + " is no duration; write whole numbers with units, the largest first: 100ms, 90s, 1h30m";
  }

  /// The span as [#parse] takes it, exact: `1h30m`, `90s` as `1m30s`, `0s`.
  ///
  /// @param duration not negative
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    Duration rest = duration;
    for (int unit = 0; unit < UNITS.size(); unit++) {
      long number = rest.dividedBy(UNITS.get(unit));
      if (number > 0) {
        text.append(number).append(NAMES.get(unit));
        rest = rest.minus(UNITS.get(unit).multipliedBy(number));
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
