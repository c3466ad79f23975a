package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One JSON document with everything: the report, and the attempts, samples, tasks and workers one
/// in a line. Times are milliseconds since the start of the job.
final class JsonExport implements ExportSink {
  private final FreshFile samples;
  private final FreshFile file;
  private final Path samplesPath;
  private final JsonLine line = new JsonLine();
  private boolean firstAttempt = true;
  private boolean firstSample = true;

  private JsonExport(FreshFile file, FreshFile samples, Path samplesPath) throws IOException {
    this.file = file;
    this.samples = samples;
    this.samplesPath = samplesPath;
    file.write("{\"format\":1,\n\"attempts\":[".getBytes(UTF_8));
  }

  static JsonExport open(Path path) throws IOException {
    Path samplesPath =
        FreshFile.isDevice(path)
            ? Files.createTempFile("lifeguard", ".samples")
            : path.toAbsolutePath().resolveSibling("." + path.getFileName() + ".samples");
    FreshFile file = FreshFile.open(path);
    try {
      return new JsonExport(file, FreshFile.open(samplesPath), samplesPath);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void attempt(Attempt a) throws IOException {
    line.begin()
        .field("task", a.task())
        .field("attempt", a.attempt())
        .field("worker", a.worker())
        .millis("startMs", a.startNanos())
        .millis("endMs", a.endNanos())
        .field("outcome", a.outcome())
        .field("item", a.item())
        .end();
    firstAttempt = row(file, firstAttempt);
  }

  @Override
  public void event(PoolEvent event, JobModel model) throws IOException {
    if (event instanceof PoolEvent.Sampled sampled) {
      for (ProcessReading r : sampled.readings()) {
        line.begin()
            .millis("ms", sampled.atNanos())
            .field("worker", r.worker())
            .field("pid", r.process().pid())
            .field("name", r.name())
            .field("state", EventEncoder.RUN_STATE.of(r.state()))
            .field("cpuShare", r.cpuShare())
            .fieldOrNull("residentBytes", r.memory().residentBytes())
            .fieldOrNull("committedBytes", r.memory().committedBytes())
            .fieldOrNull("reservedBytes", r.memory().reservedBytes())
            .end();
        firstSample = row(samples, firstSample);
      }
    }
  }

  /// Writes the line as one of several.
  ///
  /// @return false, for the next one
  private boolean row(FreshFile to, boolean first) throws IOException {
    to.write((first ? "\n" : ",\n").getBytes(UTF_8));
    to.write(line.copy());
    line.clear();
    return false;
  }

  @Override
  public void end(JobModel model) throws IOException {
    samples.complete();
    file.write("],\n\"samples\":[".getBytes(UTF_8));
    Files.copy(samplesPath, file.out());
    file.write("],\n\"tasks\":[".getBytes(UTF_8));
    Map<Integer, Integer> repeats = model.repeats();
    boolean first = true;
    for (int task = 1; task <= model.taskCount(); task++) {
      task(model, task, Optional.ofNullable(repeats.get(task)));
      first = row(file, first);
    }
    file.write("],\n\"workers\":[".getBytes(UTF_8));
    first = true;
    for (Worker worker : model.workers()) {
      worker(worker);
      first = row(file, first);
    }
    file.write("],\n\"target\":".getBytes(UTF_8));
    line.element(model.job().map(JobDescription::target).orElse(""));
    file.write(line.copy());
    file.write(",\n\"report\":".getBytes(UTF_8));
    file.write(JobReport.json(model));
    file.write("}\n".getBytes(UTF_8));
    file.complete();
  }

  private void task(JobModel model, int task, Optional<Integer> retryOf) {
    boolean begun = model.attempts(task) > 0;
    line.begin().field("task", task);
    retryOf.ifPresent(original -> line.field("retryOf", original));
    line.field("state", ExportWords.TASK.of(model.taskState(task)))
        .field("attempts", model.attempts(task))
        .fieldOrNull("worker", begun ? OptionalInt.of(model.taskWorker(task)) : OptionalInt.empty())
        .field("item", model.item(task));
    model
        .failure(task)
        .ifPresent(failure -> {
          line.begin("error").field("type", failure.type()).field("message", failure.message());
          if (failure.limit()) {
            line.field("limit", true);
          }
          line.end();
        });
    line.end();
  }

  private void worker(Worker worker) {
    line.begin()
        .field("worker", worker.number())
        .fieldOrNull("pid", CsvExport.pid(worker.process()))
        .field("state", ExportWords.WORKER.of(worker.state()))
        .fieldOrNull("replaces", worker.replaces())
        .millis("startMs", worker.startingNanos())
        .field("tasksEnded", worker.tasksDone())
        .fieldOrNull("incident", worker.incident())
        .field("runtime", worker.runtime())
        .end();
  }

  @Override
  public void close() throws IOException {
    try (file;
        samples) {
      Files.deleteIfExists(samplesPath);
    }
  }
}
