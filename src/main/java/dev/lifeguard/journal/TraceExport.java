package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The recording as a trace for Perfetto and `chrome://tracing`: workers are tracks, attempts are
/// slices on them, incidents are instants, memory and the queue are counters. Times are
/// microseconds.
///
/// The format is the JSON array of the "Trace Event Format" document that Chromium published: every
/// event has `ph`, `pid` and `tid`, all but metadata have `ts`; `X` is a slice with `dur`, `i` an
/// instant with a scope `s`, `C` a counter, `M` metadata.
final class TraceExport implements ExportSink {
  /// The pool is one process of the trace, and its workers are the threads.
  private static final int POOL = 1;

  private final FreshFile file;
  private final JsonLine line = new JsonLine();
  private final Map<Integer, Long> residentOfWorker = new TreeMap<>();
  private boolean first = true;

  private TraceExport(FreshFile file) throws IOException {
    this.file = file;
    file.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[".getBytes(UTF_8));
  }

  static TraceExport open(Path path) throws IOException {
    return new TraceExport(FreshFile.open(path));
  }

  @Override
  public void attempt(Attempt a) throws IOException {
    head("X", "task " + a.task(), a.worker(), a.startNanos())
        .field("cat", "attempt," + a.outcome())
        .micros("dur", a.endNanos() - a.startNanos())
        .begin("args")
        .field("task", a.task())
        .field("attempt", a.attempt())
        .field("outcome", a.outcome())
        .field("item", a.item())
        .end();
    write();
  }

  @Override
  public void event(PoolEvent event, JobModel model) throws IOException {
    switch (event) {
      case PoolEvent.Sampled sampled -> sampled(sampled, model);
      case PoolEvent.WorkerEnded e -> residentOfWorker.remove(e.worker());
      case PoolEvent.WorkerDied e -> residentOfWorker.remove(e.worker());
      case PoolEvent.JobResumed e -> {
        residentOfWorker.clear();
        poolInstant("resumed", e.atNanos());
      }
      case PoolEvent.PoolPaused e -> poolInstant("paused", e.atNanos());
      case PoolEvent.PoolContinued e -> poolInstant("continued", e.atNanos());
      case PoolEvent.PoolStopping e -> poolInstant("stopping: " + e.reason(), e.atNanos());
      case PoolEvent.PoolGaveUp e -> poolInstant("gave up: " + e.reason(), e.atNanos());
      default -> {}
    }
  }

  private void sampled(PoolEvent.Sampled sampled, JobModel model) throws IOException {
    Set<Integer> changed = new TreeSet<>();
    for (ProcessReading reading : sampled.readings()) {
      int worker = reading.worker();
      if (worker > 0 && !model.worker(worker).isDead()) {
        residentOfWorker.put(worker, model.worker(worker).residentBytes());
        changed.add(worker);
      }
    }
    for (int worker : changed) {
      long resident = residentOfWorker.getOrDefault(worker, 0L);
      counter("worker " + worker + " memory", worker, sampled.atNanos(), "residentBytes", resident);
    }
    long total = residentOfWorker.values().stream().mapToLong(Long::longValue).sum();
    counter("pool memory", 0, sampled.atNanos(), "residentBytes", total);
    head("C", "tasks", 0, sampled.atNanos())
        .begin("args")
        .field("queued", model.count(TaskState.QUEUED))
        .field("running", model.count(TaskState.RUNNING))
        .end();
    write();
  }

  private void counter(String name, int tid, long atNanos, String series, long value)
      throws IOException {
    head("C", name, tid, atNanos).begin("args").field(series, value).end();
    write();
  }

  private void poolInstant(String name, long atNanos) throws IOException {
    head("i", name, 0, atNanos).field("s", "p");
    write();
  }

  @Override
  public void end(JobModel model) throws IOException {
    for (Incident incident : model.incidents()) {
      head("i", "incident " + incident.id(), incident.worker(), incident.originNanos())
          .field("cat", "incident")
          .field("s", "t")
          .begin("args")
          .field("kind", EventEncoder.CAUSE.of(incident.cause().kind()))
          .field("certainty", EventEncoder.CERTAINTY.of(incident.cause().certainty()))
          .field("sentence", incident.sentence())
          .end();
      write();
    }
    name("process_name", 0, model.job().map(JobDescription::name).orElse("pool"));
    name("thread_name", 0, "pool");
    for (Worker worker : model.workers()) {
      name("thread_name", worker.number(), "worker " + worker.number());
      // Perfetto sorts by name otherwise: worker 10 before worker 2.
      metadata("thread_sort_index", worker.number()).field("sort_index", worker.number()).end();
      write();
    }
    file.write("\n]}\n".getBytes(UTF_8));
    file.complete();
  }

  private void name(String what, int tid, String name) throws IOException {
    metadata(what, tid).field("name", name).end();
    write();
  }

  private JsonLine metadata(String what, int tid) {
    return line.begin()
        .field("ph", "M")
        .field("name", what)
        .field("pid", POOL)
        .field("tid", tid)
        .begin("args");
  }

  private JsonLine head(String phase, String name, int tid, long atNanos) {
    return line.begin()
        .field("ph", phase)
        .field("name", name)
        .field("pid", POOL)
        .field("tid", tid)
        .micros("ts", atNanos);
  }

  private void write() throws IOException {
    line.end();
    file.write((first ? "\n" : ",\n").getBytes(UTF_8));
    first = false;
    file.write(line.copy());
    line.clear();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
