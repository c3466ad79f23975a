package dev.lifeguard.worker;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/// What the [SlotRunner]s of a [NativeCommandPort] have seen, on its way to the supervisor thread,
/// whose wait it ends. Thread-safe.
///
/// What somebody wants done comes after all that has happened: its time is that of its doing, and
/// what is told after it cannot be told as of an earlier moment.
final class SlotInbox {
  private final ConcurrentLinkedQueue<News> waiting = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<News.Wish> wishes = new ConcurrentLinkedQueue<>();
  private final LongSupplier clock;
  private final Wake wake;

  /// Something that has happened. Of each attempt in the order of this list.
  sealed interface News {
    /// An attempt runs.
    record Started(SlotRunner runner, CommandAttempt attempt, long atNanos) implements News {}

    /// There is no process for this order. When the outcome is [CommandSpawner.Outcome.Unable] the
    /// runner waits for [SlotRunner#goOn].
    record NotStarted(
        SlotRunner runner, CommandSpawner.Order order, CommandSpawner.Outcome outcome, long atNanos)
        implements News {}

    /// An attempt has exited. Unless it [CommandAttempt#isFinished], the runner waits for
    /// [SlotRunner#goOn], and whoever hears this buries it.
    record Ended(SlotRunner runner, CommandAttempt attempt, long atNanos) implements News {}

    /// The thread of a runner is at its end, and its lifeline of no use any more.
    record Gone(SlotRunner runner) implements News {}

    /// A thread has failed by a defect.
    record Broken(Throwable bug) implements News {}

    /// Somebody wants this done.
    record Wish(Runnable action) implements News {}
  }

  SlotInbox(LongSupplier clock, Wake wake) {
    this.clock = clock;
    this.wake = wake;
  }

  void started(SlotRunner runner, CommandAttempt attempt) {
    add(new News.Started(runner, attempt, clock.getAsLong()));
  }

  void notStarted(SlotRunner runner, CommandSpawner.Order order, CommandSpawner.Outcome outcome) {
    add(new News.NotStarted(runner, order, outcome, clock.getAsLong()));
  }

  void ended(SlotRunner runner, CommandAttempt attempt) {
    add(new News.Ended(runner, attempt, clock.getAsLong()));
  }

  void add(News news) {
    waiting.add(news);
    wake.up();
  }

  void wish(Runnable action) {
    wishes.add(new News.Wish(action));
    wake.up();
  }

  /// The next one, or nothing. On the supervisor thread.
  Optional<News> poll() {
    News next = waiting.poll();
    return Optional.ofNullable(next == null ? wishes.poll() : next);
  }
}
