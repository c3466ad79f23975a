package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.FilterParser.Fault;
import dev.lifeguard.gui.processes.RowFilter.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the fields of a filter can be compared with.
final class FilterValues {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern TASK = Pattern.compile("#?(\\d{1,18})");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)%?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([A-Za-z]*)");

  /// IEC 80000-13: KiB is 1024 bytes, kB is 1000.
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("b", 1L),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L));

  private FilterValues() {}

  /// The states there are, in words.
  static List<String> states() {
    return Arrays.stream(Mark.values()).map(Mark::word).distinct().toList();
  }

  /// Whether this is the unit of a size that stands by itself.
  static boolean isUnit(FilterToken token) {
    return token.kind() == FilterToken.Kind.WORD && UNITS.containsKey(lower(token.text()));
  }

  /// The filter of a comparison.
  ///
  /// @throws Fault if the field cannot be compared so
  static RowFilter compare(FilterField field, FilterToken sign, FilterToken value) throws Fault {
    Comparison comparison = Comparison.of(sign.text());
    boolean isText =
        switch (field.kind()) {
          case STATE, TASK -> true;
          // The digits of a pid can be looked for like a text.
          case NUMBER -> true;
          case PERCENT, SIZE -> false;
        };
    if (comparison == Comparison.CONTAINS && !isText) {
      throw new Fault(sign, Text.of("filter.fault.contains", field.word()));
    }
    return switch (field.kind()) {
      case STATE -> state(comparison, sign, value);
      case TASK -> task(comparison, sign, value);
      case NUMBER -> new RowFilter.Pid(comparison, number(value));
      case PERCENT -> new RowFilter.Cpu(comparison, percent(value));
      case SIZE -> new RowFilter.Memory(field, comparison, bytes(value));
    };
  }

  private static RowFilter state(Comparison comparison, FilterToken sign, FilterToken value)
      throws Fault {
    if (comparison.isOrder()) {
      throw new Fault(sign, Text.of("filter.fault.order", FilterField.STATE.word()));
    }
    boolean known = states().stream().anyMatch(value.text()::equalsIgnoreCase);
    if (!known && comparison != Comparison.CONTAINS) {
      throw new Fault(
          value, Text.of("filter.fault.state", value.text(), String.join(", ", states())));
    }
    return new RowFilter.State(comparison, value.text());
  }

  private static RowFilter task(Comparison comparison, FilterToken sign, FilterToken value)
      throws Fault {
    Matcher number = TASK.matcher(value.text());
    if (number.matches() && comparison != Comparison.CONTAINS) {
      return new RowFilter.TaskNumber(comparison, Long.parseLong(number.group(1)));
    }
    if (comparison.isOrder()) {
      throw new Fault(value, Text.of("filter.fault.task-number", sign.text()));
    }
    return new RowFilter.TaskText(comparison, value.text());
  }

  private static long number(FilterToken value) throws Fault {
    if (!NUMBER.matcher(value.text()).matches()) {
      throw new Fault(value, Text.of("filter.fault.number", value.text()));
    }
    return Long.parseLong(value.text());
  }

  private static double percent(FilterToken value) throws Fault {
    Matcher form = PERCENT.matcher(value.text());
    if (!form.matches()) {
      throw new Fault(value, Text.of("filter.fault.percent", value.text()));
    }
    return Double.parseDouble(form.group(1));
  }

  private static long bytes(FilterToken value) throws Fault {
    Matcher form = SIZE.matcher(value.text());
    if (!form.matches()) {
      throw new Fault(value, Text.of("filter.fault.size", value.text()));
    }
    Long unit = UNITS.get(lower(form.group(2)));
    if (unit == null) {
      throw new Fault(value, unitMissing(value.text(), form.group(1), form.group(2)));
    }
    return new BigDecimal(form.group(1))
        .multiply(BigDecimal.valueOf(unit))
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /// `1G` is two sizes: both are named.
  private static String unitMissing(String text, String number, String unit) {
    if (unit.length() == 1 && "kmgt".contains(lower(unit))) {
      String letter = unit.toUpperCase(Locale.ROOT);
      return Text.of("filter.fault.unit", text, number + letter + "iB", number + letter + "B");
    }
    return Text.of("filter.fault.size", text);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
