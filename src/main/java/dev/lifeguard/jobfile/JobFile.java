package dev.lifeguard.jobfile;

import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.pool.PoolPolicy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// One job, ready to run: read from a job file or from flags, checked, with every default filled in
/// and every path absolute. The components are the sections of the file.
///
/// @param name the job's name, part of the run directory's
/// @param worker what the workers are
/// @param tasks where the items come from
/// @param limits what a worker may use, and for how long
/// @param retry how often a task may be tried again
/// @param restart how often workers may die before they finish a task
/// @param stop how the pool ends
/// @param recording how the run is recorded
/// @param sources the files that the items were read from, as they were found; empty in a file that
///   a person wrote, filled in the run directory's
public record JobFile(
    String name,
    WorkerSpec worker,
    ItemsSpec tasks,
    Limits limits,
    PoolPolicy.Retry retry,
    PoolPolicy.Restart restart,
    Stop stop,
    Recording recording,
    List<SourceFile> sources) {

  /// Takes a copy of the list.
  public JobFile {
    sources = List.copyOf(sources);
  }

  /// What a worker may use, and for how long. Times are in nanoseconds.
  ///
  /// @param messageBytes the largest item or result, in bytes, 1 MiB to 1 GiB
  /// @param taskTimeoutNanos how long one attempt may run; empty for ever
  /// @param softTimeoutNanos how long until an exception is raised in it, less than that
  /// @param hang what a worker without progress means
  /// @param memoryBytes how much a worker and its descendants may have together
  /// @param recycle when a healthy worker is replaced
  public record Limits(
      long messageBytes,
      OptionalLong taskTimeoutNanos,
      OptionalLong softTimeoutNanos,
      PoolPolicy.Hang hang,
      OptionalLong memoryBytes,
      PoolPolicy.Recycle recycle) {
    /// What PRODUCT promises without a word in the job file.
    public static final Limits DEFAULT =
        new Limits(
            64L << 20,
            OptionalLong.empty(),
            OptionalLong.empty(),
            PoolPolicy.Hang.DEFAULT,
            OptionalLong.empty(),
            PoolPolicy.Recycle.NEVER);
  }

  /// How the pool ends.
  ///
  /// @param grace how long a worker has to end after it was asked to
  /// @param onFailure what a task that did not end well means for the others
  public record Stop(Duration grace, PoolPolicy.OnFailure onFailure) {}

  /// How the run is recorded.
  ///
  /// @param sync how often the journal is forced to the disk
  public record Recording(Duration sync) {}

  /// The rules for the pool's core.
  ///
  /// @param means what enforces the memory limit on this machine; of no account without a limit
  public PoolPolicy toPolicy(MemoryMeans means) {
    PoolPolicy.Memory memory =
        limits.memoryBytes().isPresent()
            ? new PoolPolicy.Memory(limits.memoryBytes(), means)
            : PoolPolicy.Memory.UNLIMITED;
    return PoolPolicy.usual(worker.count())
        .with(worker.kind() instanceof WorkerKind.Command ? WorkerForm.SLOT : WorkerForm.PROCESS)
        .with(retry)
        .with(restart)
        .with(stop.onFailure())
        .with(
            new PoolPolicy.Times(
                limits.taskTimeoutNanos(), limits.softTimeoutNanos(), stop.grace().toNanos()))
        .with(limits.hang())
        .with(memory)
        .with(limits.recycle());
  }

  /// The same job with other items.
  public JobFile withTasks(ItemsSpec items) {
    return new JobFile(name, worker, items, limits, retry, restart, stop, recording, sources);
  }

  /// The same job with the files that its items were read from.
  public JobFile withSources(List<SourceFile> found) {
    return new JobFile(name, worker, tasks, limits, retry, restart, stop, recording, found);
  }
}
