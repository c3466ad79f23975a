package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScannedMemoryTest {
  private static final long SECOND = 1_000_000_000;
  private static final long PAGE = Kernel.PAGE_BYTES;
  private static final StatmLine SMALL = new StatmLine(1000, 100, 400);
  private static final StatmLine GROWN = new StatmLine(2000, 100, 1400);
  private static final StatmLine BIG = new StatmLine(1_000_000, (8L << 30) / PAGE, 1_000_000);
  private static final StatmLine HUGE = new StatmLine(1_000_000, (64L << 30) / PAGE, 1_000_000);

  private final ScannedMemory estimate = new ScannedMemory(0);

  private static SmapsAreas areas(long accountedBytes, long noReserveBytes) {
    return new SmapsAreas(accountedBytes, noReserveBytes, 100 * PAGE, 60 * PAGE, 40 * PAGE);
  }

  @Test
  void withoutAScanAllDataIsTakenForCommitted() {
    assertThat(estimate.committedBytes(SMALL)).isEqualTo(400 * PAGE);
  }

  @Test
  void whatAScanFoundUncountedIsSubtractedFromThenOn() {
    estimate.scanned(SMALL, areas(300 * PAGE, 90 * PAGE), SMALL, SECOND, 1);
    assertThat(estimate.committedBytes(SMALL)).isEqualTo(300 * PAGE);
    assertThat(estimate.committedBytes(GROWN)).isEqualTo(1300 * PAGE);
  }

  @Test
  void scanOfAMovingProcessUsesTheFlagsOnly() {
    estimate.scanned(SMALL, areas(300 * PAGE, 90 * PAGE), GROWN, SECOND, 1);
    assertThat(estimate.committedBytes(SMALL)).isEqualTo(310 * PAGE);
  }

  @Test
  void estimateIsNeverNegative() {
    estimate.scanned(GROWN, areas(0, 1000 * PAGE), GROWN, SECOND, 1);
    assertThat(estimate.committedBytes(SMALL)).isZero();
  }

  @Test
  void firstScanWaitsUntilTheProcessHasSettled() {
    assertThat(estimate.isDue(SMALL, SECOND - 1)).isFalse();
    assertThat(estimate.isDue(SMALL, SECOND)).isTrue();
  }

  @Test
  void processThatAScanWouldHoldUpForLongIsLeftAlone() {
    assertThat(estimate.isDue(BIG, SECOND)).isTrue();
    assertThat(estimate.isDue(HUGE, 1000 * SECOND)).isFalse();
  }

  @Test
  void scanThatTookLongOnlyDelaysTheNext() {
    estimate.scanned(SMALL, areas(0, 0), SMALL, SECOND, 2 * SECOND);
    assertThat(estimate.isDue(GROWN, 301 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(GROWN, 301 * SECOND)).isTrue();
  }

  @Test
  void processThatDidNotChangeIsScannedOnceAMinute() {
    estimate.scanned(SMALL, areas(0, 0), SMALL, SECOND, 1);
    assertThat(estimate.isDue(SMALL, 61 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(SMALL, 61 * SECOND)).isTrue();
    assertThat(estimate.isDue(GROWN, 2 * SECOND)).isTrue();
  }

  @Test
  void memoryThatComesOrGoesIsReasonToScan() {
    estimate.scanned(SMALL, areas(0, 0), SMALL, SECOND, 1);
    assertThat(estimate.isDue(resident(100 + 256), 2 * SECOND)).isFalse();
    assertThat(estimate.isDue(resident(100 + 257), 2 * SECOND)).isTrue();
  }

  @Test
  void whatIsSharedIsUnknownBeforeAScanAndEstimatedAfterIt() {
    assertThat(estimate.pssBytes(SMALL)).isEmpty();
    assertThat(estimate.ussBytes(SMALL)).isEmpty();
    estimate.scanned(SMALL, areas(0, 0), SMALL, SECOND, 1);
    assertThat(estimate.pssBytes(SMALL)).hasValue(60 * PAGE);
    assertThat(estimate.ussBytes(SMALL)).hasValue(40 * PAGE);
    assertThat(estimate.pssBytes(resident(150))).hasValue(110 * PAGE);
    assertThat(estimate.ussBytes(resident(50))).as("never negative").hasValue(0);
  }

  private static StatmLine resident(long pages) {
    return new StatmLine(SMALL.sizePages(), pages, SMALL.dataPages());
  }

  @Test
  void scanPausesManyTimesItsOwnLength() {
    estimate.scanned(SMALL, areas(0, 0), SMALL, 0, SECOND / 10);
    assertThat(estimate.isDue(GROWN, 15 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(GROWN, 15 * SECOND)).isTrue();
  }

  @Test
  void bigProcessIsNotScannedMoreOftenThanEveryFiveSeconds() {
    estimate.scanned(SMALL, areas(0, 0), SMALL, 0, 1);
    assertThat(estimate.isDue(BIG, 5 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(BIG, 5 * SECOND)).isTrue();
  }

  @Test
  void refusedScanIsNotTriedAgain() {
    estimate.refused();
    assertThat(estimate.isDue(SMALL, 1000 * SECOND)).isFalse();
  }
}
