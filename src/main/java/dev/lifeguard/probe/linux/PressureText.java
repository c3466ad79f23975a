package dev.lifeguard.probe.linux;

import dev.lifeguard.job.MemoryPressure;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `/proc/pressure/memory` (Documentation/accounting/psi.rst): `some avg10=0.12 avg60=0.03
/// avg300=0.00 total=4711` and the same for `full`, in per cent.
final class PressureText {
  private static final Pattern LINE =
      Pattern.compile("(some|full) avg10=([0-9.]+) avg60=([0-9.]+) .*");

  private PressureText() {}

  /// Reads both lines.
  ///
  /// @return empty when one is missing
  static Optional<MemoryPressure> parse(String text) {
    OptionalDouble some10 = share(text, "some", 2);
    OptionalDouble full10 = share(text, "full", 2);
    return some10.isEmpty() || full10.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MemoryPressure(
                some10.getAsDouble(),
                share(text, "some", 3).orElseThrow(),
                full10.getAsDouble(),
                share(text, "full", 3).orElseThrow()));
  }

  private static OptionalDouble share(String text, String word, int group) {
    return text.lines()
        .map(LINE::matcher)
        .filter(line -> line.matches() && line.group(1).equals(word))
        .map((Matcher line) -> line.group(group))
        .mapToDouble(percent -> Double.parseDouble(percent) / 100)
        .findFirst();
  }
}
