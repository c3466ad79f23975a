package dev.lifeguard.job;

import java.time.Duration;

/// What a user may ask of a running job. A command that names a worker also names the process that
/// was on the screen when the user chose, and is refused when that is not the worker's process any
/// more.
public sealed interface Command {
  /// More often nobody could read it, and measuring would be felt.
  Duration SHORTEST_SAMPLE_PERIOD = Duration.ofMillis(100);

  /// More rarely a worker could grow over any limit unseen.
  Duration LONGEST_SAMPLE_PERIOD = Duration.ofSeconds(10);

  /// As long as nobody has asked for another one.
  Duration USUAL_SAMPLE_PERIOD = Duration.ofMillis(250);

  /// Why another period is refused.
  String SAMPLE_PERIODS = "the period of measuring is between 100 ms and 10 s";

  /// Whether processes may be measured so often.
  static boolean isSamplePeriod(Duration period) {
    return period.compareTo(SHORTEST_SAMPLE_PERIOD) >= 0
        && period.compareTo(LONGEST_SAMPLE_PERIOD) <= 0;
  }

  /// Asks the worker's process group to end (SIGTERM).
  record Terminate(int worker, ProcessIdentity process) implements Command {}

  /// Ends the worker's process group at once (SIGKILL).
  record Kill(int worker, ProcessIdentity process) implements Command {}

  /// Sends any signal to the worker's process group.
  record Signal(int worker, ProcessIdentity process, int signal) implements Command {}

  /// Stops the worker's process group until [Continue] (SIGSTOP).
  record Suspend(int worker, ProcessIdentity process) implements Command {}

  /// Lets a suspended process group go on (SIGCONT).
  record Continue(int worker, ProcessIdentity process) implements Command {}

  /// Replaces the worker by a fresh process after its current task.
  record Restart(int worker, ProcessIdentity process) implements Command {}

  /// Asks the worker to print the stacks of all its threads to its output.
  record Dump(int worker, ProcessIdentity process) implements Command {}

  /// Starts no further task until [Go]; what runs goes on.
  record Pause() implements Command {}

  /// Goes on after [Pause].
  record Go() implements Command {}

  /// Changes how many workers the pool keeps. Those that are too many end after their task.
  ///
  /// @param workers at least 1
  record Resize(int workers) implements Command {}

  /// Measures the processes once per period from now on.
  ///
  /// @param period from [#SHORTEST_SAMPLE_PERIOD] to [#LONGEST_SAMPLE_PERIOD]
  record SampleEvery(Duration period) implements Command {}

  /// Measures the processes now.
  record SampleNow() implements Command {}

  /// Runs an ended task once more, as a new task at the tail of the queue.
  record RetryTask(int task) implements Command {}

  /// Takes a task back: a queued one is never run, a running one loses its worker.
  record CancelTask(int task) implements Command {}

  /// Starts no further task and ends when the running ones have ended, however long they take.
  record Drain(String reason) implements Command {}

  /// Ends the job in order: running tasks may finish within the grace time.
  record Stop(String reason) implements Command {}

  /// Ends the job at once: every process is killed.
  record Abort(String reason) implements Command {}
}
