package dev.lifeguard.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments as they stand in files: `2026-11-20T11:40:05.123Z`, always UTC, always milliseconds.
final class IsoTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private IsoTime() {}

  static String text(Instant moment) {
    return FORMAT.format(moment);
  }

  static Instant parse(String text) throws Unreadable {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Unreadable("'" + text + "' is no time");
    }
  }
}
