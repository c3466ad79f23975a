package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Calls every function of `fakedll.c` as [NativeWin32] calls those of Windows, and prints the
/// answers. A program of its own, because the whole virtual machine has to use the calling
/// convention.
final class FakeLibraryCalls {
  private FakeLibraryCalls() {}

  /// Makes the calls.
  ///
  /// @param arguments the path of the library
  // Restricted because a library may run code as it is loaded; this one does not.
  @SuppressWarnings("restricted")
  public static void main(String... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), arena);
      NativeWin32 win32 = new NativeWin32(_ -> library, "errno");
      System.out.println(
          win32
              .call(
                  "fake", "Digits", number(1), number(2), number(3), number(4), number(5),
                  number(6), number(7), number(8), number(9))
              .value());
      System.out.println(win32.call("fake", "Halves", number(0x8000_0000L), number(-3)).low());
      MemorySegment counter = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
      Win32.Answer failed = win32.call("fake", "Fails", buffer(counter), number(1455));
      System.out.println(failed.isTrue() + " " + failed.lastError());
      System.out.println(counter.get(ValueLayout.JAVA_LONG, 0));
      System.out.println(win32.addressOf(counter) == counter.address());
      try {
        win32.call("fake", "Missing");
      } catch (IllegalStateException expected) {
        System.out.println(expected.getMessage());
      }
    }
  }
}
