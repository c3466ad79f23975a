package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes attempts of the events that begin and end them. Holds those that are under way.
final class AttemptLog {
  private final Consumer<Attempt> ended;
  private final Map<Integer, PoolEvent.TaskStarted> open = new TreeMap<>();
  private long lastNanos;

  /// @param ended takes every attempt when it has ended, in the order of their ends
  AttemptLog(Consumer<Attempt> ended) {
    this.ended = ended;
  }

  /// Takes up the next event.
  void accept(PoolEvent event) {
    lastNanos = Math.max(lastNanos, event.atNanos());
    switch (event) {
      case PoolEvent.TaskStarted e -> open.put(e.task(), e);
      case PoolEvent.TaskEnded e ->
          end(e.task(), EventEncoder.OUTCOME.of(e.outcome()), e.atNanos());
      case PoolEvent.TaskRequeued e -> end(e.task(), "lost", e.atNanos());
      case PoolEvent.TaskRetried e -> end(e.task(), EventEncoder.OUTCOME.of(e.as()), e.atNanos());
      case PoolEvent.JobResumed e -> endAll("lost", e.atNanos());
      default -> {}
    }
  }

  /// Nothing more comes.
  void close() {
    endAll("open", lastNanos);
  }

  private void endAll(String outcome, long atNanos) {
    List.copyOf(open.keySet()).forEach(task -> end(task, outcome, atNanos));
  }

  private void end(int task, String outcome, long atNanos) {
    PoolEvent.@Nullable TaskStarted start = open.remove(task);
    // A task that was cancelled or refused may never have begun.
    if (start != null) {
      ended.accept(
          new Attempt(
              task,
              start.attempt(),
              start.worker(),
              start.atNanos(),
              Math.max(atNanos, start.atNanos()),
              start.item(),
              outcome));
    }
  }
}
