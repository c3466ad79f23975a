package dev.lifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is packed comes out as it went in.
final class ReelTest {
  // Several chunks, and the first array of them too small.
  private static final int MANY = 300_000;

  private static final List<TaskOutcome> OUTCOMES = List.of(TaskOutcome.values());

  private final Random random = new Random(11);
  private final Reel reel = new Reel();
  private final List<PoolEvent> events = new ArrayList<>();

  @Test
  void everyEventComesOutAsItWentIn() {
    RandomEvents others = new RandomEvents(3);
    for (Class<?> kind : RandomEvents.kinds()) {
      add(others.next(kind));
      add(hot(random.nextLong(5)));
    }
    for (int i = 0; i < MANY; i++) {
      add(hot(i));
    }
    assertThat(reel.size()).isEqualTo(events.size());
    assertThat(reel.between(0, reel.size())).isEqualTo(events);
  }

  @Test
  void whatWasHandedOutStaysAsItIs() {
    for (int i = 0; i < 1000; i++) {
      add(hot(i));
    }
    List<PoolEvent> before = List.copyOf(events);
    List<PoolEvent> handed = reel.between(0, 1000);
    List<PoolEvent> part = handed.subList(10, 900).subList(5, 6);
    for (int i = 0; i < MANY; i++) {
      add(hot(i));
    }
    assertThat(handed).isEqualTo(before);
    assertThat(part).containsExactly(before.get(15));
    assertThatThrownBy(() -> handed.get(1000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> handed.subList(0, 1001)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void momentsAreFoundAlthoughEventsComeLate() {
    assertThat(reel.countUpTo(Long.MAX_VALUE)).isZero();
    for (long at : new long[] {5, 7, 6, 7, 9}) {
      add(hot(at));
    }
    assertThat(reel.countUpTo(0)).as("the first one always").isEqualTo(1);
    assertThat(reel.countUpTo(6)).as("nothing is known before what was known before").isEqualTo(1);
    assertThat(reel.countUpTo(7)).isEqualTo(4);
    assertThat(reel.countUpTo(9)).isEqualTo(5);
    assertThat(reel.lengthNanos()).isEqualTo(9);
    assertThat(reel.between(0, 5)).isEqualTo(events);
  }

  private void add(PoolEvent event) {
    events.add(event);
    reel.add(event);
  }

  private PoolEvent hot(long at) {
    int task = random.nextInt(100);
    return switch (random.nextInt(4)) {
      case 0, 1 -> new PoolEvent.TaskStarted(at, task, 1 + task % 3, 1 + task % 8, "item " + task);
      case 2 -> ended(at, task, TaskOutcome.DONE, Payload.EMPTY);
      default ->
          ended(at, task, OUTCOMES.get(task % OUTCOMES.size()), Payload.of("\"" + task + "\""));
    };
  }

  private static PoolEvent ended(long at, int task, TaskOutcome outcome, Payload value) {
    OptionalInt worker = task % 7 == 0 ? OptionalInt.empty() : OptionalInt.of(1 + task % 8);
    return new PoolEvent.TaskEnded(
        at, task, outcome, 1 + task % 3, worker, new TaskAnswer.Result(value));
  }
}
