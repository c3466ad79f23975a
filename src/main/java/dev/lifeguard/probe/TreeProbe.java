package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads trees of processes that are not ours, with what it takes to tell what they are and whether
/// they move. What cannot change, like a command line, is read once for each process.
///
/// Belongs to one thread.
public interface TreeProbe {
  /// Reads a process and all below it.
  ///
  /// @param also processes that belong to it and may have another parent by now; those that are
  ///   gone are left out
  /// @param thorough whether the open pipes of processes that were seen before are read again
  /// @return empty when the root is gone
  Optional<TreeFacts> read(ProcessIdentity root, List<ProcessIdentity> also, boolean thorough);

  /// The numbers of all processes of this machine that may be looked at.
  List<Long> everybody();

  /// The number of the parent of a process.
  OptionalLong parentOf(long pid);

  /// How many bytes wait in a pipe, by one of its ends in a process.
  ///
  /// @return empty when that may not be read
  OptionalLong bytesWaiting(ProcessIdentity process, PipeEnd end);

  /// A variable in the environment that a process was started with.
  ///
  /// @return empty when it has none of that name, or that may not be read
  Optional<String> variableOf(ProcessIdentity process, String name);

  /// What these rights allow to see of a process.
  Sight sightOf(ProcessIdentity process);
}
