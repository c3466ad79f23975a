package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.UNICODE_STRING;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Structures.shortAt;
import static dev.lifeguard.probe.windows.Structures.textAt;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/// Reads the threads of a process and remembers how much each had run, for the next look. Any
/// thread.
final class WindowsThreads {
  private static final int QUERY_LIMITED = 0x0800; // THREAD_QUERY_LIMITED_INFORMATION
  private static final int THREAD_NAME = 38; // Windows 10 1607
  private static final int MOST_REMEMBERED = 16;
  private static final int MOST_NAME_BYTES = 1024;
  private static final long LENGTH = offset(UNICODE_STRING, "Length");
  private static final long POINTER = offset(UNICODE_STRING, "Buffer");

  private final Win32 win32;
  private final LongSupplier clock;
  private final Map<ProcessIdentity, Runs> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessIdentity, Runs> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// Processor time of each thread at one moment.
  private record Runs(long atNanos, Map<Long, Long> nanos) {}

  /// @param clock nanoseconds, monotonic
  WindowsThreads(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
  }

  Look<ThreadsDetail> at(ProcessIdentity process) {
    return ProcessList.now(win32)
        .of(process)
        .<Look<ThreadsDetail>>map(row -> new Look.Seen<>(of(row)))
        .orElseGet(Look.Gone::new);
  }

  private ThreadsDetail of(ProcessRow row) {
    Runs before = before(row.process());
    Runs now = new Runs(clock.getAsLong(), new HashMap<>());
    List<ThreadDetail> threads = new ArrayList<>();
    for (ThreadRow thread : row.threads()) {
      now.nanos.put(thread.tid(), thread.cpuNanos());
      threads.add(
          new ThreadDetail(
              thread.tid(),
              name(thread.tid()).orElse(row.name()),
              thread.runState(),
              share(before, now, thread),
              thread.cpuNanos(),
              given(thread.waiting().words()),
              given(thread.reasonWord())));
    }
    remember(row.process(), now);
    return new ThreadsDetail(
        threads,
        List.of(
            new Unreadable(
                "deadlines of waits",
                "Windows does not tell whether a wait of another process has one",
                "nothing can be done: use Linux, where the kernel tells it")));
  }

  private static OptionalDouble share(Runs before, Runs now, ThreadRow thread) {
    Long last = before.nanos.get(thread.tid());
    long passed = now.atNanos - before.atNanos;
    return last == null || passed <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, thread.cpuNanos() - last) / (double) passed);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// What its program calls it, if it does.
  private Optional<String> name(long tid) {
    long handle =
        win32.call("kernel32", "OpenThread", number(QUERY_LIMITED), number(0), number(tid)).value();
    if (handle == 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(UNICODE_STRING.byteSize() + MOST_NAME_BYTES, 8);
      boolean told =
          win32
              .call(
                  "ntdll",
                  "NtQueryInformationThread",
                  number(handle),
                  number(THREAD_NAME),
                  buffer(answer),
                  number(answer.byteSize()),
                  nothing())
              .isSuccess();
      int bytes = shortAt(answer, LENGTH);
      return told && bytes > 0
          ? Optional.of(textAt(answer, longAt(answer, POINTER) - win32.addressOf(answer), bytes))
          : Optional.empty();
    } finally {
      win32.call("kernel32", "CloseHandle", number(handle));
    }
  }

  private synchronized Runs before(ProcessIdentity process) {
    return remembered.getOrDefault(process, new Runs(0, Map.of()));
  }

  private synchronized void remember(ProcessIdentity process, Runs runs) {
    remembered.put(process, runs);
  }
}
