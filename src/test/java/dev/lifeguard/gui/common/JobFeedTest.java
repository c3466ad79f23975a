package dev.lifeguard.gui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobFeedTest {
  private final ScriptedSource source = new ScriptedSource();
  private final Queue<Runnable> fxThread = new ConcurrentLinkedQueue<>();
  private final List<Picture> drawn = new CopyOnWriteArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final JobFeed<Picture> feed = new JobFeed<>(this::photograph, fxThread::add, drawn::add);

  private record Picture(int tasks, Moment moment) {}

  private Picture photograph(JobModel model, Moment moment) {
    taken.incrementAndGet();
    return new Picture(model.taskCount(), moment);
  }

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void drawsWhatWasToldBeforeAndAfterItBegan() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.follow(source);
    awaitDrawn(5);
    source.tell(List.of(new PoolEvent.TasksQueued(1, 6, 2)));
    awaitDrawn(7);
  }

  @Test
  void takesNoFurtherPictureBeforeTheLastOneIsDrawn() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.follow(source);
    await().until(() -> taken.get() == 1);
    for (int task = 6; task < 600; task++) {
      source.tell(List.of(new PoolEvent.TasksQueued(1, task, 1)));
    }
    // Longer than the clock's gap, in which an unhindered feed takes several pictures.
    await().during(Duration.ofMillis(400)).until(() -> taken.get() == 1);
    assertThat(fxThread).hasSize(1);
    awaitDrawn(599);
  }

  @Test
  void anImpossibleEventIsToldAndNothingAfterItIsBelieved() {
    source.tell(new Story().job("a", 1, 5).events());
    source.tell(List.of(new PoolEvent.TasksQueued(1, 99, 1), new PoolEvent.TasksQueued(1, 6, 1)));
    feed.follow(source);
    awaitDrawn(5);
    await()
        .untilAsserted(() -> {
          runFxThread();
          assertThat(drawn.getLast().moment().fault()).contains("99");
        });
    assertThat(drawn.getLast().tasks()).isEqualTo(5);
  }

  @Test
  void clockGoesOnWithoutEventsButNotFurtherThanCanBeKnown() {
    source.tell(new Story().job("a", 1, 5).after(1000).worker(1, 2, 0).events());
    feed.follow(source);
    await()
        .untilAsserted(() -> {
          runFxThread();
          assertThat(drawn.getLast().moment().silentNanos()).isGreaterThan(Silence.NANOS);
        });
    assertThat(drawn.getLast().moment().nowNanos()).isEqualTo(1_001_000_000L + Silence.NANOS);
  }

  @Test
  void closedFeedHoldsNobodyUp() {
    feed.follow(source);
    feed.close();
    for (int i = 0; i < 5000; i++) {
      source.tell(List.of(new PoolEvent.SourceEnded(1)));
    }
    assertThat(drawn).isEmpty();
  }

  private void awaitDrawn(int tasks) {
    await()
        .until(() -> {
          runFxThread();
          return !drawn.isEmpty() && drawn.getLast().tasks() == tasks;
        });
  }

  private void runFxThread() {
    Runnable work;
    while ((work = fxThread.poll()) != null) {
      work.run();
    }
  }
}
