package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The environment variable by which whatever a worker has started is known for its own, also when
/// it has left the worker's session and has no parent any more. A program that cleans its
/// environment cannot be known that way; a cgroup knows it anyway.
///
/// Its value is `PID.START.JOB.WORKER`: no two workers on the machine have the same.
///
/// @param prefix what all workers of one job have in their environment, up to the worker's number
record WorkerMark(String prefix) {
  static final String NAME = "LIFEGUARD_MARK";

  /// The number for what is not told apart by it: the attempts of commands have it from further
  /// variables, and one environment for all of them.
  static final int ANY = 0;

  private static final AtomicInteger JOBS = new AtomicInteger();

  /// For one more job of this process.
  static WorkerMark ofNewJob() {
    long pid = ProcessHandle.current().pid();
    return new WorkerMark(
        NAME + "=" + pid + "." + startTicks(pid) + "." + JOBS.incrementAndGet() + ".");
  }

  private static long startTicks(long pid) {
    try {
      ProcessIdentity self = ProcStat.identity(pid);
      return self.startTicks();
    } catch (IOException _) {
      return 0;
    }
  }

  /// The variable of one worker.
  String of(int worker) {
    return prefix + worker;
  }

  /// Its value.
  String value(int worker) {
    return of(worker).substring(NAME.length() + 1);
  }

  /// Whether a process was given all of these variables when it was started.
  ///
  /// @param variables `NAME=VALUE`, at least one
  static boolean isOn(long pid, List<String> variables) {
    try {
      byte[] environ = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      String all = "\0" + new String(environ, StandardCharsets.ISO_8859_1);
      return variables.stream().allMatch(each -> all.contains("\0" + each + "\0"));
    } catch (IOException _) {
      return false;
    }
  }
}
