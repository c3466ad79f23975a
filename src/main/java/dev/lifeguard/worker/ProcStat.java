package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The little that starting and ending a worker needs of `/proc/PID/stat` (proc_pid_stat(5)).
final class ProcStat {
  // USER_HZ, 100 on every architecture that Java runs on.
  private static final long MILLIS_PER_TICK = 10;

  private ProcStat() {}

  /// Who this process is.
  static ProcessIdentity identity(long pid) throws IOException {
    long ticks = field(pid, 22);
    return new ProcessIdentity(pid, ticks, bootMillis() + ticks * MILLIS_PER_TICK);
  }

  /// The session that a process belongs to; 0 when the process is gone.
  static long session(long pid) {
    try {
      return field(pid, 6);
    } catch (IOException _) {
      return 0;
    }
  }

  /// Whether a process has a handler of its own for this signal (`SigCgt` of `/proc/PID/status`).
  static boolean catches(long pid, int signal) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("SigCgt:")) {
          long mask = Long.parseUnsignedLong(line.substring("SigCgt:".length()).strip(), 16);
          return (mask >>> (signal - 1) & 1) == 1;
        }
      }
    } catch (IOException _) {
      return false;
    }
    return false;
  }

  /// A numeric field, counted from 1 as in the manual page. The second, the program's name, may
  /// contain anything, so counting starts after the last parenthesis.
  private static long field(long pid, int number) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "stat");
    String stat = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[number - 3]);
  }

  private static long bootMillis() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
      if (line.startsWith("btime ")) {
        return 1000 * Long.parseLong(line.substring("btime ".length()).strip());
      }
    }
    throw new IOException("/proc/stat has no btime");
  }
}
