package dev.lifeguard.job;

/// The kinds of death. Own intent goes before kernel OOM, that before a signal, that before a code.
public enum CauseKind {
  /// A user of Lifeguard ended it.
  OPERATOR,
  /// A rule of the job ended it.
  POLICY,
  /// The kernel ended it for lack of memory.
  KERNEL_OOM,
  /// A signal from elsewhere ended it.
  SIGNAL,
  /// It exited without saying good-bye.
  EXIT,
  /// It never came up: program missing, import error, no memory to start it.
  START,
  /// It broke the protocol: sent something that is no message, or closed its pipe and lived on.
  PROTOCOL,
  /// It made no progress.
  HANG
}
