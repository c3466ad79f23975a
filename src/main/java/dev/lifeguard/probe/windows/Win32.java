package dev.lifeguard.probe.windows;

import java.lang.foreign.MemorySegment;

/// The functions of Windows, each called by its name. Any thread; a call may block in the system.
///
/// Every function that is called from here takes whole numbers, handles and pointers only and
/// returns one of those. The calling conventions of 64-bit Windows put each of these into a slot of
/// 64 bits, of which the function looks at the part that it declares. So one way to call fits all
/// of them, and which argument means what is said where it is called.
interface Win32 {
  /// What a function has returned.
  ///
  /// @param value all 64 bits of the register; a function that returns 32 leaves the rest undefined
  /// @param lastError what `GetLastError` says after it; of functions that report in this way, and
  ///   only after they have failed
  record Answer(long value, int lastError) {
    /// What a function that returns a `BOOL` says: whether it succeeded.
    boolean isTrue() {
      return (int) value != 0;
    }

    /// What a function of `ntdll` says: whether its `NTSTATUS` is one of success.
    boolean isSuccess() {
      return (int) value >= 0;
    }

    /// The result of a function that returns 32 bits.
    int low() {
      return (int) value;
    }
  }

  /// An argument.
  sealed interface Argument {
    /// A number or a handle, or 0 for a pointer to nothing.
    record Value(long value) implements Argument {}

    /// A pointer to the start of a buffer, which lies outside of the Java heap. The function reads
    /// and writes it during the call.
    record Buffer(MemorySegment memory) implements Argument {}
  }

  /// Calls a function.
  ///
  /// @param library its file's name without `.dll`: `kernel32`
  /// @throws IllegalStateException if there is no such function, which every Windows since 8 has of
  ///   those that are used here
  Answer call(String library, String function, Argument... arguments);

  /// Where the system saw this buffer in the last call that this thread has made with it. Pointers
  /// that the system writes into a buffer, to something else in the buffer, are relative to that.
  long addressOf(MemorySegment buffer);

  /// A number or a handle.
  static Argument number(long value) {
    return new Argument.Value(value);
  }

  /// A pointer to a buffer.
  static Argument buffer(MemorySegment memory) {
    return new Argument.Buffer(memory);
  }

  /// A pointer to nothing.
  static Argument nothing() {
    return new Argument.Value(0);
  }
}
