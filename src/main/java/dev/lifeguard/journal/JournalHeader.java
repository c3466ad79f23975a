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
/// @param jobFile what the run directory's `job.yaml` was when it was written; empty before format
///   1.4
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
    Optional<Seal> jobFile,
    Optional<String> controlSocket) {
  /// The format that this version writes.
  public static final int MAJOR = 1;

  /// The newest additions that this version writes. 0: the foundation. 1: hangs, soft time limits,
  /// repeated tasks, pausing, resizing and draining; form of workers and means of the memory limit.
  /// 2: PSS, USS and swap of processes, the period of measuring. 3: pools that Lifeguard did not
  /// start. 4: resumed jobs, and the seal of the job file. 5: tasks of pools that Lifeguard did not
  /// start, seen from inside. 6: the system on which a job runs, and the exit codes of Windows.
  public static final int MINOR = 6;

  /// By what a file is known again.
  ///
  /// @param bytes its length
  /// @param sha256 the SHA-256 of its content, 64 lower-case hexadecimal digits
  public record Seal(long bytes, String sha256) {}

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
        MAJOR,
        MINOR,
        application,
        system,
        supervisor,
        started,
        job,
        Optional.empty(),
        Optional.empty());
  }

  /// The same without what is of this machine alone: the control socket, the seal of a job file
  /// that is not packed with it.
  JournalHeader forStrangers() {
    return with(Optional.empty(), Optional.empty());
  }

  /// The same with a place where commands are taken.
  public JournalHeader withControlSocket(Path socket) {
    return with(jobFile, Optional.of(socket.toString()));
  }

  /// The same with the seal of the job file.
  public JournalHeader withJobFile(Seal seal) {
    return with(Optional.of(seal), controlSocket);
  }

  private JournalHeader with(Optional<Seal> file, Optional<String> socket) {
    return new JournalHeader(
        formatMajor, formatMinor, application, system, supervisor, started, job, file, socket);
  }
}
