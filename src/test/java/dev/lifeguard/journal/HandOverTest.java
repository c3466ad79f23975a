package dev.lifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HandOverTest {
  private static final HandOver.Entry ENTRY = new HandOver.Entry.Events(List.of());

  /// With `limits.message: 1GiB` a single one may be four times as large as all that may wait.
  @Test
  void answerLargerThanAllThatMayWaitIsTaken() throws InterruptedException {
    HandOver handOver = new HandOver(1_000);
    assertThat(handOver.putWithAnswers(ENTRY, 250, 4_000)).isTrue();
    assertThat(handOver.putWithAnswers(ENTRY, 250, 4_000)).isTrue();
    assertThat(handOver.backlogBytes()).isEqualTo(8_500);
    assertThat(handOver.put(ENTRY, 501)).isFalse();
    assertThat(handOver.take(0)).hasSize(2);
    assertThat(handOver.put(ENTRY, 501)).isFalse();
    assertThat(handOver.putWithAnswers(ENTRY, 500, 4_000)).isTrue();
    assertThat(handOver.take(0)).hasSize(1);
    assertThat(handOver.backlogBytes()).isEqualTo(4_500);
    assertThat(handOver.put(ENTRY, 501)).isFalse();
    assertThat(handOver.take(0)).isEmpty();
    assertThat(handOver.backlogBytes()).isZero();
    assertThat(handOver.put(ENTRY, 1_000)).isTrue();
  }
}
