package dev.lifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.Patience;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HandOverTest {
  private static final long FOR_EVER = TimeUnit.HOURS.toNanos(1);
  // More than comes in any second of a test.
  private static final long MUCH = 1L << 40;
  private static final HandOver.Entry ENTRY = new HandOver.Entry.Events(List.of(), false);
  private static final HandOver.Entry URGENT = new HandOver.Entry.Events(List.of(), true);

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

  @Test
  void whileMuchComesItIsGatheredUntilSomethingIsUrgent() throws Exception {
    HandOver handOver = busy(FOR_EVER);
    FutureTask<List<HandOver.Entry>> next = new FutureTask<>(() -> handOver.take(FOR_EVER));
    Thread writer = Thread.ofPlatform().start(next);
    assertThat(handOver.put(ENTRY, 10)).isTrue();
    assertThat(handOver.put(ENTRY, 10)).isTrue();
    Patience.await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
    assertThat(next.isDone()).isFalse();
    assertThat(handOver.put(URGENT, 10)).isTrue();
    assertThat(next.get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .containsExactly(ENTRY, ENTRY, URGENT);
  }

  @Test
  void whileMuchComesItIsGatheredUntilThereIsEnough() throws Exception {
    HandOver handOver = busy(FOR_EVER);
    FutureTask<List<HandOver.Entry>> next = new FutureTask<>(() -> handOver.take(FOR_EVER));
    Thread writer = Thread.ofPlatform().start(next);
    Patience.await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
    assertThat(handOver.put(ENTRY, 1 << 20)).isTrue();
    assertThat(next.get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly(ENTRY);
  }

  /// The writer has to force things to the disk in time.
  @Test
  void gatheringIsNoLongerThanThePatience() throws Exception {
    HandOver handOver = busy(FOR_EVER);
    assertThat(handOver.put(ENTRY, 10)).isTrue();
    FutureTask<List<HandOver.Entry>> next = new FutureTask<>(() -> handOver.take(1));
    Thread.ofPlatform().daemon().start(next);
    assertThat(next.get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly(ENTRY);
    assertThat(handOver.take(1)).isEmpty();
  }

  /// Another program may wait for each result before it sends its next item.
  @Test
  void whatComesSeldomIsTakenAtOnce() throws Exception {
    HandOver handOver = new HandOver(MUCH, FOR_EVER);
    for (int i = 0; i < 3; i++) {
      FutureTask<List<HandOver.Entry>> next = new FutureTask<>(() -> handOver.take(FOR_EVER));
      Thread writer = Thread.ofPlatform().start(next);
      Patience.await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
      assertThat(handOver.put(ENTRY, 1)).isTrue();
      assertThat(next.get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly(ENTRY);
    }
  }

  @Test
  void afterAPauseMuchIsNoLongerExpected() throws Exception {
    HandOver handOver = busy(1);
    assertThat(handOver.take(1)).isEmpty();
    assertThat(handOver.put(ENTRY, 1)).isTrue();
    assertThat(handOver.take(FOR_EVER)).containsExactly(ENTRY);
  }

  /// One to which much has just come.
  private static HandOver busy(long gatherNanos) throws InterruptedException {
    HandOver handOver = new HandOver(2 * MUCH, gatherNanos);
    assertThat(handOver.put(ENTRY, MUCH)).isTrue();
    assertThat(handOver.take(FOR_EVER)).containsExactly(ENTRY);
    return handOver;
  }

  @Test
  void workIsThereUntilItIsWritten() throws InterruptedException {
    HandOver handOver = new HandOver(1_000, 1);
    assertThat(handOver.hasWork()).isFalse();
    assertThat(handOver.put(ENTRY, 10)).isTrue();
    assertThat(handOver.hasWork()).isTrue();
    assertThat(handOver.take(FOR_EVER)).hasSize(1);
    assertThat(handOver.hasWork()).isTrue();
    assertThat(handOver.take(0)).isEmpty();
    assertThat(handOver.hasWork()).isFalse();
    assertThat(handOver.put(ENTRY, 10)).isTrue();
    handOver.discard();
    assertThat(handOver.hasWork()).isFalse();
    assertThat(handOver.backlogBytes()).isZero();
  }
}
