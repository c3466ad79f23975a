package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.util.Collection;
import java.util.List;

/// Reads the processes of one pool, again and again, and tells what has changed.
///
/// Belongs to one thread, the sampler's, from the first [#sample] to [#close]; it has no locks.
/// That thread must not be interrupted: an interrupt closes the files that are kept open, which
/// costs a round of reopening them and loses nothing else.
public interface ProcessProbe extends AutoCloseable {
  /// A worker and the process that it is.
  record Watched(int worker, ProcessIdentity process) {}

  /// What one round found.
  ///
  /// @param readings of the supervisor (as worker 0), the workers and their descendants: those that
  ///   are new and those that have changed enough to be shown
  /// @param gone descendants that have ended since the last round. Those of a worker that is
  ///   watched no longer are forgotten without a word
  /// @param costNanos how long the round took
  record Sample(List<ProcessReading> readings, List<ProcessIdentity> gone, long costNanos) {
    /// Copies the lists.
    public Sample {
      readings = List.copyOf(readings);
      gone = List.copyOf(gone);
    }
  }

  /// Reads everything once. A worker that has ended is left out, also when its number now belongs
  /// to another process; its end is told elsewhere. Children of the supervisor that are no workers
  /// are not read: they serve Lifeguard itself.
  ///
  /// @param workers those that are alive as far as is known; each number and each process once
  Sample sample(Collection<Watched> workers);

  /// Closes the files. Does nothing the second time.
  @Override
  void close();
}
