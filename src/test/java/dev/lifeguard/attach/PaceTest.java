package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final long MILLI = 1_000_000L;
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Pace pace = new Pace();

  @Test
  void poolIsLookedAtAndMeasuredFourTimesASecondAtFirst() {
    assertThat(pace.untilLookNanos(0)).isZero();
    assertThat(pace.takeSample(0)).isTrue();
    pace.looked(0, MILLI, false, NO_LIMIT);
    assertThat(pace.untilLookNanos(MILLI)).isEqualTo(250 * MILLI);
    assertThat(pace.takeSample(249 * MILLI)).isFalse();
    assertThat(pace.takeSample(251 * MILLI)).isTrue();
  }

  @Test
  void whoMeasuresRarelyStillLooksOnceASecond() {
    pace.every(10_000 * MILLI, 0);
    assertThat(pace.takeSample(0)).isTrue();
    pace.looked(0, 0, false, NO_LIMIT);
    assertThat(pace.untilLookNanos(0)).isEqualTo(1_000 * MILLI);
    assertThat(pace.takeSample(9_999 * MILLI)).isFalse();
    assertThat(pace.takeSample(10_000 * MILLI)).isTrue();
  }

  @Test
  void whoAsksForANewPeriodOrASampleGetsOneAtOnce() {
    pace.looked(0, 0, false, NO_LIMIT);
    assertThat(pace.takeSample(0)).isTrue();
    pace.every(5_000 * MILLI, 20 * MILLI);
    assertThat(pace.untilLookNanos(20 * MILLI)).isZero();
    assertThat(pace.takeSample(20 * MILLI)).isTrue();
    pace.looked(20 * MILLI, 21 * MILLI, false, NO_LIMIT);
    pace.sampleNow(30 * MILLI);
    assertThat(pace.untilLookNanos(30 * MILLI)).isZero();
    assertThat(pace.takeSample(30 * MILLI)).isTrue();
  }

  @Test
  void afterSomethingHasHappenedTwelveLooksFollowQuickly() {
    pace.looked(0, 0, false, NO_LIMIT);
    pace.soon(0);
    assertThat(pace.untilLookNanos(0)).isEqualTo(15 * MILLI);
    for (int look = 1; look < 12; look++) {
      pace.looked(0, 0, false, NO_LIMIT);
      assertThat(pace.isThorough(0)).as("look %d", look).isTrue();
      assertThat(pace.untilLookNanos(0)).as("look %d", look).isEqualTo(15 * MILLI);
    }
    pace.looked(0, 0, false, NO_LIMIT);
    pace.looked(0, 0, false, NO_LIMIT);
    assertThat(pace.isThorough(0)).isFalse();
    assertThat(pace.untilLookNanos(0)).isEqualTo(250 * MILLI);
  }

  @Test
  void lookingTakesAFifthOfTheTimeAtMostAndNeverPausesForMoreThanASecond() {
    pace.looked(0, 100 * MILLI, false, NO_LIMIT);
    assertThat(pace.untilLookNanos(100 * MILLI)).isEqualTo(400 * MILLI);
    pace.looked(0, 900 * MILLI, false, NO_LIMIT);
    assertThat(pace.untilLookNanos(900 * MILLI)).isEqualTo(1_000 * MILLI);
    pace.looked(0, 0, false, 7 * MILLI);
    assertThat(pace.untilLookNanos(0)).isEqualTo(7 * MILLI);
  }

  @Test
  void aThoroughLookIsTakenOnceASecondAndAtOnceWhileNothingIsKnown() {
    assertThat(pace.isThorough(0)).isTrue();
    pace.looked(0, 0, true, NO_LIMIT);
    assertThat(pace.isThorough(0)).isTrue();
    pace.looked(0, 0, false, NO_LIMIT);
    assertThat(pace.isThorough(999 * MILLI)).isFalse();
    assertThat(pace.isThorough(1_000 * MILLI)).isTrue();
    pace.looked(1_000 * MILLI, 1_100 * MILLI, false, NO_LIMIT);
    assertThat(pace.isThorough(3_099 * MILLI)).isFalse();
    assertThat(pace.isThorough(3_100 * MILLI)).isTrue();
  }
}
