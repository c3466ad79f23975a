package dev.lifeguard.attach;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.WorkerActivity;

/// A worker's end that was seen while attached.
///
/// @param activity what it did when it was last looked at
/// @param stillInTask whether the looks leave no doubt that it was in the middle of a task: it had
///   waited for one before, so that it was not in its initializer any more, at the last two it ran
///   one, and had neither read nor written anything in between
/// @param lookAgeNanos how long before its end the last look was
/// @param livedNanos how long it lived; the greatest number when it was there before we came
/// @param ours whether a user of Lifeguard asked for it
public record Death(
    ProcessIdentity process,
    ExitStatus status,
    WorkerActivity activity,
    boolean stillInTask,
    long lookAgeNanos,
    long livedNanos,
    boolean ours,
    long atNanos) {

  /// Whether it ended as no worker does that was asked to leave.
  public boolean isAbnormal() {
    return switch (status) {
      case ExitStatus.Exited(int code) -> code != 0;
      case ExitStatus.Signalled _ -> true;
      case ExitStatus.Ambiguous(int code) -> code != 0;
      case ExitStatus.Windows(int code) -> code != 0;
      case ExitStatus.Unknown _ -> false;
    };
  }

  /// How it ended, for people, to follow the name of the process: `was killed by SIGKILL`.
  public String words() {
    return words(status);
  }

  /// How a process ended, for people.
  public static String words(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "ended with exit code " + code;
      case ExitStatus.Signalled(int signal, boolean core) ->
          "was killed by signal %d (%s%s)"
              .formatted(signal, SignalName.of(signal), core ? ", core dumped" : "");
      case ExitStatus.Ambiguous(int code) ->
          "ended with " + code + ", which is an exit code or a signal";
      case ExitStatus.Windows(int code) ->
          "ended with code "
              + WindowsCode.text(code)
              + WindowsCode.meaning(code).map(it -> " (" + it.words() + ")").orElse("");
      case ExitStatus.Unknown _ -> "has ended, nobody can say how";
    };
  }
}
