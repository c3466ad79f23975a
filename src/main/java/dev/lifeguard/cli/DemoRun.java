package dev.lifeguard.cli;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Witness;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// An act that is a job of Lifeguard's, prepared.
///
/// @param run the job, not started
/// @param witness sees all of it, and makes the trouble
record DemoRun(Act act, JobRun run, Witness witness) implements DemoAct {

  @Override
  public CompletableFuture<JobRun.Ending> finished() {
    return run.finished();
  }

  @Override
  public void discard() {
    run.discard("another act of the demonstration cannot be shown");
  }

  static DemoRun prepare(Act act, JobStarter starter) throws JobStarter.Refusal {
    return prepare(act, starter, temporary());
  }

  /// Where temporary directories are made.
  static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /// @param parent where the temporary directory is made
  static DemoRun prepare(Act act, JobStarter starter, Path parent) throws JobStarter.Refusal {
    try {
      Path directory = Files.createTempDirectory(parent, "lifeguard-demo-");
      try {
        var wishes = JobStarter.Wishes.none().with(() -> remove(directory));
        JobRun run = starter.prepare(job(act, directory), wishes);
        Witness witness = new Witness(act.trouble().get(), Probes.forThisSystem().inspector());
        run.engine().subscribe(witness);
        return new DemoRun(act, run, witness);
      } catch (Throwable refusal) {
        remove(directory);
        throw refusal;
      }
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("the demonstration's files cannot be written: " + RunWiring.reason(e)));
    }
  }

  private static JobFile job(Act act, Path directory) throws IOException, JobStarter.Refusal {
    try {
      Surroundings around = Surroundings.of(directory, Runtime.getRuntime().availableProcessors());
      return JobFiles.load(act.extract(directory), Overrides.NONE, around);
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
