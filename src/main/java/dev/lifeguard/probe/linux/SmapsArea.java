package dev.lifeguard.probe.linux;

import java.util.ArrayList;
import java.util.List;

/// One area of `/proc/PID/smaps` (proc_pid_smaps(5)), sizes in bytes.
///
/// @param start its first address
/// @param end the first address behind it
/// @param permissions `rw-p`
/// @param inode of the file; 0 for none
/// @param name the file, `[heap]` and the like; empty for none
/// @param pssBytes resident, with shared pages divided among those who have them
/// @param ownBytes resident and nobody else's: Private_Clean and Private_Dirty
/// @param flags the two-letter words of VmFlags, each between blanks
record SmapsArea(
    long start,
    long end,
    String permissions,
    long inode,
    String name,
    long residentBytes,
    long pssBytes,
    long ownBytes,
    long swapBytes,
    String flags) {
  /// The address space that it takes.
  long sizeBytes() {
    return end - start;
  }

  /// Whether it counts against the commit limit.
  boolean isAccounted() {
    return hasFlag("ac");
  }

  boolean hasFlag(String flag) {
    return flags.contains(" " + flag + " ");
  }

  boolean isPrivate() {
    return permissions.charAt(3) == 'p';
  }

  boolean isWritable() {
    return permissions.charAt(1) == 'w';
  }

  boolean isAccessible() {
    return !permissions.startsWith("---");
  }

  /// Reads all areas. An area is a header line with addresses and rights, then sizes, last
  /// `VmFlags:`; one that is torn off is left out.
  static List<SmapsArea> parse(String text) {
    List<SmapsArea> areas = new ArrayList<>();
    Reading reading = new Reading(text);
    int line = 0;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      int lineEnd = end < 0 ? text.length() : end;
      if (isHeader(text, line, lineEnd)) {
        reading = new Reading(text);
        reading.header(line, lineEnd);
      } else if (text.startsWith("VmFlags:", line)) {
        areas.add(reading.area(text.substring(line + "VmFlags:".length(), lineEnd)));
      } else {
        reading.size(line, lineEnd);
      }
      line = lineEnd + 1;
    }
    return areas;
  }

  /// Reads the header lines alone, which is all that `/proc/PID/maps` has; every size is 0.
  static List<SmapsArea> parseMaps(String text) {
    List<SmapsArea> areas = new ArrayList<>();
    int line = 0;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      int lineEnd = end < 0 ? text.length() : end;
      if (isHeader(text, line, lineEnd)) {
        Reading reading = new Reading(text);
        reading.header(line, lineEnd);
        areas.add(reading.area(""));
      }
      line = lineEnd + 1;
    }
    return areas;
  }

  /// Only headers begin with a digit or a small letter: `7f12-7f13 rw-p …`, against `Size: …`.
  private static boolean isHeader(String text, int line, int end) {
    char first = line < end ? text.charAt(line) : ' ';
    if ((first < '0' || first > '9') && (first < 'a' || first > 'f')) {
      return false;
    }
    int dash = text.indexOf('-', line, end);
    return dash > line && text.indexOf(' ', dash, end - 4) > dash + 1;
  }

  /// What has been read of the area that is being read.
  private static final class Reading {
    private final String text;
    private long start;
    private long end;
    private String permissions = "----";
    private long inode;
    private String name = "";
    private long resident;
    private long pss;
    private long own;
    private long swap;

    Reading(String text) {
      this.text = text;
    }

    /// `7f1200000000-7f1200021000 rw-p 00000000 00:00 0 [heap]`.
    void header(int line, int lineEnd) {
      int dash = text.indexOf('-', line);
      int blank = text.indexOf(' ', dash);
      start = Long.parseUnsignedLong(text, line, dash, 16);
      end = Long.parseUnsignedLong(text, dash + 1, blank, 16);
      permissions = text.substring(blank + 1, blank + 5);
      int offset = text.indexOf(' ', blank + 1) + 1;
      int device = text.indexOf(' ', offset) + 1;
      int inodeAt = text.indexOf(' ', device) + 1;
      int inodeEnd = text.indexOf(' ', inodeAt);
      if (inodeEnd < 0 || inodeEnd > lineEnd) {
        inodeEnd = lineEnd;
      }
      if (offset > 0 && device > offset && inodeAt > device && inodeAt < inodeEnd) {
        inode = Long.parseLong(text, inodeAt, inodeEnd, 10);
        name = text.substring(inodeEnd, lineEnd).strip();
      }
    }

    void size(int line, int lineEnd) {
      if (text.startsWith("Rss:", line)) {
        resident = kibibytes(line + 4, lineEnd);
      } else if (text.startsWith("Pss:", line)) {
        pss = kibibytes(line + 4, lineEnd);
      } else if (text.startsWith("Private_Clean:", line)
          || text.startsWith("Private_Dirty:", line)) {
        own += kibibytes(line + 14, lineEnd);
      } else if (text.startsWith("Swap:", line)) {
        swap = kibibytes(line + 5, lineEnd);
      }
    }

    private long kibibytes(int from, int to) {
      long value = 0;
      for (int at = from; at < to; at++) {
        char digit = text.charAt(at);
        if (digit >= '0' && digit <= '9') {
          value = value * 10 + (digit - '0');
        }
      }
      return value * 1024;
    }

    SmapsArea area(String flags) {
      return new SmapsArea(
          start,
          end,
          permissions,
          inode,
          name,
          resident,
          pss,
          own,
          swap,
          " " + flags.strip() + " ");
    }
  }
}
