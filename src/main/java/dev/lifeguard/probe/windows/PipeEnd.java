package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Our end of a pipe to or from a process. One thread reads or writes it, and waits in the system;
/// any thread may close it: who is in the system then is called back and closes the handle as it
/// leaves.
final class PipeEnd implements AutoCloseable {
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int MOST_CALLS = 100;
  private static final long CALL_MILLIS = 10;
  private static final int ERROR_HANDLE_EOF = 38;
  private static final int ERROR_BROKEN_PIPE = 109;

  private final Win32 win32;
  private final long handle;
  private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES);
  private final MemorySegment done = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
  private final Object state = new Object();
  private boolean busy;
  private boolean closed;

  /// @param handle closed with it
  PipeEnd(Win32 win32, long handle) {
    this.win32 = win32;
    this.handle = handle;
  }

  private void enter() throws IOException {
    synchronized (state) {
      if (closed) {
        throw new IOException("the pipe is closed");
      }
      busy = true;
    }
  }

  private void leave() {
    synchronized (state) {
      busy = false;
      if (closed) {
        closeHandle();
        state.notifyAll();
      }
    }
  }

  /// Moves up to a block.
  private Win32.Answer move(String function, int count) {
    return win32.call(
        "kernel32",
        function,
        number(handle),
        buffer(block),
        number(count),
        buffer(done),
        nothing());
  }

  /// A block that the other side wrote empty is neither its end nor anything.
  private synchronized int read(byte[] into, int offset, int length) throws IOException {
    enter();
    try {
      int count = 0;
      while (count == 0) {
        Win32.Answer answer = move("ReadFile", Math.min(length, BLOCK_BYTES));
        if (!answer.isTrue()) {
          return ended(answer.lastError());
        }
        count = done.get(ValueLayout.JAVA_INT, 0);
      }
      MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, into, offset, count);
      return count;
    } finally {
      leave();
    }
  }

  private static int ended(int error) throws IOException {
    if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) {
      return -1;
    }
    throw new IOException("a pipe cannot be read (error " + error + " of Windows)");
  }

  private synchronized void write(byte[] from, int offset, int length) throws IOException {
    enter();
    try {
      for (int at = 0; at < length; ) {
        int count = Math.min(length - at, BLOCK_BYTES);
        MemorySegment.copy(from, offset + at, block, ValueLayout.JAVA_BYTE, 0, count);
        Win32.Answer answer = move("WriteFile", count);
        if (!answer.isTrue()) {
          throw new IOException(
              "a pipe cannot be written (error " + answer.lastError() + " of Windows)");
        }
        at += done.get(ValueLayout.JAVA_INT, 0);
      }
    } finally {
      leave();
    }
  }

  /// Calls back more than once: who is on the way into the system is not there yet to be called. A
  /// system that never sends anybody back does not keep us.
  @Override
  public void close() {
    synchronized (state) {
      if (closed) {
        return;
      }
      closed = true;
      if (!busy) {
        closeHandle();
      }
      for (int call = 0; busy && call < MOST_CALLS; call++) {
        win32.call("kernel32", "CancelIoEx", number(handle), nothing());
        try {
          state.wait(CALL_MILLIS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void closeHandle() {
    win32.call("kernel32", "CloseHandle", number(handle));
  }

  /// What the other side writes.
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        return length == 0 ? 0 : PipeEnd.this.read(into, offset, length);
      }

      @Override
      public void close() {
        PipeEnd.this.close();
      }
    };
  }

  /// What the other side reads; unbuffered.
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        PipeEnd.this.write(from, offset, length);
      }

      @Override
      public void close() {
        PipeEnd.this.close();
      }
    };
  }
}
