package dev.lifeguard.probe;

import java.nio.file.Path;
import java.util.Optional;

/// Makes a cgroup for each worker, with the job's memory limit in it, and takes it away again. Any
/// thread.
public interface WorkerCgroups extends AutoCloseable {
  /// One worker's cgroup.
  ///
  /// @param processesFile the file into which a process writes its number (or `0`, itself) to enter
  /// @param words for people: `cgroup v1 /lifeguard/4711/worker-3`
  record Room(Path processesFile, String words) {}

  /// Makes the cgroup of a worker before its process is started.
  ///
  /// @return the room, or nothing with a line in the log where the kernel refuses
  Optional<Room> prepare(int worker);

  /// Kills everything that is in the worker's cgroup, also what has left its group and session.
  void kill(int worker);

  /// Takes the worker's cgroup away, as soon as it is empty. Its counters must have been read.
  void remove(int worker);

  /// Takes everything away.
  @Override
  void close();
}
