package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What no Windows does on request.
final class WaiterTest {
  private static final long WAKE = 7;
  private static final long PROCESS = 8;

  private final Set<Long> closed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waits = new AtomicInteger();

  @Test
  void failedWaitEndsTheThreadAndGivesAllHandlesBack() {
    Win32 win32 = new Failing();
    Waiter waiter = Waiter.start(win32).orElseThrow();
    OpenedProcess process = OpenedProcess.ofOwn(win32, PROCESS, 1234);
    boolean taken = waiter.take(process, (_, _) -> {});
    // Who throws in a thread of its own is heard of by those that wait for a condition.
    await().until(() -> closed.contains(WAKE));
    assertThat(waits).hasValue(1);
    assertThat(closed.contains(PROCESS)).isEqualTo(taken);
    assertThat(waiter.take(process, (_, _) -> {})).isFalse();
  }

  /// A system on which nobody can wait.
  private final class Failing implements Win32 {
    @Override
    public Answer call(String library, String function, Argument... arguments) {
      return switch (function) {
        case "CreateEventW" -> new Answer(WAKE, 0);
        case "WaitForMultipleObjects" -> {
          waits.incrementAndGet();
          yield new Answer(0xffff_ffffL, 6);
        }
        case "CloseHandle" -> {
          closed.add(Between.value(arguments[0]));
          yield new Answer(1, 0);
        }
        default -> new Answer(1, 0);
      };
    }

    @Override
    public long addressOf(MemorySegment buffer) {
      throw new AssertionError("nobody asks");
    }
  }
}
