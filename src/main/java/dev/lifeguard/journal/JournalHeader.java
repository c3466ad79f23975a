package dev.lifeguard.journal;

import dev.lifeguard.job.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The first line of a journal: what it is, who writes it and when it began.
///
/// @param formatMajor readers refuse a newer one
/// @param formatMinor readers take a newer one: it only adds keys and event types
/// @param application the version of Lifeguard that wrote it
/// @param system the operating system, `Linux 6.1.0 amd64`
/// @param supervisor the process that writes it
/// @param started the wall-clock time that every event's `ms` counts from, in whole milliseconds
/// @param job the job's name
/// @param controlSocket where commands are taken while the run lives, an absolute path; empty when
///   it takes none
public record JournalHeader(
    int formatMajor,
    int formatMinor,
    String application,
    String system,
    ProcessIdentity supervisor,
    Instant started,
    String job,
    Optional<String> controlSocket) {
  /// The format that this version writes.
  public static final int MAJOR = 1;

  /// The newest additions that this version writes. 0: the foundation. 1: hangs, soft time limits,
  /// repeated tasks, pausing, resizing and draining; form of workers and means of the memory limit.
  /// 2: PSS, USS and swap of processes, the period of measuring. 3: pools that Lifeguard did not
  /// start.
  public static final int MINOR = 3;

  /// Cuts the start to milliseconds, as it is written.
  public JournalHeader {
    started = started.truncatedTo(ChronoUnit.MILLIS);
  }

  /// The header of a journal that is written here and now.
  public static JournalHeader current(
      String application, ProcessIdentity supervisor, Instant started, String job) {
    String system =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch");
    return new JournalHeader(
        MAJOR, MINOR, application, system, supervisor, started, job, Optional.empty());
  }

  /// The same with a place where commands are taken.
  public JournalHeader withControlSocket(Path socket) {
    return new JournalHeader(
        formatMajor,
        formatMinor,
        application,
        system,
        supervisor,
        started,
        job,
        Optional.of(socket.toString()));
  }
}
