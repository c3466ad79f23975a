package dev.lifeguard.journal;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskFate;
import dev.lifeguard.job.TaskOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Makes the lines of the results file. Follows the events only as far as it must to know the last
/// attempt of a task that ends: its worker, that one's process and how long it took. Owned by the
/// writer's thread.
final class ResultLines {
  private final IntFunction<Payload> items;
  private final List<Seat> seats = new ArrayList<>();
  private final Map<Integer, Long> earlierNanos = new HashMap<>();
  private final Map<Integer, PoolEvent.WorkerDied> deaths = new HashMap<>();
  private int attemptsPerTask = 1;

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

  /// Takes up the next event, and appends a line when it ends a task.
  void accept(PoolEvent event, JsonLine line) {
    switch (event) {
      case PoolEvent.TaskStarted e -> {
        Seat seat = seat(e.worker());
        seat.task = e.task();
        seat.startedNanos = e.atNanos();
      }
      case PoolEvent.TaskEnded e -> append(e, line);
      case PoolEvent.JobStarted e -> attemptsPerTask = e.job().attemptsPerTask();
      case PoolEvent.WorkerSpawned e -> seat(e.worker()).process = Optional.of(e.process());
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.CauseRefined e -> refined(e);
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
          PoolEvent.TaskRepeated _,
          PoolEvent.WorkerHung _,
          PoolEvent.WorkerMoved _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.PoolDraining _,
          PoolEvent.RestartDelayed _,
          PoolEvent.Sampled _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.Unrecognised _ -> {}
    }
  }

  private void died(PoolEvent.WorkerDied e) {
    long exit = e.exitSeenNanos().orElse(Long.MAX_VALUE);
    long closed = e.outputClosedNanos().orElse(Long.MAX_VALUE);
    seat(e.worker()).diedNanos = Math.min(e.atNanos(), Math.min(exit, closed));
    deaths.put(e.incident(), e);
  }

  private void refined(PoolEvent.CauseRefined e) {
    PoolEvent.@Nullable WorkerDied d = deaths.get(e.incident());
    if (d == null || e.cause().isEmpty()) {
      return;
    }
    deaths.put(
        e.incident(),
        new PoolEvent.WorkerDied(
            d.atNanos(),
            d.incident(),
            d.worker(),
            d.status(),
            d.exitSeenNanos(),
            d.outputClosedNanos(),
            d.task(),
            d.attempt(),
            e.cause().get(),
            d.evidence()));
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
    line.begin()
        .field("task", e.task())
        .field("item", items.apply(e.task()))
        .field("outcome", EventEncoder.OUTCOME.of(e.outcome()))
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

  private static String withoutAnswer(TaskOutcome outcome) {
    return switch (outcome) {
      case CANCELLED -> "the task was taken back before it ended";
      case DONE, FAILED, TIMED_OUT, QUARANTINED -> "the task ended without an answer";
    };
  }

  private String sentence(PoolEvent.TaskEnded ended, int id) {
    PoolEvent.@Nullable WorkerDied d = deaths.get(id);
    if (d == null) {
      return "its worker died";
    }
    Incident incident =
        new Incident(
            id,
            d.worker(),
            known(d.worker()).flatMap(s -> s.process),
            d.task(),
            d.attempt(),
            attemptsPerTask,
            d.status(),
            d.cause(),
            d.evidence(),
            List.of(),
            new TaskFate.Ended(ended.outcome()),
            MemoryReading.UNKNOWN,
            List.of(),
            OptionalInt.empty());
    return incident.sentence();
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
