package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.textAt;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.ProcessUser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Whose a process is, by its token.
final class ProcessOwner {
  private static final int TOKEN_QUERY = 8;
  private static final int TOKEN_USER = 1;
  private static final int MOST_LETTERS = 256;
  // A pointer to the SID and its attributes come first; a SID has at most 68 bytes (winnt.h).
  private static final int TOKEN_USER_BYTES = 16 + 68;

  private ProcessOwner() {}

  /// Its user, whose number is the last part of the security identifier; empty when that may not be
  /// read. Any thread.
  ///
  /// @param process opened with [OpenedProcess#QUERY], of which the limited form is enough for
  ///   processes of one's own
  static Optional<ProcessUser> of(Win32 win32, OpenedProcess process) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment token = arena.allocate(ValueLayout.JAVA_LONG);
      boolean opened =
          win32
              .call(
                  "advapi32",
                  "OpenProcessToken",
                  number(process.handle()),
                  number(TOKEN_QUERY),
                  buffer(token))
              .isTrue();
      if (!opened) {
        return Optional.empty();
      }
      long handle = token.get(ValueLayout.JAVA_LONG, 0);
      MemorySegment user = arena.allocate(TOKEN_USER_BYTES, 8);
      boolean told =
          win32
              .call(
                  "advapi32",
                  "GetTokenInformation",
                  number(handle),
                  number(TOKEN_USER),
                  buffer(user),
                  number(user.byteSize()),
                  buffer(arena.allocate(ValueLayout.JAVA_INT)))
              .isTrue();
      long sid = longAt(user, 0) - win32.addressOf(user);
      win32.call("kernel32", "CloseHandle", number(handle));
      return told ? name(win32, arena, user.asSlice(sid)) : Optional.empty();
    }
  }

  private static Optional<ProcessUser> name(Win32 win32, Arena arena, MemorySegment sid) {
    MemorySegment name = arena.allocate(ValueLayout.JAVA_CHAR, MOST_LETTERS);
    MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, MOST_LETTERS);
    boolean told =
        win32
            .call(
                "advapi32",
                "LookupAccountSidW",
                nothing(),
                buffer(sid),
                buffer(name),
                buffer(length),
                buffer(arena.allocate(ValueLayout.JAVA_CHAR, MOST_LETTERS)),
                buffer(arena.allocateFrom(ValueLayout.JAVA_INT, MOST_LETTERS)),
                buffer(arena.allocate(ValueLayout.JAVA_INT)))
            .isTrue();
    // A SID (winnt.h): a byte of revision, one that counts the parts, six of authority, the parts.
    int parts = Byte.toUnsignedInt(sid.get(ValueLayout.JAVA_BYTE, 1));
    long number =
        parts == 0
            ? 0
            : Integer.toUnsignedLong(Structures.intAt(sid, 8 + (parts - 1L) * Integer.BYTES));
    return Optional.of(
        new ProcessUser(
            number,
            told
                ? textAt(name, 0, (long) length.get(ValueLayout.JAVA_INT, 0) * Character.BYTES)
                : Long.toString(number)));
  }
}
