package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobLimits;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskFate;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Makes the lines of the results file. Follows the events only as far as it must to know the last
/// attempt of a task that ends: its worker, that one's process and how long it took. Owned by the
/// writer's thread.
final class ResultLines {
  private static final List<TimelineEntry> NO_STEPS = List.of();

  // The keys of nearly every line.
  private static final byte[] TASK = "{\"task\":".getBytes(US_ASCII);
  private static final byte[] ITEM = ",\"item\":".getBytes(US_ASCII);
  private static final byte[] DONE = ",\"outcome\":\"done\",\"attempts\":".getBytes(US_ASCII);
  private static final byte[] WORKER = ",\"worker\":".getBytes(US_ASCII);
  private static final byte[] PID = ",\"pid\":".getBytes(US_ASCII);
  private static final byte[] SECONDS = ",\"seconds\":".getBytes(US_ASCII);
  private static final byte[] RESULT = ",\"result\":".getBytes(US_ASCII);

  private final IntFunction<Payload> items;
  private final List<Seat> seats = new ArrayList<>();
  private final Map<Integer, Long> earlierNanos = new HashMap<>();
  private final Map<Integer, Incident> incidents = new HashMap<>();
  private final Map<Integer, Integer> repeats = new HashMap<>();
  private JobLimits limits = JobLimits.UNKNOWN;
  private boolean slots;

  /// What is known of one worker.
  private static final class Seat {
    private Optional<ProcessIdentity> process = Optional.empty();
    private int task;
    private long startedNanos;
    private long diedNanos = -1;

    long attemptNanos(long now) {
      return Math.max(0, (diedNanos < 0 ? now : diedNanos) - startedNanos);
    }
  }

  ResultLines(IntFunction<Payload> items) {
    this.items = items;
  }

  /// Lines of a job that goes on.
  ///
  /// @param retryOf the tasks that users had run once more and that have not ended, each with the
  ///   one that it repeats
  ResultLines(IntFunction<Payload> items, Map<Integer, Integer> retryOf) {
    this(items);
    repeats.putAll(retryOf);
  }

  /// Takes up the next event, and appends a line when it ends a task.
  void accept(PoolEvent event, JsonLine line) {
    switch (event) {
      case PoolEvent.TaskStarted e -> {
        Seat seat = seat(e.worker());
        seat.task = e.task();
        seat.startedNanos = e.atNanos();
        if (slots) {
          // A slot lives on after the death of an attempt, and each has a process of its own.
          seat.diedNanos = -1;
          seat.process = Optional.empty();
        }
      }
      case PoolEvent.TaskEnded e -> append(e, line);
      case PoolEvent.JobStarted e -> begun(e.job());
      case PoolEvent.JobResumed e -> begun(e.job());
      case PoolEvent.WorkerSpawned e -> seat(e.worker()).process = Optional.of(e.process());
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerHung e ->
          incidents.put(
              e.incident(), Incident.of(e, process(e.worker()), limits, MemoryReading.UNKNOWN));
      case PoolEvent.CauseRefined e ->
          incidents.computeIfPresent(e.incident(), (_, incident) -> incident.refined(e));
      case PoolEvent.TaskRepeated e -> repeats.put(e.task(), e.retryOf());
      case PoolEvent.TaskRequeued e -> keepDuration(e.task(), e.atNanos());
      case PoolEvent.TaskRetried e -> keepDuration(e.task(), e.atNanos());
      case PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.WorkerStarting _,
          PoolEvent.WorkerReady _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerEnded _,
          PoolEvent.WorkerUnkillable _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.WorkerMoved _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolDraining _,
          PoolEvent.RestartDelayed _,
          PoolEvent.Sampled _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.WorkerObserved _,
          PoolEvent.PoolRecognised _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.PipesFilled _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.Unrecognised _ -> {}
    }
  }

  private void begun(JobDescription job) {
    limits = JobLimits.of(job);
    slots = job.form() == WorkerForm.SLOT;
  }

  private void died(PoolEvent.WorkerDied e) {
    long exit = e.exitSeenNanos().orElse(Long.MAX_VALUE);
    long closed = e.outputClosedNanos().orElse(Long.MAX_VALUE);
    seat(e.worker()).diedNanos = Math.min(e.atNanos(), Math.min(exit, closed));
    Incident death = Incident.of(e, process(e.worker()), limits, MemoryReading.UNKNOWN, NO_STEPS);
    // A hang that ends in death is one incident, and its sentence tells both.
    incidents.merge(e.incident(), death, (hang, end) -> hang.endedBy(end, e.atNanos()));
  }

  private void keepDuration(int task, long now) {
    // The task may end without another attempt, after its worker has begun something else.
    for (int i = seats.size() - 1; i >= 0; i--) {
      Seat seat = seats.get(i);
      if (seat.task == task) {
        earlierNanos.put(task, seat.attemptNanos(now));
        seat.task = 0;
        return;
      }
    }
  }

  private void append(PoolEvent.TaskEnded e, JsonLine line) {
    if (!appendHot(e, line)) {
      appendAny(e, line);
    }
  }

  /// The line of a task that is done, by a worker that still has it: as [#appendAny] writes it,
  /// from prepared keys and with one look for each.
  ///
  /// @return false when this task is another one, and nothing was written
  private boolean appendHot(PoolEvent.TaskEnded e, JsonLine line) {
    if (e.outcome() != TaskOutcome.DONE
        || !(e.answer() instanceof TaskAnswer.Result(Payload json))
        || !repeats.isEmpty()
        || !earlierNanos.isEmpty()) {
      return false;
    }
    int worker = e.worker().orElse(0);
    if (worker < 1 || worker > seats.size()) {
      return false;
    }
    Seat seat = seats.get(worker - 1);
    if (seat.task != e.task() || seat.process.isEmpty()) {
      return false;
    }
    line.raw(TASK).digits(e.task()).raw(ITEM).value(items.apply(e.task()));
    line.raw(DONE).digits(e.attempts()).raw(WORKER).digits(worker);
    line.raw(PID).digits(seat.process.get().pid());
    line.raw(SECONDS).millionths(seat.attemptNanos(e.atNanos()) / 1000);
    line.raw(RESULT).value(json).end().endLine();
    seat.task = 0;
    return true;
  }

  private void appendAny(PoolEvent.TaskEnded e, JsonLine line) {
    line.begin().field("task", e.task()).field("item", items.apply(e.task()));
    retryOf(e.task(), line);
    line.field("outcome", EventEncoder.OUTCOME.of(e.outcome()))
        .field("attempts", e.attempts())
        .fieldOrNull("worker", e.worker());
    Optional<Seat> seat = e.worker().isPresent() ? known(e.worker().getAsInt()) : Optional.empty();
    line.fieldOrNull("pid", pid(seat.flatMap(s -> s.process)));
    OptionalLong nanos = attemptNanos(e, seat);
    if (nanos.isPresent()) {
      line.seconds("seconds", nanos.getAsLong());
    } else {
      line.fieldNull("seconds");
    }
    answer(e, line);
    line.end().endLine();
  }

  private void retryOf(int task, JsonLine line) {
    @Nullable Integer retryOf = repeats.isEmpty() ? null : repeats.remove(task);
    if (retryOf != null) {
      line.field("retryOf", retryOf);
    }
  }

  private static OptionalLong pid(Optional<ProcessIdentity> process) {
    return process.isPresent() ? OptionalLong.of(process.get().pid()) : OptionalLong.empty();
  }

  private OptionalLong attemptNanos(PoolEvent.TaskEnded e, Optional<Seat> seat) {
    @Nullable Long earlier = earlierNanos.isEmpty() ? null : earlierNanos.remove(e.task());
    if (seat.isPresent() && seat.get().task == e.task()) {
      long nanos = seat.get().attemptNanos(e.atNanos());
      seat.get().task = 0;
      return OptionalLong.of(nanos);
    }
    return earlier == null ? OptionalLong.empty() : OptionalLong.of(earlier);
  }

  private void answer(PoolEvent.TaskEnded e, JsonLine line) {
    switch (e.answer()) {
      case TaskAnswer.Result(Payload json) -> line.field("result", json);
      case TaskAnswer.Failure f when f.limit() -> limitError(f, line);
      case TaskAnswer.Failure f when !f.json().isEmpty() -> line.field("error", f.json());
      case TaskAnswer.Failure f ->
          line.begin("error").field("type", f.type()).field("message", f.message()).end();
      case TaskAnswer.Lost(int incident) ->
          line.begin("error")
              .field("type", "worker-died")
              .field("message", sentence(e, incident))
              .field("incident", incident)
              .end();
      case TaskAnswer.None _ ->
          line.begin("error")
              .field("type", EventEncoder.OUTCOME.of(e.outcome()))
              .field("message", withoutAnswer(e.outcome()))
              .end();
    }
  }

  /// An error that the memory limit caused says so, whether the worker wrote that itself or not.
  private static void limitError(TaskAnswer.Failure f, JsonLine line) {
    try {
      Fields error = Fields.parse(f.json().utf8(), 0, f.json().size());
      if (error.has("limit")) {
        line.field("error", f.json());
        return;
      }
      line.begin("error")
          .field("type", f.type())
          .field("message", error.text("message"))
          .field("traceback", error.has("traceback") ? error.text("traceback") : "");
    } catch (Unreadable e) {
      line.begin("error").field("type", f.type()).field("message", f.message());
    }
    line.field("limit", true).end();
  }

  private static String withoutAnswer(TaskOutcome outcome) {
    return switch (outcome) {
      case CANCELLED -> "the task was taken back before it ended";
      case DONE, FAILED, TIMED_OUT, QUARANTINED -> "the task ended without an answer";
    };
  }

  private String sentence(PoolEvent.TaskEnded ended, int id) {
    @Nullable Incident incident = incidents.get(id);
    return incident == null
        ? "its worker died"
        : incident.withFate(new TaskFate.Ended(ended.outcome())).sentence();
  }

  private Optional<ProcessIdentity> process(int worker) {
    return known(worker).flatMap(seat -> seat.process);
  }

  private Optional<Seat> known(int worker) {
    return worker >= 1 && worker <= seats.size()
        ? Optional.of(seats.get(worker - 1))
        : Optional.empty();
  }

  private Seat seat(int worker) {
    while (seats.size() < worker) {
      seats.add(new Seat());
    }
    return seats.get(worker - 1);
  }
}
