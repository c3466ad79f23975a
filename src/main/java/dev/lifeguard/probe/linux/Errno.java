package dev.lifeguard.probe.linux;

/// Error numbers of Linux that somebody reacts to (`errno(3)`; the same on x86-64 and arm64).
public final class Errno {
  /// No such file or directory.
  public static final int ENOENT = 2;

  /// Interrupted by a signal.
  public static final int EINTR = 4;

  /// The arguments and the environment are too long.
  public static final int E2BIG = 7;

  /// Not a program for this machine.
  public static final int ENOEXEC = 8;

  /// No such child.
  public static final int ECHILD = 10;

  /// Nothing there now.
  public static final int EAGAIN = 11;

  /// Out of memory.
  public static final int ENOMEM = 12;

  /// Permission denied.
  public static final int EACCES = 13;

  /// A path component is not a directory.
  public static final int ENOTDIR = 20;

  /// An argument that makes no sense.
  public static final int EINVAL = 22;

  /// The machine's table of open files is full.
  public static final int ENFILE = 23;

  /// This process has too many open files.
  public static final int EMFILE = 24;

  /// Nobody reads at the other end any more.
  public static final int EPIPE = 32;

  private Errno() {}
}
