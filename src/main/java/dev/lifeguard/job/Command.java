package dev.lifeguard.job;

/// What a user may ask of a running job. A command that names a worker also names the process that
/// was on the screen when the user chose, and is refused when that is not the worker's process any
/// more.
public sealed interface Command {
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

  /// Ends the job in order: running tasks may finish within the grace time.
  record Stop(String reason) implements Command {}

  /// Ends the job at once: every process is killed.
  record Abort(String reason) implements Command {}
}
