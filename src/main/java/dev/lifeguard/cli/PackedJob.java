package dev.lifeguard.cli;

import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFileWriter;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What there is to know of the job of a run before its recording is given to somebody.
///
/// @param job as it is recorded; empty for the pool of somebody else, which has no job file
record PackedJob(Optional<JobFile> job) {
  /// Reads the job file of a run.
  ///
  /// @throws JobStarter.Refusal when there is one that cannot be read
  static PackedJob of(RunDirectory run) throws JobStarter.Refusal {
    if (!Files.exists(run.jobFile())) {
      return new PackedJob(Optional.empty());
    }
    try {
      return new PackedJob(
          Optional.of(JobFiles.recorded(run.jobFile(), Surroundings.of(Path.of(""), 1))));
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("cannot read " + run.jobFile() + ": " + RunWiring.reason(e)));
    }
  }

  /// What it is called.
  Optional<String> name() {
    return job.map(JobFile::name);
  }

  /// The names of the variables of the environment whose values stand in it.
  List<String> variables() {
    return job.map(it -> List.copyOf(it.worker().environment().keySet())).orElse(List.of());
  }

  /// The text of the job file without its secrets; empty when there is none.
  String redacted() {
    return job.map(it -> JobFileWriter.text(Redaction.of(it))).orElse("");
  }
}
