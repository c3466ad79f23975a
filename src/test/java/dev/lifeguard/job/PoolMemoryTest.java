package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PoolMemoryTest {
  private static MemoryReading reading(long resident, OptionalLong pss) {
    return new MemoryReading(
        OptionalLong.of(resident),
        OptionalLong.of(10),
        OptionalLong.empty(),
        OptionalLong.empty(),
        pss,
        OptionalLong.empty(),
        OptionalLong.of(1));
  }

  @Test
  void sharedMemoryCountsOnce() {
    PoolMemory sum =
        PoolMemory.of(
            List.of(reading(100, OptionalLong.of(60)), reading(100, OptionalLong.of(60))));
    assertThat(sum.residentBytes()).hasValue(200);
    assertThat(sum.pssBytes()).hasValue(120);
    assertThat(sum.isPssComplete()).isTrue();
    assertThat(sum.committedBytes()).hasValue(20);
    assertThat(sum.swapBytes()).hasValue(2);
    assertThat(sum.reservedBytes()).as("unknown is not 0").isEmpty();
  }

  @Test
  void residentStandsForAShareThatIsNotKnownYet() {
    PoolMemory sum =
        PoolMemory.of(
            List.of(reading(100, OptionalLong.of(60)), reading(100, OptionalLong.empty())));
    assertThat(sum.pssBytes()).hasValue(160);
    assertThat(sum.isPssComplete()).isFalse();
  }

  @Test
  void nothingHasNoSum() {
    assertThat(PoolMemory.of(List.of()).residentBytes()).isEmpty();
  }
}
