package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// What a queued task costs, in memory and in time, and whether that depends on how many there are.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.QueueDepth [-Dbench="10000 100000 1000000"]`:
/// for each of these numbers it queues so many tasks in a paused pool of two Python workers, tells
/// the heap of the engine after a collection, lets them run (each answers its number) and tells the
/// rate and the heap in the end. The first number is run once more before, to warm up.
public final class QueueDepth {
  private static final double MEGABYTE = 1 << 20;

  private QueueDepth() {}

  /// Runs it and prints a line for each number.
  public static void main(String[] arguments) throws Exception {
    int[] depths =
        arguments.length > 0
            ? IntStream.range(0, arguments.length)
                .map(i -> Integer.parseInt(arguments[i]))
                .toArray()
            : new int[] {10_000, 100_000, 1_000_000};
    measure(100_000);
    System.out.println("tasks      queued MB   done MB   tasks/s   µs/task");
    for (int depth : depths) {
      System.out.println(measure(depth));
    }
  }

  private static String measure(int depth) throws Exception {
    double before = usedMegabytes();
    try (BenchJob job = new BenchJob("def work(item):\n    return item\n")) {
      Engine engine = job.engine(2, new Numbers(depth));
      Watcher watcher = new Watcher(depth);
      engine.subscribe(watcher::hear);
      engine.start();
      engine.send(new Command.Pause()).toCompletableFuture().get();
      watcher.queued.await();
      double queued = usedMegabytes() - before;
      long began = System.nanoTime();
      int left = depth - watcher.ended;
      engine.send(new Command.Go()).toCompletableFuture().get();
      engine.ended().get();
      double seconds = (watcher.lastNanos - began) / 1e9;
      double done = usedMegabytes() - before;
      if (engine.ended().get().exitCode() != 0) {
        throw new IllegalStateException("not every task is done");
      }
      return String.format(
          Locale.ROOT,
          "%-10d %9.1f %9.1f %9.0f %9.2f",
          depth,
          queued,
          done,
          left / seconds,
          seconds * 1e6 / left);
    }
  }

  private static double usedMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
  }

  /// Counts on the supervisor thread.
  private static final class Watcher {
    private final CountDownLatch queued = new CountDownLatch(1);
    private final int depth;
    private volatile int ended;
    private volatile long lastNanos;

    Watcher(int depth) {
      this.depth = depth;
    }

    void hear(List<PoolEvent> batch) {
      int more = 0;
      for (PoolEvent event : batch) {
        switch (event) {
          case PoolEvent.SourceEnded _ -> queued.countDown();
          case PoolEvent.TaskEnded _ -> more++;
          default -> {}
        }
      }
      ended += more;
      if (more > 0 && ended == depth) {
        lastNanos = System.nanoTime();
      }
    }
  }

  /// The numbers from 1 to so many.
  private static final class Numbers implements TaskSource {
    private final int count;
    private boolean told;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public int discover() {
      int found = told ? 0 : count;
      told = true;
      return found;
    }

    @Override
    public boolean isStream() {
      return false;
    }

    @Override
    public List<Item> read(int firstItem, int wanted) {
      return IntStream.range(firstItem, firstItem + wanted)
          .mapToObj(Integer::toString)
          .map(number -> new Item(Payload.of(number), number))
          .toList();
    }

    @Override
    public void close() {}
  }
}
