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

/// A demonstration that is ready to run, with its files in a temporary directory that goes with it.
final class DemoRun implements AutoCloseable {
  private final JobRun run;
  private final Path directory;

  private DemoRun(JobRun run, Path directory) {
    this.run = run;
    this.directory = directory;
  }

  static DemoRun prepare(Scenario scenario, JobStarter starter) throws JobStarter.Refusal {
    try {
      Path directory = Files.createTempDirectory("lifeguard-demo-");
      JobRun run = starter.prepare(job(scenario, directory), JobStarter.Wishes.none());
      run.engine().subscribe(scenario.trouble().get());
      return new DemoRun(run, directory);
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("the demonstration's files cannot be written: " + e.getMessage()));
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

  JobRun run() {
    return run;
  }

  /// Removes the files. Call it when the job has ended.
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It lies in the temporary directory, which is cleaned by others.
    }
  }
}
