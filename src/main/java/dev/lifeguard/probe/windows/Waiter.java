package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that waits for the ends of up to 63 processes, and for news from us. Guarded by
/// itself; the handles it was given are its own.
final class Waiter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Waiter.class);
  private static final int MOST = 63; // MAXIMUM_WAIT_OBJECTS, less our own event
  private static final int FOREVER = -1;
  private static final int FAILED = -1;

  private final Win32 win32;
  private final long wake;
  private final List<Waited> processes = new ArrayList<>();
  private boolean finishing;
  private boolean closed;

  /// For whom it waits, and for whose sake.
  private record Waited(OpenedProcess process, Listener listener) {}

  /// Is told who has ended, on the waiter's thread.
  interface Listener {
    /// A process has ended.
    ///
    /// @param process is closed afterwards
    /// @param code empty when the system does not tell
    void ended(OpenedProcess process, OptionalInt code);
  }

  private Waiter(Win32 win32, long wake) {
    this.win32 = win32;
    this.wake = wake;
  }

  /// A waiter with its thread; empty when the system has no event for it.
  static Optional<Waiter> start(Win32 win32) {
    Win32.Answer event =
        win32.call("kernel32", "CreateEventW", nothing(), number(0), number(0), nothing());
    if (event.value() == 0) {
      LOG.warn("no event to wait with: error {} of Windows", event.lastError());
      return Optional.empty();
    }
    Waiter waiter = new Waiter(win32, event.value());
    Thread.ofPlatform().name("exit-watch").daemon().start(waiter::run);
    return Optional.of(waiter);
  }

  /// Takes a process over, if there is room for it.
  synchronized boolean take(OpenedProcess process, Listener listener) {
    if (finishing || closed || processes.size() >= MOST) {
      return false;
    }
    processes.add(new Waited(process, listener));
    win32.call("kernel32", "SetEvent", number(wake));
    return true;
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handles = arena.allocate(ValueLayout.JAVA_LONG, MOST + 1L);
      for (var waited = waitedFor(handles); !waited.isEmpty(); waited = waitedFor(handles)) {
        // The event is the first of the handles and is no process.
        int index = await(handles, waited.size()) - 1;
        if (index >= 0 && index < waited.size() - 1) {
          tell(waited.get(index + 1));
        }
      }
    }
    win32.call("kernel32", "CloseHandle", number(wake));
  }

  /// Writes down for what is to be waited; nothing when it is over.
  private synchronized List<Long> waitedFor(MemorySegment handles) {
    if (closed || (finishing && processes.isEmpty())) {
      closed = true;
      processes.forEach(each -> each.process().close());
      processes.clear();
      return List.of();
    }
    List<Long> waited = new ArrayList<>(List.of(wake));
    processes.forEach(each -> waited.add(each.process().handle()));
    for (int i = 0; i < waited.size(); i++) {
      handles.setAtIndex(ValueLayout.JAVA_LONG, i, waited.get(i));
    }
    return waited;
  }

  private int await(MemorySegment handles, int count) {
    Win32.Answer answer =
        win32.call(
            "kernel32",
            "WaitForMultipleObjects",
            number(count),
            buffer(handles),
            number(0),
            number(FOREVER));
    if (answer.low() == FAILED) {
      // Cannot be, for the handles are ours and nobody else closes them. To ask again would be to
      // go round for ever.
      LOG.error("ends cannot be waited for any more: error {} of Windows", answer.lastError());
      close();
    }
    return answer.low();
  }

  private void tell(long handle) {
    Waited ended;
    synchronized (this) {
      ended =
          processes.stream()
              .filter(each -> each.process().handle() == handle)
              .findFirst()
              .orElseThrow();
      processes.remove(ended);
    }
    try (OpenedProcess process = ended.process()) {
      ended.listener().ended(process, process.exitCode());
    }
  }

  /// Has the thread end when all that it waits for has ended; nothing is taken any more.
  synchronized void finish() {
    finishing = true;
    win32.call("kernel32", "SetEvent", number(wake));
  }

  /// Has the thread end and give all handles back.
  @Override
  public synchronized void close() {
    closed = true;
    win32.call("kernel32", "SetEvent", number(wake));
  }
}
