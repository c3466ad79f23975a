package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which of a cgroup's kills a death can be.
final class KillHistoryTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void killBeforeTheDeathIsOneOfThem() {
    KillHistory history = new KillHistory();
    history.started(0, 0);
    history.mark(5 * SECOND, 0);
    assertThat(history.about(10 * SECOND, 1)).isEqualTo(1);
  }

  @Test
  void killThatWasSeenLongBeforeIsNot() {
    KillHistory history = new KillHistory();
    history.started(0, 0);
    history.mark(5 * SECOND, 1);
    assertThat(history.about(10 * SECOND, 1)).isZero();
  }

  @Test
  void deathOfALargeProcessTakesItsTime() {
    KillHistory history = new KillHistory();
    history.started(0, 0);
    history.mark(9 * SECOND, 1);
    assertThat(history.about(10 * SECOND, 1)).isEqualTo(1);
  }

  @Test
  void eachProcessInTheSamePlaceHasItsOwn() {
    KillHistory history = new KillHistory();
    history.started(0, 0);
    history.started(3 * SECOND, 1);
    assertThat(history.about(2 * SECOND, 1)).isEqualTo(1);
    assertThat(history.about(4 * SECOND, 1)).isZero();
    assertThat(history.about(4 * SECOND, 2)).isEqualTo(1);
  }
}
