package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.worker.WorkerSettings;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/// The engine alone, with recording off: no-op tasks per second, and the time of one round trip
/// when there is one task at a time. For `src/bench/throughput.py`, which sets it beside others.
///
/// Arguments: PYTHON WORKERS TASKS TRIPS. Prints one line of JSON: `rate` in tasks per second
/// between the first start and the last end; the medians of `trip` (from the item's arrival to the
/// answer) and `turn` (from the decision to start the task to its answer) in microseconds.
public final class Rates {
  private static final int WARM_UP = 2_000;
  private static final String NOOP = "def work(item):\n    return None\n";

  private final String python;
  private final int workers;

  private Rates(String python, int workers) {
    this.python = python;
    this.workers = workers;
  }

  /// Runs both and prints.
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: Rates PYTHON WORKERS TASKS TRIPS");
      System.exit(2);
    }
    Rates rates = new Rates(arguments[0], Integer.parseInt(arguments[1]));
    double rate = rates.many(Integer.parseInt(arguments[2]));
    double[] trip = rates.oneByOne(Integer.parseInt(arguments[3]));
    System.out.printf("{\"rate\":%.0f,\"trip\":%.1f,\"turn\":%.1f}%n", rate, trip[0], trip[1]);
  }

  /// All at once. The first half warms up, the machine's compiler not least.
  private double many(int tasks) throws Exception {
    long[] seen = new long[2];
    try (Bare bare = new Bare(NOOP, new WorkerSettings.PythonStart.Spawn())) {
      Engine engine = bare.engine(python, workers, new AllAtOnce(2 * tasks));
      engine.subscribe(batch ->
          batch.forEach(event -> {
            if (event instanceof PoolEvent.TaskEnded e) {
              seen[0] = e.task() == tasks ? e.atNanos() : seen[0];
              seen[1] = e.atNanos();
            }
          }));
      engine.start();
      engine.ended().join();
    }
    return tasks / ((seen[1] - seen[0]) / 1e9);
  }

  private double[] oneByOne(int trips) throws Exception {
    try (Bare bare = new Bare(NOOP, new WorkerSettings.PythonStart.Spawn())) {
      OneByOne source = new OneByOne(trips + WARM_UP, bare.clock()::getAsLong);
      Engine engine = bare.engine(python, workers, source);
      engine.subscribe(source);
      engine.start();
      engine.ended().join();
      return new double[] {median(source.trip), median(source.turn)};
    }
  }

  private static double median(long[] nanos) {
    long[] sorted = Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e3;
  }

  /// The next item comes when the answer to the last one is there.
  private static final class OneByOne implements TaskSource, JobSource.Listener {
    private final Semaphore answered = new Semaphore(1);
    private final java.util.function.LongSupplier clock;
    private final long[] came;
    private final long[] started;
    private final long[] trip;
    private final long[] turn;
    private int task;

    private OneByOne(int count, java.util.function.LongSupplier clock) {
      this.clock = clock;
      came = new long[count];
      started = new long[count];
      trip = new long[count];
      turn = new long[count];
    }

    @Override
    public int discover() {
      answered.acquireUninterruptibly();
      if (task == came.length) {
        return 0;
      }
      came[task++] = clock.getAsLong();
      return 1;
    }

    @Override
    public void accept(List<PoolEvent> batch) {
      for (PoolEvent event : batch) {
        if (event instanceof PoolEvent.TaskStarted e) {
          started[e.task() - 1] = e.atNanos();
        } else if (event instanceof PoolEvent.TaskEnded e) {
          int index = e.task() - 1;
          long now = clock.getAsLong();
          trip[index] = now - came[index];
          turn[index] = now - started[index];
          answered.release();
        }
      }
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public List<Item> read(int firstTask, int count) {
      return AllAtOnce.items(firstTask, count);
    }

    @Override
    public void close() {}
  }
}
