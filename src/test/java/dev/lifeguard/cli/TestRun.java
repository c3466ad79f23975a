package dev.lifeguard.cli;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.ResultsCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A real job with real Python workers, in a directory of a test.
final class TestRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 120;

  private final Path directory;
  private final JobRun run;

  private TestRun(Path directory, JobRun run) {
    this.directory = directory;
    this.run = run;
  }

  /// Prepares `work(item)` of this Python source.
  ///
  /// @param settings as of `--set`
  static TestRun prepare(Path directory, String source, String items, String... settings) {
    return prepare(directory, source, items, InputStream.nullInputStream(), settings);
  }

  /// The same with items, or nothing, on standard input.
  static TestRun prepareFed(Path directory, String source, InputStream items, String... settings) {
    return prepare(directory, source, "-", items, settings);
  }

  private static TestRun prepare(
      Path directory, String source, String items, InputStream input, String... settings) {
    try {
      Files.writeString(directory.resolve("work.py"), source);
      List<Overrides.Flag> flags = new ArrayList<>();
      flags.add(new Overrides.Flag("worker.python", "work.py:work", "--python"));
      flags.add(new Overrides.Flag("tasks", items, "--items"));
      JobFile job =
          JobFiles.fromFlags(
              new Overrides(List.of(settings), flags), Surroundings.of(directory, 2));
      var wishes =
          JobStarter.Wishes.of(Optional.of(directory.resolve("run")), List.of(), ResultsCopy::none);
      JobStarter starter = new JobStarter(Map.of(), directory.resolve("home"), input);
      return new TestRun(directory, starter.prepare(job, wishes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JobFileException | JobStarter.Refusal e) {
      throw new AssertionError(e);
    }
  }

  JobRun run() {
    return run;
  }

  /// Runs it to the end.
  JobRun.Ending toTheEnd() {
    run.start();
    return ending();
  }

  /// Waits for the end.
  JobRun.Ending ending() {
    return run.finished().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Looks at the job now.
  JobModel model() {
    return run.engine().look(model -> model).toCompletableFuture().join();
  }

  /// The lines of `results.jsonl` by task.
  Map<Integer, JsonNode> results() {
    Map<Integer, JsonNode> results = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(directory.resolve("run/results.jsonl"))) {
        JsonNode result = JSON.readTree(line);
        if (results.put(result.get("task").asInt(), result) != null) {
          throw new AssertionError("a task has two results: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return results;
  }

  /// The line of one task.
  JsonNode result(int task) {
    return Objects.requireNonNull(results().get(task), () -> "task " + task + " has no result");
  }

  /// `report.json`.
  JsonNode report() {
    return JSON.readTree(directory.resolve("run/report.json"));
  }
}
