package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// For a system that kills nobody for lack of memory, or does not tell.
///
/// @param sources the means that there would be, and why they are none here
public record NoOutOfMemoryEvidence(List<EvidenceSource> sources) implements OutOfMemoryEvidence {
  /// Copies the list.
  public NoOutOfMemoryEvidence {
    sources = List.copyOf(sources);
  }

  @Override
  public void mark() {}

  @Override
  public Optional<Finding> aboutDeath(
      ProcessIdentity process, long diedAtNanos, Duration patience) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
