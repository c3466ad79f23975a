package dev.lifeguard.job;

import java.util.Locale;
import java.util.Optional;

/// What the exit codes of Windows mean. There is one number of 32 bits for everything: what a
/// program ended itself with, what the kernel ends it with after a crash (an NTSTATUS), and what
/// somebody else wrote who terminated it. So a code is known for certain and who chose it often is
/// not.
///
/// Sources: ntstatus.h and winerror.h of the Windows SDK; CPython's `popen_spawn_win32.py` (65536)
/// and `venvlauncher.c` (101 to 109).
public final class WindowsCode {
  /// Lifeguard ends its workers with this code: an error of a customer's own by the layout of
  /// NTSTATUS, `LG`, 9. Nobody else does, so an end by our own hand is known for certain.
  public static final int ENDED_BY_LIFEGUARD = 0xE04C4709;

  /// What `TerminateProcess` by the Java library writes, the task manager, and many others.
  public static final int TERMINATED_FROM_OUTSIDE = 1;

  private WindowsCode() {}

  /// What a code says.
  ///
  /// @param certainty whether only this can lead to the code
  public record Meaning(String words, Certainty certainty) {}

  /// What this code says; empty when it is nothing but a number.
  public static Optional<Meaning> meaning(int code) {
    return switch (code) {
      case 0xC0000005 -> certain("access violation");
      case 0xC0000006 -> certain("in-page error: a mapped file could not be read");
      case 0xC0000017 -> certain("no memory: an allocation failed");
      case 0xC000001D -> certain("illegal instruction");
      case 0xC0000094 -> certain("integer division by zero");
      case 0xC00000FD -> certain("stack overflow");
      case 0xC000012D -> certain("commitment limit: the system had no more memory to promise");
      case 0xC0000135 -> certain("a DLL that it needs was not found");
      case 0xC000013A -> certain("Ctrl-C, or its console was closed");
      case 0xC0000142 -> certain("a DLL that it needs failed to start");
      case 0xC0000374 -> certain("heap corruption");
      case 0xC0000409 -> certain("fast fail: abort(), or a damaged stack");
      case 0xE06D7363 -> certain("a C++ exception that nobody caught");
      case 0x80000003 -> certain("breakpoint");
      case ENDED_BY_LIFEGUARD -> certain("terminated by Lifeguard");
      case 0 -> likely("also the code of a process that ends because its job object was closed");
      case TERMINATED_FROM_OUTSIDE ->
          likely("Windows does not tell whether it ended itself so or was terminated from outside");
      case 3 -> likely("as abort() of the older C runtime ends, and a Java machine out of memory");
      case 9009 ->
          likely("as cmd.exe and the Microsoft Store's stub of Python end: no such command");
      case 65536 -> likely("as Process.terminate() of Python's multiprocessing ends it");
      case 101, 102, 103, 104, 105, 106, 107, 108, 109 ->
          likely("as the launcher of a virtual environment that cannot start its Python ends");
      default -> Optional.empty();
    };
  }

  private static Optional<Meaning> certain(String words) {
    return Optional.of(new Meaning(words, Certainty.CERTAIN));
  }

  private static Optional<Meaning> likely(String words) {
    return Optional.of(new Meaning(words, Certainty.LIKELY));
  }

  /// Whether the system writes this code after a crash: an NTSTATUS of an error or a warning that
  /// is not our own.
  public static boolean isCrash(int code) {
    return code < 0 && !isOurs(code);
  }

  /// Whether Lifeguard has ended the process.
  public static boolean isOurs(int code) {
    return code == ENDED_BY_LIFEGUARD;
  }

  /// The code as people look it up: `0xC0000005`, `3`. Right for the codes of other systems, too,
  /// which are never negative.
  public static String text(int code) {
    return code < 0 ? String.format(Locale.ROOT, "0x%08X", code) : Integer.toString(code);
  }
}
