package dev.lifeguard.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes a cgroup for each worker, with the job's memory limit in it if there is one, and takes it
/// away again. Without a limit it still serves to find and kill whatever a worker has started, and
/// to count what it used. Any thread.
public interface WorkerCgroups extends AutoCloseable {
  /// One worker's cgroup.
  ///
  /// @param processesFile the file into which a process *with one thread* writes `0` to enter; on
  ///   version 1 that is `tasks`, because `cgroup.procs` takes a lock there that costs 13 ms
  /// @param entrance how a process that is started gets in before its program begins
  /// @param words for people: `cgroup v1 /lifeguard-4711-…/worker-3`
  record Room(Path processesFile, Entrance entrance, String words) {}

  /// How a process gets into a room before its program begins, so that nothing of it is charged
  /// elsewhere.
  sealed interface Entrance {
    /// The thread that starts it goes in, starts it, and goes out again: children are born where
    /// their parent thread is. Version 1 only; measured: 25 µs in, 14 µs out.
    ///
    /// @param in where the thread writes `0` to go in
    /// @param out where it writes `0` to go out
    record Together(Path in, Path out) implements Entrance {}

    /// The kernel starts it there (clone3(2), `CLONE_INTO_CGROUP`).
    ///
    /// @param directory the cgroup's
    record Born(Path directory) implements Entrance {}

    /// It goes in by itself, as a shell that then becomes the program.
    record Alone() implements Entrance {}
  }

  /// What the kernel counted in a worker's cgroup.
  ///
  /// @param limitBytes the limit, if there is one
  /// @param peakBytes the most that was ever in use, with files and kernel memory; not every kernel
  ///   says it
  /// @param kills how many processes the kernel killed for lack of memory, as far as a death that
  ///   was asked about can be one of them
  /// @param ownLimit whether the limit was the reason, and not the machine or a cgroup around it
  /// @param version for people: `cgroup v1`
  record Account(
      OptionalLong limitBytes,
      OptionalLong peakBytes,
      long kills,
      boolean ownLimit,
      String version) {}

  /// The job's cgroup, in which those of the workers are. It may not exist yet, or no more.
  Path directory();

  /// The cgroup of a worker, made the first time that it is asked for. Not for the supervisor
  /// thread: it may take a millisecond.
  ///
  /// @throws IOException with a sentence for the user, when the kernel refuses
  Room prepare(int worker) throws IOException;

  /// Kills everything that is in the worker's cgroup, also what has left its group and session.
  ///
  /// @return how many processes were there, apart from those that had ended already; a lower bound
  int kill(int worker);

  /// Kills what is left in the worker's cgroup and takes it away; waits for it a few milliseconds
  /// and tries again later. What its counters say is kept for [#account].
  void remove(int worker);

  /// Remembers where the counters stand. To be called at every tick of the sampler.
  void mark();

  /// What was counted, also after the cgroup was taken away. Kills are counted that happened since
  /// shortly before the death and since the process was started: an earlier victim in the same
  /// cgroup was another process. Who asks again about a death has the same answer.
  ///
  /// @param diedAtNanos when the death was seen, on the clock of the job
  Optional<Account> account(int worker, long diedAtNanos);

  /// Takes everything away.
  @Override
  void close();
}
