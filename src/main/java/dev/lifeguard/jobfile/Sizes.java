package dev.lifeguard.jobfile;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people write them: `64MiB`, `2 GB`, `512B`. IEC 80000-13 names: KiB is 1024 bytes, kB
/// is 1000.
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,18})?) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS = units();

  private Sizes() {}

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("TiB", 1L << 40);
    units.put("TB", 1_000_000_000_000L);
    units.put("GiB", 1L << 30);
    units.put("GB", 1_000_000_000L);
    units.put("MiB", 1L << 20);
    units.put("MB", 1_000_000L);
    units.put("KiB", 1L << 10);
    units.put("kB", 1_000L);
    units.put("B", 1L);
    return units;
  }

  /// The size in bytes.
  ///
  /// @throws IllegalArgumentException if it is no size, with a message for people: what is wrong
  ///   and what to write
  public static long parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is no size; write a number and a unit: 512KiB, 64MiB, 2GB");
    }
    String number = form.group(1);
    Long unit = UNITS.get(form.group(2));
    if (unit == null) {
      throw new IllegalArgumentException(unitRefused(text.strip(), number, form.group(2)));
    }
    BigDecimal bytes =
        new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).stripTrailingZeros();
    if (bytes.scale() > 0) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is no whole number of bytes; use a smaller unit");
    }
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(Printable.quoted(text) + " is too large for a size");
    }
    return bytes.longValueExact();
  }

  private static String unitRefused(String text, String number, String unit) {
    if (unit.isEmpty()) {
      return Printable.quoted(text)
          + " has no unit; write %sB, %sKiB, %sMiB or %sGiB"
              .formatted(number, number, number, number);
    }
    String letter = unit.substring(0, 1).toUpperCase(Locale.ROOT);
    if ("KMGT".contains(letter) && unit.length() <= 3) {
      String decimal = letter.equals("K") ? "kB" : letter + "B";
      return "%s is ambiguous; write %s%siB (times 1024) or %s%s (times 1000)"
          .formatted(Printable.quoted(text), number, letter, number, decimal);
    }
    return Printable.quoted(text)
        + " has an unknown unit; the units are B, KiB, MiB, GiB, TiB, kB, MB, GB, TB";
  }

  /// The size as [#parse] takes it, exact: the largest unit that it is a whole number of.
  ///
  /// @param bytes not negative
  public static String text(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes > 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return bytes + "B";
  }
}
