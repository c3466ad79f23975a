package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.util.List;

/// What has happened to workers. Told on the supervisor thread inside [WorkerPort#await]; all that
/// is told of one worker comes in the order in which it happened. `atNanos` is when it was seen, on
/// the port's clock.
public interface WorkerFacts {
  /// The process exists. Told again before [#ready] when it turns out to be another one: a launcher
  /// was started, and the worker is its child.
  void spawned(int worker, ProcessIdentity process, long atNanos);

  /// There is no process: a program is missing, a directory, or memory. Nothing else follows.
  ///
  /// @param reason a sentence that names the thing and the remedy
  void spawnFailed(int worker, String reason, long atNanos);

  /// The process runs but cannot take tasks: its code cannot be imported, say. Its exit follows.
  ///
  /// @param reason the worker's own words, for example `ModuleNotFoundError: No module named
  ///   'docs'`
  void startFailed(int worker, String reason, long atNanos);

  /// The worker has imported its code and takes tasks from now on.
  ///
  /// @param runtime what runs the tasks, for example `CPython 3.11.7`
  /// @param pid the number under which the worker knows itself
  /// @param tid the operating system's number of the thread that runs the tasks; 0 if unknown
  void ready(int worker, String runtime, long pid, long tid, long atNanos);

  /// A task is done.
  ///
  /// @param json the result: valid UTF-8, exactly one JSON value, on one line
  void result(int worker, int task, int attempt, Payload json, long atNanos);

  /// A task raised.
  void failed(int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos);

  /// The worker is about to end because it was asked to.
  void bye(int worker, long atNanos);

  /// The worker broke the protocol. What else it sends is ignored.
  ///
  /// @param offence a sentence with the offending bytes
  void violation(int worker, String offence, long atNanos);

  /// The worker printed something.
  ///
  /// @param lines whole lines without their ends; a line of more than 8 KiB comes in pieces, and so
  ///   does one that was not ended when its task was
  void output(int worker, List<String> lines, long atNanos);

  /// The protocol pipe has ended: no result will come any more.
  void outputClosed(int worker, long atNanos);

  /// The process has ended.
  void exited(int worker, ExitStatus status, long atNanos);
}
