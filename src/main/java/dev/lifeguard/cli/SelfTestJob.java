package dev.lifeguard.cli;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.probe.ThisSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The job of the self-test: short tasks that take long enough to be killed in the middle.
final class SelfTestJob {
  static final int TASKS = 12;
  private static final int WORKERS = 2;
  private static final String PYTHON =
      """
      import time

      def square(number):
          time.sleep(0.2)
          return number * number
      """;

  private SelfTestJob() {}

  /// Prepares it.
  ///
  /// @param directory where its files may lie and its workers run
  /// @param record the run directory, which does not exist
  /// @param python whether a Python function does the work, or a command of the shell
  static JobRun prepare(Path directory, Path record, boolean python)
      throws IOException, JobFileException, JobStarter.Refusal {
    var wishes = JobStarter.Wishes.of(Optional.of(record), List.of(), ResultsCopy::none);
    return JobStarter.here().prepare(job(directory, python), wishes);
  }

  private static JobFile job(Path directory, boolean python) throws IOException, JobFileException {
    List<Overrides.Flag> flags =
        List.of(
            new Overrides.Flag("tasks", "1.." + TASKS, "--items"),
            new Overrides.Flag("worker.count", "" + WORKERS, "--workers"));
    List<String> settings = List.of("name=self-test");
    Surroundings around = Surroundings.of(directory, WORKERS);
    if (!python) {
      return JobFiles.fromFlags(new Overrides(settings, flags, shell(ThisSystem.kind())), around);
    }
    Files.writeString(directory.resolve("square.py"), PYTHON);
    return JobFiles.fromFlags(
        new Overrides(List.of("name=self-test", "worker.python=square.py:square"), flags), around);
  }

  /// A moment's work by the shell that every system has.
  private static List<String> shell(HostSystem system) {
    return system == HostSystem.WINDOWS
        ? List.of("powershell.exe", "-NoProfile", "-Command", "Start-Sleep -m 200; {} * {}")
        : List.of("/bin/sh", "-c", "sleep 0.2; echo $(($0 * $0))", "{}");
  }
}
