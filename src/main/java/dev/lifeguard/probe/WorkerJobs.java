package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WindowsCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Makes a job object of Windows for each worker: what it starts cannot get out of it, ends with
/// it, and ends with this program, however this program ends. Any thread.
///
/// The order for one worker: [#prepare] before its process is started, [#start], [#admit] as soon
/// as it runs, and only then the words that let it run what is not ours. So nothing that a task
/// starts is ever outside. A process that was not told to wait (a foreign command) may have started
/// something in the moment before; whatever can be found of that is taken in as well.
///
/// A number may be prepared again after it was removed.
public interface WorkerJobs extends AutoCloseable {
  /// The exit code of what [#kill] ends, and of nothing else. So a death can be told from
  /// `TerminateProcess` by others, who give 1 nearly always, and from a program's own 137.
  int KILLED = WindowsCode.ENDED_BY_LIFEGUARD;

  /// What the system knows of a worker's job.
  ///
  /// @param limitBytes the most that all its processes together may have committed
  /// @param peakBytes the most that they had committed at one time; absent when not told
  /// @param refused whether the system told that it refused memory to one of them. It need not
  ///   tell, so `false` does not say that it did not
  record Account(OptionalLong limitBytes, OptionalLong peakBytes, boolean refused) {}

  /// Makes the worker's job, empty.
  ///
  /// @throws IOException with a sentence for the user, when the system refuses
  void prepare(int worker) throws IOException;

  /// Starts a process of a worker, deaf to Ctrl-C, and all that it starts as well. Windows sends a
  /// Ctrl-C to every process of a console, and the workers share ours: they would end of it at
  /// once, before they could be asked to.
  Process start(ProcessBuilder builder) throws IOException;

  /// Takes a process of ours into the worker's job, with all that it has started already. Whoever
  /// has started it still holds it, so that its number cannot belong to another one.
  ///
  /// @throws IOException with a sentence for the user, when the system refuses. The process runs
  ///   then, outside; nothing is known of why a process that has ended was not taken in
  void admit(int worker, long pid) throws IOException;

  /// Ends everything in the worker's job at once, with the exit code [#KILLED].
  ///
  /// @return how many processes were there
  int kill(int worker);

  /// Suspends all threads of everything in the worker's job. Suspensions are counted by the system,
  /// so each needs one [#resume].
  ///
  /// @return whether at least one process was suspended
  boolean suspend(int worker);

  /// Lets go what [#suspend] has suspended.
  ///
  /// @return whether at least one process was resumed
  boolean resume(int worker);

  /// What is in the worker's job now; empty without a job.
  List<ProcessIdentity> members(int worker);

  /// What is known of the job, also after it was removed, until the number is prepared again.
  ///
  /// @return one without anything for a worker that never had a job
  Account account(int worker);

  /// Ends what is left in the worker's job and takes it away. Does nothing without one.
  void remove(int worker);

  /// Removes all of them. Does nothing the second time.
  @Override
  void close();
}
