package dev.lifeguard.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimeAxisTest {
  private static final double SECOND = 1e9;

  @Test
  void withoutGapsTimeRunsEvenly() {
    TimeAxis axis = new TimeAxis(Gaps.NONE, 1e6);
    assertThat(axis.pixel(3 * SECOND)).isEqualTo(3000);
    assertThat(axis.nanos(3000)).isEqualTo(3 * SECOND);
  }

  @Test
  void longGapTakesAsMuchRoomAsAnyOther() {
    TimeAxis axis = new TimeAxis(gaps(10, 3610), 1e7);
    assertThat(axis.pixel(10 * SECOND)).isEqualTo(1000);
    assertThat(axis.pixel(3610 * SECOND)).isEqualTo(1000 + TimeAxis.GAP_PIXELS);
    assertThat(axis.pixel(3611 * SECOND)).isEqualTo(1100 + TimeAxis.GAP_PIXELS);
  }

  @Test
  void gapThatIsNarrowAnywayIsLeftAsItIs() {
    assertThat(new TimeAxis(gaps(10, 16), SECOND).gapCount()).isZero();
    assertThat(new TimeAxis(gaps(10, 16), 1e6).gapCount()).isEqualTo(1);
  }

  @Test
  void placesAndMomentsAreEachOthersInverse() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      TimeAxis axis = new TimeAxis(someGaps(random), Math.pow(10, 3 + 6 * random.nextDouble()));
      double nanos = random.nextDouble() * 5000 * SECOND;
      assertThat(axis.nanos(axis.pixel(nanos))).isCloseTo(nanos, within(SECOND / 1000));
      assertThat(axis.pixel(nanos + SECOND)).isGreaterThan(axis.pixel(nanos));
    }
  }

  @Test
  void fittingUsesTheWholeWidthAlsoWithGaps() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      TimeAxis axis = TimeAxis.fitting(someGaps(random), 5000 * SECOND, 900);
      assertThat(axis.pixel(5000 * SECOND)).isBetween(400.0, 901.0);
    }
    assertThat(TimeAxis.fitting(gaps(10, 4000), 4010 * SECOND, 900).pixel(4010 * SECOND))
        .isCloseTo(900, within(1.0));
  }

  private static Gaps someGaps(Random random) {
    long[] from = new long[5];
    long[] until = new long[5];
    for (int i = 0; i < from.length; i++) {
      from[i] = (long) ((i * 1000 + 10 + random.nextInt(400)) * SECOND);
      until[i] = from[i] + (long) ((5 + random.nextInt(500)) * SECOND);
    }
    return Gaps.of(from, until, from.length);
  }

  private static Gaps gaps(long fromSeconds, long untilSeconds) {
    return Gaps.of(
        new long[] {(long) (fromSeconds * SECOND)}, new long[] {(long) (untilSeconds * SECOND)}, 1);
  }
}
