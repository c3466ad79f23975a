package dev.lifeguard.probe.linux;

import dev.lifeguard.job.JvmHeap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what HotSpot says to `GC.heap_info`. Each collector has words of its own, and versions
/// differ:
///
/// - G1, Serial and Parallel until Java 24: `garbage-first heap total 65536K, used 1024K
///   [0x700000000, 0x800000000)`, one such line for each generation. The last address is the end of
///   what is reserved.
/// - the same since Java 25: `garbage-first heap total reserved 4194304K, committed 65536K, used
///   3072K [0x…, 0x…)`.
/// - ZGC: `ZHeap used 12M, capacity 64M, max capacity 4096M`.
/// - Shenandoah: `4096M max, 4096M soft max, 64M committed, 10M used`.
final class HeapText {
  private static final Pattern GENERATION =
      Pattern.compile(
          "(\\S.*?)\\s+total (?:reserved (\\d+)K, committed )?(\\d+)K, used (\\d+)K"
              + "(?: *\\[0x([0-9a-f]+), (?:0x[0-9a-f]+, )?0x([0-9a-f]+)\\))?.*");
  private static final Pattern Z =
      Pattern.compile(
          "ZHeap\\s+used (\\d+)([KMG]), capacity (\\d+)([KMG]), max capacity (\\d+)([KMG]).*");
  private static final Pattern SHENANDOAH =
      Pattern.compile("(\\d+)([KMG]) max, .*?(\\d+)([KMG]) committed, (\\d+)([KMG]) used.*");

  private HeapText() {}

  /// Reads the answer.
  ///
  /// @return empty when it is in no form that is known
  static Optional<JvmHeap> parse(String text) {
    String collector = "";
    long used = 0;
    long committed = 0;
    long reserved = 0;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      Matcher z = Z.matcher(line);
      Matcher shenandoah = SHENANDOAH.matcher(line);
      Matcher generation = GENERATION.matcher(line);
      if (z.matches()) {
        return Optional.of(new JvmHeap("ZHeap", size(z, 1), size(z, 3), size(z, 5)));
      } else if (shenandoah.matches()) {
        return Optional.of(
            new JvmHeap(
                "Shenandoah heap", size(shenandoah, 5), size(shenandoah, 3), size(shenandoah, 1)));
      } else if (generation.matches()) {
        collector += (collector.isEmpty() ? "" : " and ") + generation.group(1);
        used += kibibytes(generation.group(4));
        committed += kibibytes(generation.group(3));
        reserved += reserved(generation);
      }
    }
    return collector.isEmpty()
        ? Optional.empty()
        : Optional.of(new JvmHeap(collector, used, committed, Math.max(committed, reserved)));
  }

  private static long reserved(Matcher generation) {
    if (generation.group(2) != null) {
      return kibibytes(generation.group(2));
    }
    return generation.group(5) == null
        ? 0
        : Long.parseLong(generation.group(6), 16) - Long.parseLong(generation.group(5), 16);
  }

  private static long kibibytes(String digits) {
    return Long.parseLong(digits) << 10;
  }

  private static long size(Matcher line, int group) {
    int shift =
        switch (line.group(group + 1)) {
          case "K" -> 10;
          case "M" -> 20;
          default -> 30;
        };
    return Long.parseLong(line.group(group)) << shift;
  }
}
