package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.Errno;

/// What the kernel said when a command could not be started, in words with the remedy.
final class SpawnError {
  private SpawnError() {}

  /// Whether it has nothing to do with the command, and may be over a moment later.
  static boolean isOfTheMachine(int error) {
    return switch (error) {
      case Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE, Errno.EPIPE, Errno.ECHILD ->
          true;
      default -> false;
    };
  }

  /// The words.
  static String words(int error) {
    return switch (error) {
      case Errno.EAGAIN ->
          "no further process may be started (EAGAIN: the limit of processes, `ulimit -u` or a"
              + " container's pids limit, is reached); run fewer workers or raise the limit";
      case Errno.ENOMEM ->
          "there is no memory for a further process (ENOMEM); run fewer workers or free memory";
      case Errno.EMFILE ->
          "Lifeguard has too many open files (EMFILE); raise `ulimit -n` or run fewer workers";
      case Errno.ENFILE -> "the machine has too many open files (ENFILE); run fewer workers";
      case Errno.E2BIG ->
          "the command line is too long (E2BIG; a single argument may have 128 KiB); hand the item"
              + " over with `stdin: item`";
      case Errno.EPIPE ->
          "the process from which workers are forked ended while it forked one; if that goes on,"
              + " use `start: spawn`";
      case Errno.ECHILD ->
          "this system does not hand a forked worker over to Lifeguard; use `start: spawn`";
      case Errno.ENOEXEC ->
          "it is not a program for this machine (ENOEXEC); a script begins with #! and its"
              + " interpreter";
      case Errno.ENOENT -> "its file, or the interpreter in its first line, is missing";
      case Errno.EACCES -> "permission denied (EACCES)";
      default -> "error " + error;
    };
  }
}
