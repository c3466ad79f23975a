package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WindowsCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Makes a job object of Windows for each worker: what it starts cannot get out of it, ends with
/// it, and ends with this program, however this program ends. Any thread.
///
/// The order for one worker: [#prepare], then [#start]. So nothing that a worker runs or starts is
/// ever outside.
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

  /// Starts a process of a worker in the worker's job: it has not run an instruction before it is
  /// in. It has no window and inherits its three streams only; it is deaf to the Ctrl-C of a
  /// console, with all that it starts, because it is to be asked to end and not to end of it.
  ///
  /// @param how its words, as the program is to have them, its directory and variables, and whether
  ///   its errors go into its output; its streams are pipes
  /// @throws IOException with a sentence for the user, when the program cannot be started; a
  ///   [ShortageException] when no program could. Nothing runs then
  StartedProcess start(int worker, ProcessBuilder how) throws IOException;

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
