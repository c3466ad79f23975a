package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Collection;
import java.util.Optional;

/// Finds out whether workers move, by looking at them again and again. What counts as moving is
/// what happened between two looks, so the first look at a worker never finds it stuck.
///
/// Belongs to one thread, except for [#disturbed]. As with [ProcessProbe], an interrupt of that
/// thread costs a round of reopening files.
public interface WaitProbe extends AutoCloseable {
  /// Who is looked at.
  ///
  /// @param taskThread the number of the thread that runs the tasks; 0 when it is not known, and
  ///   then the worker is stuck only if every thread is
  record Subject(int worker, ProcessIdentity process, long taskThread) {}

  /// Begins a round of looks at these workers, and forgets all others.
  void beginRound(Collection<Integer> workers);

  /// Looks at one worker of this round.
  ///
  /// @return empty when the process is gone, or nothing can be found out on this system
  Optional<ThreadWait> look(Subject subject);

  /// We have just woken this worker ourselves, to have it print its stacks. What the next two looks
  /// see is not taken for movement if the worker then waits for the same thing as before. Any
  /// thread.
  void disturbed(int worker);

  /// Closes all files. Does nothing the second time.
  @Override
  void close();
}
