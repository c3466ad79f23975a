package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The environment variable by which whatever a worker has started is known for its own, also when
/// it has left the worker's session and has no parent any more. A program that cleans its
/// environment cannot be known that way; a cgroup knows it anyway.
final class WorkerMark {
  static final String NAME = "LIFEGUARD_MARK";

  private static final String PREFIX = NAME + "=" + self() + ".";

  private WorkerMark() {}

  /// What all workers of this process have in their environment, up to the worker's number.
  static String prefix() {
    return PREFIX;
  }

  /// The variable of one worker: `LIFEGUARD_MARK=PID.START.NUMBER`.
  static String of(int worker) {
    return PREFIX + worker;
  }

  /// Its value.
  static String value(int worker) {
    return of(worker).substring(NAME.length() + 1);
  }

  private static String self() {
    long pid = ProcessHandle.current().pid();
    try {
      ProcessIdentity self = ProcStat.identity(pid);
      return pid + "." + self.startTicks();
    } catch (IOException _) {
      return pid + ".0";
    }
  }

  /// Whether a process was given this variable when it was started.
  static boolean isOn(long pid, String mark) {
    try {
      byte[] environ = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      return ("\0" + new String(environ, StandardCharsets.ISO_8859_1)).contains("\0" + mark + "\0");
    } catch (IOException _) {
      return false;
    }
  }
}
