package dev.lifeguard.probe;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tells whether a process that died of SIGKILL was killed by the kernel for lack of memory.
///
/// Open it before the first worker starts, because what happened earlier is not seen. All methods
/// may be called on any thread.
public interface OutOfMemoryEvidence extends AutoCloseable {
  /// What was found out about one death.
  ///
  /// @param certainty [Certainty#CERTAIN] when the kernel's log names the process,
  ///   [Certainty#LIKELY] when only a counter of the whole machine rose at the right time
  /// @param evidence what supports it, at least one line
  record Finding(Certainty certainty, List<Evidence> evidence) {
    /// Copies the list.
    public Finding {
      evidence = List.copyOf(evidence);
    }
  }

  /// Remembers where the counters stand. To be called at every tick of the sampler: a death is
  /// compared with the newest mark that is surely older than its cause.
  void mark();

  /// Looks for signs that the kernel killed this process. To be asked only of a process that died
  /// of SIGKILL and that we did not kill ourselves: a counter does not know whom it counted.
  ///
  /// Returns at once when no counter has moved or when the log has named the process. Otherwise it
  /// waits for the log, which is written a moment after the kill.
  ///
  /// @param diedAtNanos when the death was seen, on the clock handed in when this was opened
  /// @param patience how long to wait for the log at most; 100 ms are plenty
  /// @return empty when nothing speaks for it
  Optional<Finding> aboutDeath(ProcessIdentity process, long diedAtNanos, Duration patience);

  /// The means of finding out and whether this machine and these rights allow them.
  List<EvidenceSource> sources();

  /// Stops reading. Does nothing the second time.
  @Override
  void close();
}
