package dev.lifeguard.journal;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Five tables in a directory. Times are milliseconds since the start of the job.
final class CsvExport implements ExportSink {
  private final Path directory;
  private final CsvTable attempts;
  private final CsvTable samples;

  private CsvExport(Path directory, CsvTable attempts, CsvTable samples) {
    this.directory = directory;
    this.attempts = attempts;
    this.samples = samples;
  }

  static CsvExport open(Path directory) throws IOException {
    Files.createDirectories(directory);
    CsvTable attempts =
        CsvTable.open(
            directory.resolve("attempts.csv"),
            List.of("task", "attempt", "worker", "startMs", "endMs", "outcome", "item"));
    try {
      CsvTable samples =
          CsvTable.open(
              directory.resolve("samples.csv"),
              List.of(
                  "ms",
                  "worker",
                  "pid",
                  "name",
                  "state",
                  "cpuShare",
                  "residentBytes",
                  "committedBytes",
                  "reservedBytes"));
      return new CsvExport(directory, attempts, samples);
    } catch (IOException e) {
      attempts.close();
      throw e;
    }
  }

  @Override
  public void attempt(Attempt a) throws IOException {
    attempts.number(a.task()).number(a.attempt()).number(a.worker()).millis(a.startNanos());
    attempts.millis(a.endNanos()).text(a.outcome()).text(a.item()).endRow();
  }

  @Override
  public void event(PoolEvent event, JobModel model) throws IOException {
    if (event instanceof PoolEvent.Sampled sampled) {
      for (ProcessReading reading : sampled.readings()) {
        sample(sampled.atNanos(), reading);
      }
    }
  }

  private void sample(long atNanos, ProcessReading r) throws IOException {
    samples
        .millis(atNanos)
        .number(r.worker())
        .number(r.process().pid())
        .text(r.name())
        .text(EventEncoder.RUN_STATE.of(r.state()))
        .share(r.cpuShare())
        .number(r.memory().residentBytes())
        .number(r.memory().committedBytes())
        .number(r.memory().reservedBytes())
        .endRow();
  }

  @Override
  public void end(JobModel model) throws IOException {
    attempts.complete();
    samples.complete();
    tasks(model);
    workers(model);
    incidents(model);
  }

  private void tasks(JobModel model) throws IOException {
    List<String> columns =
        List.of(
            "task",
            "state",
            "attempts",
            "worker",
            "startMs",
            "endMs",
            "retryOf",
            "errorType",
            "errorMessage",
            "item");
    Map<Integer, Integer> repeats = model.repeats();
    try (CsvTable table = CsvTable.open(directory.resolve("tasks.csv"), columns)) {
      for (int task = 1; task <= model.taskCount(); task++) {
        @Nullable Integer retryOf = repeats.get(task);
        boolean begun = model.attempts(task) > 0;
        table
            .number(task)
            .text(ExportWords.TASK.of(model.taskState(task)))
            .number(model.attempts(task))
            .number(begun ? OptionalInt.of(model.taskWorker(task)) : OptionalInt.empty())
            .millis(begun ? model.taskStartedNanos(task) : -1)
            .millis(model.taskEndedNanos(task) == 0 ? -1 : model.taskEndedNanos(task))
            .text(retryOf == null ? "" : retryOf.toString())
            .text(model.failure(task).map(f -> f.type()).orElse(""))
            .text(model.failure(task).map(f -> f.message()).orElse(""))
            .text(model.item(task))
            .endRow();
      }
      table.complete();
    }
  }

  private void workers(JobModel model) throws IOException {
    List<String> columns =
        List.of(
            "worker",
            "pid",
            "state",
            "replaces",
            "startMs",
            "endMs",
            "tasksEnded",
            "incident",
            "runtime");
    try (CsvTable table = CsvTable.open(directory.resolve("workers.csv"), columns)) {
      for (Worker worker : model.workers()) {
        table
            .number(worker.number())
            .number(pid(worker.process()))
            .text(ExportWords.WORKER.of(worker.state()))
            .number(worker.replaces())
            .millis(worker.startingNanos())
            .millis(worker.endedNanos())
            .number(worker.tasksDone())
            .number(worker.incident())
            .text(worker.runtime())
            .endRow();
      }
      table.complete();
    }
  }

  private void incidents(JobModel model) throws IOException {
    List<String> columns =
        List.of(
            "incident",
            "ms",
            "worker",
            "pid",
            "task",
            "attempt",
            "kind",
            "signal",
            "exitCode",
            "certainty",
            "sentence");
    try (CsvTable table = CsvTable.open(directory.resolve("incidents.csv"), columns)) {
      for (Incident incident : model.incidents()) {
        table
            .number(incident.id())
            .millis(incident.originNanos())
            .number(incident.worker())
            .number(pid(incident.process()))
            .number(incident.task())
            .number(incident.attempt())
            .text(EventEncoder.CAUSE.of(incident.cause().kind()))
            .number(incident.cause().signal())
            .number(incident.cause().exitCode())
            .text(EventEncoder.CERTAINTY.of(incident.cause().certainty()))
            .text(incident.sentence())
            .endRow();
      }
      table.complete();
    }
  }

  static OptionalLong pid(Optional<ProcessIdentity> process) {
    return process.isPresent() ? OptionalLong.of(process.get().pid()) : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    try (attempts) {
      samples.close();
    }
  }
}
