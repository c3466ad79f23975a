package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommitEstimateTest {
  private static final long SECOND = 1_000_000_000;
  private static final long PAGE = Kernel.PAGE_BYTES;
  private static final StatmLine SMALL = new StatmLine(1000, 100, 400);
  private static final StatmLine GROWN = new StatmLine(2000, 100, 1400);
  private static final StatmLine BIG = new StatmLine(1_000_000, 1L << 30, 1_000_000);

  private final CommitEstimate estimate = new CommitEstimate(0);

  @Test
  void withoutAScanAllDataIsTakenForCommitted() {
    assertThat(estimate.bytes(SMALL)).isEqualTo(400 * PAGE);
  }

  @Test
  void whatAScanFoundUncountedIsSubtractedFromThenOn() {
    estimate.scanned(SMALL, new SmapsAreas(300 * PAGE, 90 * PAGE), SMALL, SECOND, 1);
    assertThat(estimate.bytes(SMALL)).isEqualTo(300 * PAGE);
    assertThat(estimate.bytes(GROWN)).isEqualTo(1300 * PAGE);
  }

  @Test
  void scanOfAMovingProcessUsesTheFlagsOnly() {
    estimate.scanned(SMALL, new SmapsAreas(300 * PAGE, 90 * PAGE), GROWN, SECOND, 1);
    assertThat(estimate.bytes(SMALL)).isEqualTo(310 * PAGE);
  }

  @Test
  void estimateIsNeverNegative() {
    estimate.scanned(GROWN, new SmapsAreas(0, 1000 * PAGE), GROWN, SECOND, 1);
    assertThat(estimate.bytes(SMALL)).isZero();
  }

  @Test
  void firstScanWaitsUntilTheProcessHasSettled() {
    assertThat(estimate.isDue(SMALL, SECOND - 1)).isFalse();
    assertThat(estimate.isDue(SMALL, SECOND)).isTrue();
  }

  @Test
  void bigProcessThatWasNeverScannedIsLeftAlone() {
    assertThat(estimate.isDue(BIG, 1000 * SECOND)).isFalse();
  }

  @Test
  void processThatDidNotChangeIsNotScannedAgain() {
    estimate.scanned(SMALL, new SmapsAreas(0, 0), SMALL, SECOND, 1);
    assertThat(estimate.isDue(SMALL, 1000 * SECOND)).isFalse();
    assertThat(estimate.isDue(GROWN, 1000 * SECOND)).isTrue();
  }

  @Test
  void scanPausesAHundredTimesItsOwnLength() {
    estimate.scanned(SMALL, new SmapsAreas(0, 0), SMALL, 0, SECOND);
    assertThat(estimate.isDue(GROWN, 100 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(GROWN, 100 * SECOND)).isTrue();
  }

  @Test
  void bigProcessIsNotScannedMoreOftenThanEveryFiveSeconds() {
    estimate.scanned(SMALL, new SmapsAreas(0, 0), SMALL, 0, 1);
    assertThat(estimate.isDue(BIG, 5 * SECOND - 1)).isFalse();
    assertThat(estimate.isDue(BIG, 5 * SECOND)).isTrue();
  }

  @Test
  void refusedScanIsNotTriedAgain() {
    estimate.refused();
    assertThat(estimate.isDue(SMALL, 1000 * SECOND)).isFalse();
  }
}
