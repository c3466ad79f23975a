package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is made of the answers to `QueryWorkingSetEx`, which Wine gives about itself only.
final class WorkingSetTest {
  private static final long PAGE = 4096;
  private static final long GIB = 1L << 30;
  private static final int READ_WRITE = 4;
  private static final int PAGES_AT_ONCE = 65_536;

  private final List<Integer> asked = new ArrayList<>();

  /// Answers like the system: every fourth page is there, and every eighth is shared.
  private final class Pages implements Win32 {
    private final boolean tells;

    Pages(boolean tells) {
      this.tells = tells;
    }

    @Override
    public Answer call(String library, String function, Argument... arguments) {
      return switch (function) {
        case "OpenProcess" -> new Answer(42, 0);
        case "GetProcessTimes" -> {
          ((Argument.Buffer) arguments[1])
              .memory()
              .set(ValueLayout.JAVA_LONG, 0, 116_444_736_000_000_000L + 10_000);
          yield new Answer(1, 0);
        }
        case "K32QueryWorkingSetEx" -> {
          answer(((Argument.Buffer) arguments[1]).memory());
          yield new Answer(tells ? 1 : 0, 87);
        }
        default -> new Answer(1, 0);
      };
    }

    private void answer(MemorySegment pages) {
      asked.add((int) (pages.byteSize() / 16));
      for (long at = 0; at < pages.byteSize(); at += 16) {
        long number = pages.get(ValueLayout.JAVA_LONG, at) / PAGE;
        long shared = number % 8 == 0 ? 1L << 15 : 0;
        pages.set(ValueLayout.JAVA_LONG, at + 8, number % 4 == 0 ? 1 | shared : shared);
      }
    }

    @Override
    public long addressOf(MemorySegment buffer) {
      return buffer.address();
    }
  }

  private static OpenedProcess opened(Win32 win32) {
    return ((OpenedProcess.Opening.Opened)
            OpenedProcess.open(win32, new ProcessIdentity(4711, 1, 1), OpenedProcess.QUERY))
        .process();
  }

  private static Region region(long address, long bytes, Region.State state) {
    return new Region(address, address, bytes, state, Region.Kind.PRIVATE, READ_WRITE);
  }

  @Test
  void pagesAreCountedRegionByRegion() {
    Region large = region(GIB, GIB, Region.State.COMMITTED);
    Region small = region(4 * GIB, 8 * PAGE, Region.State.COMMITTED);
    Region reserved = region(8 * GIB, GIB, Region.State.RESERVED);
    AddressSpace space = new AddressSpace(List.of(large, small, reserved));
    Win32 win32 = new Pages(true);
    WorkingSet found = WorkingSet.of(win32, opened(win32), space).orElseThrow();
    assertThat(found.of(large)).isEqualTo(new WorkingSet.Part(GIB / 4, GIB / 8));
    assertThat(found.of(small)).isEqualTo(new WorkingSet.Part(2 * PAGE, PAGE));
    assertThat(found.of(reserved)).isEqualTo(WorkingSet.Part.NOTHING);
    assertThat(asked)
        .containsExactly(PAGES_AT_ONCE, PAGES_AT_ONCE, PAGES_AT_ONCE, PAGES_AT_ONCE, 8);
  }

  @Test
  void systemThatDoesNotTellIsNotGuessedAt() {
    Win32 win32 = new Pages(false);
    AddressSpace space = new AddressSpace(List.of(region(GIB, PAGE, Region.State.COMMITTED)));
    assertThat(WorkingSet.of(win32, opened(win32), space)).isEmpty();
  }
}
