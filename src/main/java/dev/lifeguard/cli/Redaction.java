package dev.lifeguard.cli;

import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.WorkerKind;
import dev.lifeguard.jobfile.WorkerSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A job without what may be secret in it.
final class Redaction {
  private static final String GONE = "redacted";
  private static final Path NOWHERE = Path.of("/redacted");

  private Redaction() {}

  /// The job with its numbers, and without words of the user's besides its name and those of its
  /// variables.
  static JobFile of(JobFile job) {
    Map<String, String> environment = new LinkedHashMap<>();
    job.worker().environment().keySet().forEach(name -> environment.put(name, GONE));
    WorkerSpec worker = new WorkerSpec(kind(), NOWHERE, environment, job.worker().count());
    return new JobFile(
        job.name(),
        worker,
        new ItemsSpec.Lines(NOWHERE),
        job.limits(),
        job.retry(),
        job.restart(),
        job.stop(),
        job.recording(),
        List.of());
  }

  private static WorkerKind kind() {
    return new WorkerKind.Command(List.of(GONE), false);
  }
}
