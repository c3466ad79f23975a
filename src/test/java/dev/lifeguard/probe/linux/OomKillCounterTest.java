package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OomKillCounterTest {
  private static final long SECOND = 1_000_000_000;

  private final OomKillCounter counter = new OomKillCounter();

  @Test
  void killThatATickSawBeforeTheDeathStillCounts() {
    counter.mark(7 * SECOND, 3);
    counter.mark(9 * SECOND, 4);
    assertThat(counter.rise(10 * SECOND, 4)).contains(new OomKillCounter.Rise(7 * SECOND, 3, 4));
  }

  @Test
  void killLongBeforeTheDeathDoesNotCount() {
    counter.mark(SECOND, 3);
    counter.mark(8 * SECOND, 4);
    assertThat(counter.rise(10 * SECOND, 4).orElseThrow().kills()).isZero();
  }

  @Test
  void earlyDeathIsComparedWithTheFirstMark() {
    counter.mark(SECOND, 3);
    assertThat(counter.rise(SECOND + 1, 5).orElseThrow().kills()).isEqualTo(2);
  }

  @Test
  void withoutAMarkNothingIsSaid() {
    assertThat(counter.rise(SECOND, 5)).isEmpty();
  }

  @Test
  void olderKernelsDoNotCount() {
    assertThat(OomKillCounter.count("nr_free_pages 4\n")).isEmpty();
    assertThat(OomKillCounter.count("nr_free_pages 4\noom_kill 12\n")).hasValue(12);
  }
}
