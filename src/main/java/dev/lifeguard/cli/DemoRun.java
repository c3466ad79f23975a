package dev.lifeguard.cli;

import dev.lifeguard.demo.Scenario;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Prepares a demonstration: its files lie in a temporary directory that goes when the job has
/// ended.
final class DemoRun {
  private DemoRun() {}

  static JobRun prepare(Scenario scenario, JobStarter starter) throws JobStarter.Refusal {
    return prepare(scenario, starter, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /// @param parent where the temporary directory is made
  static JobRun prepare(Scenario scenario, JobStarter starter, Path parent)
      throws JobStarter.Refusal {
    try {
      Path directory = Files.createTempDirectory(parent, "lifeguard-demo-");
      try {
        var wishes = JobStarter.Wishes.none().with(() -> remove(directory));
        JobRun run = starter.prepare(job(scenario, directory), wishes);
        run.engine().subscribe(scenario.trouble().get());
        return run;
      } catch (Throwable refusal) {
        remove(directory);
        throw refusal;
      }
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("the demonstration's files cannot be written: " + RunWiring.reason(e)));
    }
  }

  private static JobFile job(Scenario scenario, Path directory)
      throws IOException, JobStarter.Refusal {
    try {
      Surroundings around = Surroundings.of(directory, Runtime.getRuntime().availableProcessors());
      return JobFiles.load(scenario.extract(directory), Overrides.NONE, around);
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    }
  }

  /// Removes a directory of the temporary one, with everything in it.
  static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It lies in the temporary directory, which is cleaned by others.
    }
  }
}
