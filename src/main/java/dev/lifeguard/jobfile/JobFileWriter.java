package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import dev.lifeguard.pool.PoolPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Writes a job as it was resolved: every default visible, every path absolute. Reading the text
/// again gives an equal job.
public final class JobFileWriter {
  private final StringBuilder text = new StringBuilder();

  private JobFileWriter() {}

  /// The text of a job file, with a line break at its end.
  public static String text(JobFile job) {
    JobFileWriter writer = new JobFileWriter();
    writer.job(job);
    return writer.text.toString();
  }

  private void job(JobFile job) {
    line("# The job as it was resolved when it began: defaults filled in, paths absolute.");
    line("name: " + quoted(job.name()));
    worker(job.worker());
    tasks(job.tasks());
    limits(job.limits());
    PoolPolicy.Retry retry = job.retry();
    line(
        "retry: { lost: %d, failed: %d, timed-out: %d, quarantine-after: %d }"
            .formatted(retry.lost(), retry.failed(), retry.timedOut(), retry.quarantineAfter()));
    PoolPolicy.Restart restart = job.restart();
    line(
        "restart: { most: %d, within: %s, backoff: %s..%s }"
            .formatted(
                restart.most(),
                time(restart.withinNanos()),
                time(restart.backoffFirstNanos()),
                time(restart.backoffMostNanos())));
    line(
        "stop: { grace: %s, on-failure: %s }"
            .formatted(Durations.text(job.stop().grace()), word(job.stop().onFailure())));
    line("record: { sync: %s }".formatted(Durations.text(job.recording().sync())));
    sources(job);
  }

  private void worker(WorkerSpec worker) {
    line("worker:");
    kind(worker.kind());
    line("  directory: " + quoted(worker.directory()));
    if (worker.environment().isEmpty()) {
      line("  environment: {}");
    } else {
      line("  environment:");
      for (Map.Entry<String, String> variable : worker.environment().entrySet()) {
        line("    " + quoted(variable.getKey()) + ": " + quoted(variable.getValue()));
      }
    }
    line("  count: " + worker.count());
  }

  private void kind(WorkerKind kind) {
    switch (kind) {
      case WorkerKind.Python python -> {
        line("  python: " + quoted(python.target().text()));
        python.interpreter().ifPresent(name -> line("  interpreter: " + quoted(name)));
        python.initializer().ifPresent(first -> line("  initializer: " + quoted(first.text())));
        switch (python.start()) {
          case WorkerKind.Start.Spawn _ -> line("  start: spawn");
          case WorkerKind.Start.Template(List<String> preload) -> {
            line("  start: template");
            line("  preload: " + list(preload));
          }
        }
      }
      case WorkerKind.Java(String name, List<Path> classPath, List<String> flags) -> {
        line("  java: " + quoted(name));
        line("  classpath: " + list(classPath.stream().map(Path::toString).toList()));
        line("  jvm: " + list(flags));
      }
      case WorkerKind.Command(List<String> arguments, boolean feedItem) -> {
        line("  command: " + list(arguments));
        if (feedItem) {
          line("  stdin: item");
        }
      }
      case WorkerKind.Program(List<String> arguments) -> line("  program: " + list(arguments));
    }
  }

  private void tasks(ItemsSpec tasks) {
    switch (tasks) {
      case ItemsSpec.Inline inline when inline.values().isEmpty() -> line("tasks: { inline: [] }");
      case ItemsSpec.Inline inline -> {
        line("tasks:");
        line("  inline:");
        for (Payload value : inline.values()) {
          line("    - " + value);
        }
      }
      case ItemsSpec.Range range ->
          line("tasks: { range: %d..%d }".formatted(range.first(), range.last()));
      case ItemsSpec.Lines lines -> line("tasks: { lines: " + quoted(lines.file()) + " }");
      case ItemsSpec.Jsonl jsonl -> line("tasks: { jsonl: " + quoted(jsonl.file()) + " }");
      case ItemsSpec.Csv csv -> line("tasks: { csv: " + quoted(csv.file()) + " }");
      case ItemsSpec.Glob glob -> line("tasks: { glob: " + quoted(glob.pattern()) + " }");
      case ItemsSpec.Stdin stdin -> line("tasks: { stdin: " + word(stdin.format()) + " }");
    }
  }

  private void limits(JobFile.Limits limits) {
    line("limits:");
    line("  task-timeout: " + timeOrNone(limits.taskTimeoutNanos()));
    line("  soft-timeout: " + timeOrNone(limits.softTimeoutNanos()));
    line("  hang-after: " + timeOrNone(limits.hang().afterNanos()));
    line("  on-hang: " + (limits.hang().kill() ? "kill" : "report"));
    line("  memory: " + sizeOrNone(limits.memoryBytes()));
    line("  recycle-memory: " + sizeOrNone(limits.recycle().aboveBytes()));
    OptionalInt tasks = limits.recycle().afterTasks();
    line("  recycle-tasks: " + (tasks.isPresent() ? tasks.getAsInt() : "none"));
    line("  message: " + Sizes.text(limits.messageBytes()));
  }

  private void sources(JobFile job) {
    if (!job.sources().isEmpty()) {
      line("sources:");
    }
    for (SourceFile source : job.sources()) {
      line(
          "  - { path: %s, bytes: %dB, sha256: \"%s\" }"
              .formatted(quoted(source.path()), source.bytes(), source.sha256()));
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String timeOrNone(OptionalLong nanos) {
    return nanos.isPresent() ? time(nanos.getAsLong()) : "none";
  }

  private static String sizeOrNone(OptionalLong bytes) {
    return bytes.isPresent() ? Sizes.text(bytes.getAsLong()) : "none";
  }

  private static String time(long nanos) {
    return Durations.text(Duration.ofNanos(nanos));
  }

  private static String word(PoolPolicy.OnFailure onFailure) {
    return switch (onFailure) {
      case CONTINUE -> "continue";
      case STOP -> "stop";
    };
  }

  private static String word(ItemsSpec.Stdin.Format format) {
    return switch (format) {
      case LINES -> "lines";
      case JSONL -> "jsonl";
    };
  }

  private static String list(List<String> words) {
    return words.stream().map(word -> quoted(word)).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(Path path) {
    return quoted(path.toString());
  }

  private static String quoted(String value) {
    StringBuilder json = new StringBuilder();
    JsonText.appendString(value, json);
    return json.toString();
  }
}
