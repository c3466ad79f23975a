package dev.lifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DiskWatchTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final DiskWatch watch = new DiskWatch();
  private long now = 5 * SECOND;

  @Test
  void diskThatNeverAnswersIsStuck() {
    look(SECOND, true, 7);
    for (int i = 1; i < 10; i++) {
      assertThat(look(SECOND, true, 7)).as("after %d s", i).isFalse();
    }
    assertThat(look(SECOND, true, 7)).isTrue();
  }

  @Test
  void slowDiskIsNotStuck() {
    for (int i = 0; i < 100; i++) {
      assertThat(look(SECOND, true, i / 9)).isFalse();
    }
  }

  @Test
  void diskWithoutWorkIsNotStuck() {
    for (int i = 0; i < 100; i++) {
      assertThat(look(SECOND, false, 7)).isFalse();
    }
    assertThat(look(SECOND, true, 7)).isFalse();
  }

  @Test
  void programThatWasSuspendedDoesNotBlameTheDisk() {
    look(SECOND, true, 7);
    assertThat(look(3600 * SECOND, true, 7)).isFalse();
  }

  private boolean look(long later, boolean works, long progress) {
    now += later;
    return watch.isStuck(now, works, progress);
  }
}
