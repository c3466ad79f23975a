package dev.lifeguard.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [JobModel] knows because its pool was started by somebody else. Owned and changed by that
/// model, on its thread.
public final class ForeignFacts {
  private Optional<PoolEvent.PoolRecognised> recognised = Optional.empty();
  private Optional<PoolEvent.PoolSeenInside> inside = Optional.empty();
  private Optional<PoolEvent.PipesFilled> pipes = Optional.empty();
  private Optional<PoolEvent.VerdictReached> verdict = Optional.empty();
  private Optional<PoolEvent.ManagerEnded> end = Optional.empty();
  private final Map<Long, ProcessReading> helpers = new LinkedHashMap<>();

  ForeignFacts() {}

  /// What the pool is; empty for a pool of Lifeguard.
  public Optional<PoolEvent.PoolRecognised> recognised() {
    return recognised;
  }

  /// What is told from inside the program; empty while its tasks cannot be seen.
  public Optional<PoolEvent.PoolSeenInside> inside() {
    return inside;
  }

  /// Whether somebody else started the pool, so that its tasks cannot be seen, unless [#inside].
  public boolean isForeign() {
    return recognised.isPresent();
  }

  /// How full its pipes were last; empty when they cannot be looked into.
  public Optional<PoolEvent.PipesFilled> pipes() {
    return pipes;
  }

  /// The last conclusion.
  public Optional<PoolEvent.VerdictReached> verdict() {
    return verdict;
  }

  /// How the manager has ended, once it has.
  public Optional<PoolEvent.ManagerEnded> end() {
    return end;
  }

  /// The last readings of processes that serve the pool itself, in the order in which they were
  /// first seen.
  public List<ProcessReading> helpers() {
    return List.copyOf(helpers.values());
  }

  /// What becomes of the task of a worker that has died; empty for a pool of Lifeguard, and where
  /// it is told later.
  Optional<TaskFate> fateOf(PoolEvent.WorkerDied e, Worker dead) {
    if (inside.isPresent()) {
      return e.task().isPresent() ? Optional.empty() : Optional.of(new TaskFate.NoTask());
    }
    return recognised.map(known ->
        new TaskFate.Unseen(
            switch (dead.observed().orElse(WorkerActivity.BUSY)) {
              case STARTING -> "it was starting and had no task";
              case IDLE -> "it waited for a task";
              case BUSY, BLOCKED -> known.kind().taskFate();
            }));
  }

  /// What became of a task of a dead worker, told from inside; empty for a pool of Lifeguard.
  Optional<TaskFate> lossOf(PoolEvent.TaskEnded e) {
    return inside.isPresent() && e.answer() instanceof TaskAnswer.Failure failure
        ? Optional.of(
            new TaskFate.Unseen(
                "task " + e.task() + " ends as " + FailureSentence.of(failure, Optional.empty())))
        : Optional.empty();
  }

  void recognised(PoolEvent.PoolRecognised event) {
    recognised = Optional.of(event);
  }

  void seenInside(PoolEvent.PoolSeenInside event) {
    inside = Optional.of(event);
  }

  void filled(PoolEvent.PipesFilled event) {
    pipes = Optional.of(event);
  }

  void concluded(PoolEvent.VerdictReached event) {
    verdict = Optional.of(event);
  }

  void ended(PoolEvent.ManagerEnded event) {
    end = Optional.of(event);
  }

  void sampled(ProcessReading helper) {
    helpers.put(helper.process().pid(), helper);
  }

  void gone(ProcessIdentity process) {
    helpers.remove(process.pid());
  }
}
