package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;

/// The workers' processes as the supervisor sees them: orders go in, [WorkerFacts] come out.
///
/// Everything except [#post] belongs to the supervisor thread, and nothing blocks it except
/// [#await]. Orders for a worker that is not known (never spawned, or released) do nothing: the
/// worker may have died a moment ago, and that is told as a fact.
///
/// All times are those of the clock that [WorkerPorts#open] was given: nanoseconds since the start
/// of the job.
public interface WorkerPort extends AutoCloseable {
  /// Orders a process for this worker. The answer is [WorkerFacts#spawned] or
  /// [WorkerFacts#spawnFailed].
  ///
  /// A worker that is a place for one process per task is opened by this: the answer is
  /// [WorkerFacts#ready] at once, before any other fact of it. Each [#run] then starts a process
  /// and tells [WorkerFacts#spawned] or [WorkerFacts#spawnFailed], and its end is either an answer
  /// to the task and nothing else, or, when a signal ended it, [WorkerFacts#exited] and
  /// [WorkerFacts#outputClosed]; the place is then released and opened again.
  ///
  /// @param worker a number that was never used before, or that of a place that was released
  void spawn(int worker);

  /// Hands a task to the worker. Queued and written as the pipe takes it; in a place for one
  /// process per task it begins as soon as the one before has ended.
  ///
  /// @param attempt a number with which this task was not run before, as far as is known: what an
  ///   attempt has left behind is known by it
  /// @param item the argument, one JSON value; within the message limit
  void run(int worker, int task, int attempt, Payload item);

  /// Takes back a task that was handed over while another one ran.
  ///
  /// Python workers with native access read their tasks one by one, and any task that waits behind
  /// the one that runs is had back, and so is one that waits for a place for one process per task.
  /// Others may have read it already.
  ///
  /// @return whether the worker will never see it; false when it has read it already, or may have,
  ///   or when this port cannot tell
  boolean takeBack(int worker, int task, int attempt);

  /// Asks the worker to end after what it was given before. An idle place for one process per task
  /// has none that could end: its port tells [WorkerFacts#bye], [WorkerFacts#exited] with code 0
  /// and [WorkerFacts#outputClosed] at once, and a busy one's after the answer to its task.
  void stop(int worker);

  /// Raises an exception in this task, whose soft time limit is over: at once, also while it waits.
  /// Nothing happens when the worker has gone on to another task. A task that the worker has not
  /// begun yet is interrupted as it begins: its time counts from when it was given. Only python
  /// workers can do it, and only with native access or on Windows; a long call of a C library is
  /// not interrupted either. The hard time limit is for those.
  ///
  /// It may be ordered again, for a worker that missed the first one: the exception is raised once.
  void interrupt(int worker, int task, int attempt);

  /// Asks the worker to print the stacks of all its threads to its output: at once, also while a
  /// task runs; without native access, but on Windows, only when the task has ended.
  void dump(int worker);

  /// Sends a signal to the worker's process group, as long as its exit has not been told; in a
  /// place for one process per task to that of the process that was told last, and to no other. On
  /// Windows 9 and 15 end its job object, 19 and 18 suspend and resume it, and no other can be
  /// sent.
  ///
  /// @param signal the number, for example 9
  /// @return whether it was sent
  boolean signal(int worker, int signal);

  /// Ends everything that is left of a worker: kills the rest of its group and session, closes its
  /// pipes and forgets it. No fact of this worker follows.
  void release(int worker);

  /// Has this run on the supervisor thread, inside [#await], in the order of posting. Any thread.
  void post(Runnable action);

  /// Waits until something has happened or the deadline has passed, tells all that is ready, and
  /// returns.
  ///
  /// @param deadlineNanos a time of the clock; `Long.MAX_VALUE` for none
  void await(long deadlineNanos, WorkerFacts facts);

  /// Kills every worker that is left and frees everything; what the kernel cannot end within two
  /// seconds is freed later, on another thread. The port is of no use afterwards.
  @Override
  void close();
}
