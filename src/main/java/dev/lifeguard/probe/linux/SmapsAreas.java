package dev.lifeguard.probe.linux;

/// What `/proc/PID/smaps` says of all areas together (proc_pid_smaps(5)).
///
/// @param accountedBytes areas that count against the commit limit: flag `ac`. Exact: measured
///   against Committed_AS of `/proc/meminfo` to the megabyte
/// @param noReserveBytes private writable areas with flag `nr` that do not count, though VmData
///   holds them
record SmapsAreas(long accountedBytes, long noReserveBytes) {
  /// Adds the areas up. An area is a header line with addresses and rights, then `Size:`, then more
  /// lines of that form, last `VmFlags:`; what is torn off is not counted.
  static SmapsAreas parse(String text) {
    long accounted = 0;
    long noReserve = 0;
    boolean privateWritable = false;
    long size = 0;
    int line = 0;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      int lineEnd = end < 0 ? text.length() : end;
      if (Character.digit(text.charAt(line), 16) >= 0 && isHeader(text, line, lineEnd)) {
        privateWritable = isPrivateWritable(text, line, lineEnd);
        size = 0;
      } else if (text.startsWith("Size:", line)) {
        size = KeyedLines.find(text.substring(line, lineEnd), "Size").orElse(0);
      } else if (text.startsWith("VmFlags:", line)) {
        String flags = text.substring(line, lineEnd);
        boolean counts = hasFlag(flags, " ac");
        accounted += counts ? size : 0;
        noReserve += !counts && privateWritable && hasFlag(flags, " nr") ? size : 0;
      }
      line = lineEnd + 1;
    }
    return new SmapsAreas(accounted, noReserve);
  }

  /// `AnonHugePages:` begins with a hexadecimal digit as well, but has no dash before its colon.
  private static boolean isHeader(String text, int line, int end) {
    int dash = text.indexOf('-', line, end);
    int blank = text.indexOf(' ', line, end);
    return dash > 0 && blank > dash && text.indexOf(':', line, blank) < 0;
  }

  private static boolean isPrivateWritable(String text, int line, int end) {
    int rights = text.indexOf(' ', line, end) + 1;
    return rights + 3 < end && text.charAt(rights + 1) == 'w' && text.charAt(rights + 3) == 'p';
  }

  /// Flags have two letters with a blank on each side; the last one may lack the one behind it.
  private static boolean hasFlag(String flags, String flag) {
    int at = flags.indexOf(flag);
    return at >= 0 && (at + 3 == flags.length() || flags.charAt(at + 3) == ' ');
  }
}
