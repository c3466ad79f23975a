package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Collection;
import java.util.OptionalLong;

/// Measures how much memory a process and its descendants have resident, as fast as can be. Belongs
/// to one thread.
public interface ResidentMeter extends AutoCloseable {
  /// The sum in bytes. Memory that several of them share counts for each: the kernel gives the true
  /// share only at a price that grows with the size.
  ///
  /// @return empty when the process is gone
  OptionalLong residentBytes(ProcessIdentity process);

  /// Forgets all processes but these.
  void keepOnly(Collection<ProcessIdentity> processes);

  @Override
  void close();
}
