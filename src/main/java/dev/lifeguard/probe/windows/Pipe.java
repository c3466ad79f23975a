package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.probe.ShortageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The handles of a pipe's two ends, which nobody inherits.
record Pipe(long reader, long writer) {
  private static final int BYTES = 64 << 10;

  /// Makes one.
  ///
  /// @param readers gets the end to read from
  /// @param writers gets the end to write to
  static Pipe open(Win32 win32, Handles readers, Handles writers) throws ShortageException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment reader = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment writer = arena.allocate(ValueLayout.JAVA_LONG);
      Win32.Answer made =
          win32.call(
              "kernel32", "CreatePipe", buffer(reader), buffer(writer), nothing(), number(BYTES));
      if (!made.isTrue()) {
        throw new ShortageException(StartError.words(made.lastError()));
      }
      return new Pipe(
          readers.add(reader.get(ValueLayout.JAVA_LONG, 0)),
          writers.add(writer.get(ValueLayout.JAVA_LONG, 0)));
    }
  }
}
