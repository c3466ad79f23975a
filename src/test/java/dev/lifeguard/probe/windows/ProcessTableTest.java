package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.Waiting;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The list of processes as Windows lays it out, with what Wine never fills in. The numbers are the
/// offsets of phnt's `ntexapi.h`.
final class ProcessTableTest {
  private static final long ADDRESS = 0x7FF0_0000L;
  private static final long STARTED = 134_200_000_000_000_000L;
  private static final long PROCESS_BYTES = 256;
  private static final long THREAD_BYTES = 80;

  /// A place to write a list to, as the kernel would.
  private static final class Writer {
    final MemorySegment bytes = Arena.ofAuto().allocate(4096);

    void set(long at, long value) {
      bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
    }

    void set(long at, int value) {
      bytes.set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
    }

    /// @param states and wait reasons of its threads, in pairs
    void process(long at, long next, long pid, long parent, int... states) {
      set(at, (int) next);
      set(at + 4, states.length / 2);
      set(at + 8, 5L << 20); // private working set
      set(at + 32, STARTED + pid);
      set(at + 40, 20_000L); // user time
      set(at + 48, 10_000L); // kernel time
      byte[] name = ("p" + pid + ".exe").getBytes(StandardCharsets.UTF_16LE);
      long nameAt = at + PROCESS_BYTES + states.length / 2 * THREAD_BYTES;
      bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 56, (short) name.length);
      set(at + 64, ADDRESS + nameAt);
      MemorySegment.copy(name, 0, bytes, ValueLayout.JAVA_BYTE, nameAt, name.length);
      set(at + 80, pid);
      set(at + 88, parent);
      set(at + 96, 33); // handles
      set(at + 120, 7L << 40); // virtual size
      set(at + 136, 90L << 20); // peak working set
      set(at + 144, 80L << 20); // working set
      set(at + 200, 70L << 20); // private
      set(at + 208, 1L); // reads
      set(at + 216, 2L); // writes
      set(at + 224, 1_000_000L); // others
      set(at + 232, 30L); // read
      set(at + 240, 400L); // written
      for (int i = 0; i < states.length / 2; i++) {
        thread(at + PROCESS_BYTES + i * THREAD_BYTES, pid, i, states[2 * i], states[2 * i + 1]);
      }
    }

    private void thread(long at, long pid, int index, int state, int reason) {
      set(at, 40_000L); // kernel time
      set(at + 8, 50_000L); // user time
      set(at + 16, STARTED);
      set(at + 40, pid);
      set(at + 48, 1000L + index);
      set(at + 64, 12); // switches
      set(at + 68, state);
      set(at + 72, reason);
    }
  }

  private static ProcessRow one(int... states) {
    Writer writer = new Writer();
    writer.process(0, 0, 4711, 1, states);
    return ProcessTable.parse(writer.bytes, ADDRESS).getFirst();
  }

  @Test
  void rowHasEverything() {
    ProcessRow row = one(2, 0, 5, 15);
    long millis = Instant.parse("1601-01-01T00:00:00Z").toEpochMilli() + (STARTED + 4711) / 10_000;
    assertThat(row.process()).isEqualTo(new ProcessIdentity(4711, millis, millis));
    assertThat(row.parentPid()).isEqualTo(1);
    assertThat(row.name()).isEqualTo("p4711.exe");
    assertThat(row.cpuNanos()).isEqualTo(3_000_000);
    assertThat(row.sizes())
        .isEqualTo(new ProcessRow.Sizes(7L << 40, 80L << 20, 90L << 20, 70L << 20, 5L << 20));
    assertThat(row.traffic()).isEqualTo(433);
    assertThat(row.handles()).isEqualTo(33);
    assertThat(row.threads()).extracting(ThreadRow::tid).containsExactly(1000L, 1001L);
    assertThat(row.threads().getFirst().cpuNanos()).isEqualTo(9_000_000);
    assertThat(row.threads().getFirst().switches()).isEqualTo(12);
  }

  /// As Wine lists it; a real one comes after it.
  @Test
  void processThatIsBeingMadeIsNotThereYet() {
    Writer writer = new Writer();
    writer.process(0, 1024, 4711, 1, 2, 0);
    writer.set(32, 0x5555_5555_5555_5555L);
    writer.process(1024, 0, 4712, 1, 2, 0);
    assertThat(ProcessTable.parse(writer.bytes, ADDRESS))
        .extracting(ProcessRow::pid)
        .containsExactly(4712L);
  }

  @Test
  void memoryThatIsToldIsNotGuessed() {
    var memory = one(5, 6).memory(OptionalLong.of(1L << 30), OptionalLong.of(1));
    assertThat(memory.residentBytes()).hasValue(80L << 20);
    assertThat(memory.committedBytes()).hasValue(70L << 20);
    assertThat(memory.reservedBytes()).hasValue(1L << 30);
    assertThat(memory.peakResidentBytes()).hasValue(90L << 20);
    assertThat(memory.ussBytes()).hasValue(5L << 20);
    assertThat(memory.pssBytes()).isEmpty();
    assertThat(memory.swapBytes()).isEmpty();
  }

  @Test
  void memoryThatIsNotToldIsAbsent() {
    ProcessRow bare =
        new ProcessRow(
            new ProcessIdentity(1, 1, 1),
            0,
            "",
            0,
            new ProcessRow.Sizes(0, 0, 0, 0, 0),
            0,
            0,
            List.of());
    var memory = bare.memory(OptionalLong.empty(), OptionalLong.empty());
    assertThat(memory).isEqualTo(dev.lifeguard.job.MemoryReading.UNKNOWN);
    assertThat(bare.memory(OptionalLong.empty(), OptionalLong.of(9)).committedBytes()).hasValue(9);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {PROCESS_BYTES + 2 * THREAD_BYTES + 32, PROCESS_BYTES + 2 * THREAD_BYTES + 27})
  void nextRowIsFoundWhereverItLies(long next) {
    Writer writer = new Writer();
    writer.process(0, next, 0, 0, 2, 0);
    writer.process(next, next, 8, 4, 5, 0, 5, 0);
    writer.process(2 * next, 0, 12, 8, 5, 0);
    List<ProcessRow> rows = ProcessTable.parse(writer.bytes, ADDRESS);
    // The first one is the idle process, which is none.
    assertThat(rows).extracting(ProcessRow::name).containsExactly("p8.exe", "p12.exe");
  }

  @Test
  void stateIsThatOfTheThreads() {
    assertThat(one(5, 5, 5, 5).state()).isEqualTo(RunState.STOPPED);
    assertThat(one(5, 12, 5, 5).state()).isEqualTo(RunState.STOPPED);
    assertThat(one(5, 5, 5, 6).state()).isEqualTo(RunState.SLEEPING);
    assertThat(one(5, 5, 1, 5).state()).isEqualTo(RunState.RUNNING);
    assertThat(one().state()).isEqualTo(RunState.ZOMBIE);
  }

  @Test
  void waitsAreToldAsFarAsTheyAreKnown() {
    assertThat(waiting(2, 6)).isEqualTo(new Waiting.Not());
    assertThat(waiting(5, 4)).isEqualTo(new Waiting.Sleeping());
    assertThat(waiting(5, 11)).isEqualTo(new Waiting.Sleeping());
    assertThat(waiting(5, 5)).isEqualTo(new Waiting.Stopped());
    assertThat(waiting(5, 6)).isEqualTo(new Waiting.Elsewhere());
    assertThat(waiting(5, 15)).isEqualTo(new Waiting.Polling(-1, Waiting.Deadline.UNKNOWN));
    assertThat(waiting(5, 2)).isEqualTo(new Waiting.Uninterruptible());
    assertThat(waiting(5, 37))
        .isEqualTo(new Waiting.Locked(Waiting.Sharing.PRIVATE, Waiting.Deadline.UNKNOWN, 0));
  }

  private static Waiting waiting(int state, int reason) {
    return one(state, reason).threads().getFirst().waiting();
  }

  @Test
  void childIsYoungerThanItsParent() {
    Writer writer = new Writer();
    writer.process(0, 1024, 8, 99, 5, 0);
    writer.process(1024, 1024, 12, 8, 5, 0);
    writer.process(2048, 0, 16, 12, 5, 0);
    // The number 8 had another owner when 12 was started.
    writer.set(1024 + 32, STARTED - 10_000_000);
    ProcessList list = new ProcessList(ProcessTable.parse(writer.bytes, ADDRESS));
    ProcessRow eight = list.of(8).orElseThrow();
    ProcessRow twelve = list.of(12).orElseThrow();
    assertThat(list.childrenOf(eight)).isEmpty();
    assertThat(list.below(List.of(twelve))).extracting(ProcessRow::pid).containsExactly(12L, 16L);
    assertThat(list.below(List.of(eight, twelve)))
        .extracting(ProcessRow::pid)
        .containsExactly(8L, 12L, 16L);
  }
}
