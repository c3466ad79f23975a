package dev.lifeguard.pool;

import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.WorkerForm;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The rules of one pool. All times are in nanoseconds.
///
/// @param workers how many workers to keep, at least 1
/// @param retry how often a task may be tried again
/// @param restart how often workers may die before they finish a task
/// @param onFailure what a failed, timed-out or quarantined task means for the others
/// @param form what a worker is
/// @param times how long things may take
/// @param hang what a worker without progress means
/// @param memory how much memory a worker may have
/// @param recycle when a healthy worker is replaced
/// @param window how many tasks may be in a worker's hands at once, the one that runs included: 1,
///   or 2 for workers that answer in order and whose port can take a task back
public record PoolPolicy(
    int workers,
    WorkerForm form,
    Retry retry,
    Restart restart,
    OnFailure onFailure,
    Times times,
    Hang hang,
    Memory memory,
    Recycle recycle,
    int window) {

  /// Refuses what makes no sense.
  ///
  /// @throws IllegalArgumentException if there are no workers, or their hands hold none or more
  ///   than two tasks
  public PoolPolicy {
    if (workers < 1) {
      throw new IllegalArgumentException("a pool needs a worker");
    }
    if (window < 1 || window > 2) {
      throw new IllegalArgumentException("a worker holds one task, or two");
    }
  }

  /// A pool of this many processes with what PRODUCT promises without a word in the job file.
  public static PoolPolicy usual(int workers) {
    return new PoolPolicy(
        workers,
        WorkerForm.PROCESS,
        Retry.DEFAULT,
        Restart.DEFAULT,
        OnFailure.CONTINUE,
        Times.DEFAULT,
        Hang.DEFAULT,
        Memory.UNLIMITED,
        Recycle.NEVER,
        1);
  }

  /// The same with another form of workers.
  public PoolPolicy with(WorkerForm other) {
    return new PoolPolicy(
        workers, other, retry, restart, onFailure, times, hang, memory, recycle, window);
  }

  /// The same with other retries.
  public PoolPolicy with(Retry other) {
    return new PoolPolicy(
        workers, form, other, restart, onFailure, times, hang, memory, recycle, window);
  }

  /// The same with another restart budget.
  public PoolPolicy with(Restart other) {
    return new PoolPolicy(
        workers, form, retry, other, onFailure, times, hang, memory, recycle, window);
  }

  /// The same with another meaning of a failure.
  public PoolPolicy with(OnFailure other) {
    return new PoolPolicy(
        workers, form, retry, restart, other, times, hang, memory, recycle, window);
  }

  /// The same with other times.
  public PoolPolicy with(Times other) {
    return new PoolPolicy(
        workers, form, retry, restart, onFailure, other, hang, memory, recycle, window);
  }

  /// The same with another meaning of standing still.
  public PoolPolicy with(Hang other) {
    return new PoolPolicy(
        workers, form, retry, restart, onFailure, times, other, memory, recycle, window);
  }

  /// The same with another memory limit.
  public PoolPolicy with(Memory other) {
    return new PoolPolicy(
        workers, form, retry, restart, onFailure, times, hang, other, recycle, window);
  }

  /// The same with another rule for replacing healthy workers.
  public PoolPolicy with(Recycle other) {
    return new PoolPolicy(
        workers, form, retry, restart, onFailure, times, hang, memory, other, window);
  }

  /// The same with another number of tasks in a worker's hands.
  public PoolPolicy withWindow(int other) {
    return new PoolPolicy(
        workers, form, retry, restart, onFailure, times, hang, memory, recycle, other);
  }

  /// How long things may take.
  ///
  /// @param taskNanos how long one attempt may run before its worker is killed
  /// @param softNanos how long one attempt may run before an exception is raised in it
  /// @param graceNanos how long a worker has to end after it was asked to
  public record Times(OptionalLong taskNanos, OptionalLong softNanos, long graceNanos) {
    /// No limit for tasks, and 5 s to end.
    public static final Times DEFAULT =
        new Times(OptionalLong.empty(), OptionalLong.empty(), 5_000_000_000L);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a limit leaves no time, or the soft one is not below the
    ///   hard one
    public Times {
      if (graceNanos < 0 || taskNanos.orElse(1) < 1 || softNanos.orElse(1) < 1) {
        throw new IllegalArgumentException("times are positive");
      }
      if (softNanos.orElse(0) >= taskNanos.orElse(Long.MAX_VALUE)) {
        throw new IllegalArgumentException("the soft time limit must be below the hard one");
      }
    }

    /// This limit for an attempt, the usual times else.
    public static Times limited(long taskNanos) {
      return new Times(OptionalLong.of(taskNanos), OptionalLong.empty(), DEFAULT.graceNanos);
    }
  }

  /// What a worker without progress means.
  ///
  /// @param afterNanos how long it must stand still to be called hung; empty: it never is
  /// @param kill whether it is killed then, or only reported
  public record Hang(OptionalLong afterNanos, boolean kill) {
    /// Reported after 60 s.
    public static final Hang DEFAULT = new Hang(OptionalLong.of(60_000_000_000L), false);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if there is no time
    public Hang {
      if (afterNanos.orElse(1) < 1) {
        throw new IllegalArgumentException("standing still takes time");
      }
    }
  }

  /// How much memory a worker may have.
  ///
  /// @param limitBytes of a worker and its descendants together
  /// @param means what enforces it, [MemoryMeans#NONE] without a limit
  public record Memory(OptionalLong limitBytes, MemoryMeans means) {
    /// As much as there is.
    public static final Memory UNLIMITED = new Memory(OptionalLong.empty(), MemoryMeans.NONE);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if there is a limit without means, or means without a limit
    public Memory {
      if (limitBytes.isPresent() == (means == MemoryMeans.NONE)) {
        throw new IllegalArgumentException("a limit and its means belong together");
      }
    }
  }

  /// When a healthy worker is replaced, always between two tasks.
  ///
  /// @param afterTasks when it has brought this many tasks to an end
  /// @param aboveBytes when it has more than this resident
  public record Recycle(OptionalInt afterTasks, OptionalLong aboveBytes) {
    /// Never.
    public static final Recycle NEVER = new Recycle(OptionalInt.empty(), OptionalLong.empty());

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a worker could not run a single task
    public Recycle {
      if (afterTasks.orElse(1) < 1 || aboveBytes.orElse(1) < 1) {
        throw new IllegalArgumentException("a worker must be able to run a task");
      }
    }
  }

  /// Extra attempts after the first, for each kind of ending.
  ///
  /// @param lost after the worker died
  /// @param failed after an exception
  /// @param timedOut after the time limit
  /// @param quarantineAfter how many deaths that the task may have caused put it into quarantine
  public record Retry(int lost, int failed, int timedOut, int quarantineAfter) {
    /// What PRODUCT promises without a word in the job file.
    public static final Retry DEFAULT = new Retry(2, 0, 0, 3);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a number is negative, or no death is allowed at all
    public Retry {
      if (lost < 0 || failed < 0 || timedOut < 0 || quarantineAfter < 1) {
        throw new IllegalArgumentException("retries are not negative, quarantine needs a death");
      }
    }

    /// How many deaths a task survives being blamed for, plus one.
    public int deathsAllowed() {
      return Math.min(lost + 1, quarantineAfter);
    }
  }

  /// The restart budget: only workers that die before they finish a task count.
  ///
  /// @param most so many such deaths within the period are borne, one more makes the pool give up
  /// @param withinNanos the period
  /// @param backoffFirstNanos the wait before the replacement of the second such death in a row
  /// @param backoffMostNanos the longest wait; it doubles from death to death up to this
  public record Restart(int most, long withinNanos, long backoffFirstNanos, long backoffMostNanos) {
    /// What PRODUCT promises: 5 within 30 s, 100 ms to 10 s.
    public static final Restart DEFAULT =
        new Restart(5, 30_000_000_000L, 100_000_000L, 10_000_000_000L);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a number is negative or the waits are in the wrong order
    public Restart {
      if (most < 0 || withinNanos < 0 || backoffFirstNanos < 0) {
        throw new IllegalArgumentException("a restart budget is not negative");
      }
      if (backoffMostNanos < backoffFirstNanos) {
        throw new IllegalArgumentException("the longest wait is shorter than the first");
      }
    }
  }

  /// What a task that did not end well means for the others.
  public enum OnFailure {
    /// The others go on.
    CONTINUE,
    /// The pool ends: running tasks are cancelled, queued ones are not run.
    STOP
  }
}
