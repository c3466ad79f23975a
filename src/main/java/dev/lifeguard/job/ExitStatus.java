package dev.lifeguard.job;

/// How a process ended, told as exactly as the operating system told us.
public sealed interface ExitStatus {
  /// It ended by itself.
  ///
  /// @param code the exit code, 0 to 255
  record Exited(int code) implements ExitStatus {}

  /// A signal ended it.
  ///
  /// @param signal the signal's number
  /// @param coreDumped whether the kernel wrote a core file
  record Signalled(int signal, boolean coreDumped) implements ExitStatus {}

  /// Only a number in the shell's convention is known, in which 128 + N means either that signal N
  /// ended the process or that it exited with that code. The Java library knows no better.
  ///
  /// @param shellCode the number
  record Ambiguous(int shellCode) implements ExitStatus {}

  /// Windows ended it with this code, which may be its own, the system's after a crash, or that of
  /// whoever terminated it; see [WindowsCode].
  ///
  /// @param code 32 bits; those of a crash are negative
  record Windows(int code) implements ExitStatus {}

  /// The process is gone and nobody could say how.
  record Unknown() implements ExitStatus {}
}
