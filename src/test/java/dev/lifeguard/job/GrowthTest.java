package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class GrowthTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIB = 1 << 20;

  /// One point each half second for ten seconds.
  private static List<MemoryPoint> points(LongUnaryOperator mebibytesAtHalf) {
    List<MemoryPoint> points = new ArrayList<>();
    for (int half = 0; half <= 20; half++) {
      points.add(new MemoryPoint(half * SECOND / 2, mebibytesAtHalf.applyAsLong(half) * MIB, 0));
    }
    return points;
  }

  @Test
  void steadyGrowthIsToldWithTheTimeToTheLimit() {
    Growth growth =
        Growth.of(points(half -> 100 + 206 * half), 10 * SECOND, OptionalLong.of(8128L * MIB))
            .orElseThrow();
    assertThat(growth.bytesPerSecond()).isEqualTo(412 * MIB);
    assertThat(growth.words()).isEqualTo("grows 412 MiB/s, reaches its limit in about 9 s");
  }

  @Test
  void withoutALimitThereIsNoTime() {
    assertThat(
            Growth.of(points(half -> 10 * half), 10 * SECOND, OptionalLong.empty())
                .orElseThrow()
                .words())
        .isEqualTo("grows 20.0 MiB/s");
  }

  @Test
  void memoryThatStaysOrFallsDoesNotGrow() {
    assertThat(Growth.of(points(_ -> 100), 10 * SECOND, OptionalLong.empty())).isEmpty();
    assertThat(Growth.of(points(half -> 1000 - half), 10 * SECOND, OptionalLong.empty())).isEmpty();
  }

  @Test
  void upsAndDownsAreNoGrowth() {
    assertThat(
            Growth.of(
                points(half -> 100 + 2 * half + half % 2 * 200), 10 * SECOND, OptionalLong.empty()))
        .isEmpty();
  }

  @Test
  void oneLargeAllocationIsNoGrowth() {
    assertThat(Growth.of(points(half -> half < 9 ? 100 : 4000), 10 * SECOND, OptionalLong.empty()))
        .isEmpty();
  }

  @Test
  void growthThatHasStoppedIsForgotten() {
    assertThat(Growth.of(points(half -> 100 * half), 25 * SECOND, OptionalLong.empty())).isEmpty();
  }

  @Test
  void fewSecondsAreTooFew() {
    assertThat(
            Growth.of(points(half -> 100 * half).subList(0, 5), 2 * SECOND, OptionalLong.empty()))
        .isEmpty();
  }
}
