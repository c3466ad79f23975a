package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What many workers cost the supervisor while nothing happens: idle, asleep in a task, and stuck
/// in a task.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.ManyWorkers [-Dbench="WORKERS SECONDS"]`: starts
/// so many Python workers (500, about 8 MB each) and measures for so many seconds (20) in each of
/// the three cases. Prints the share of one processor that the whole program used, and its threads.
public final class ManyWorkers {
  private static final String WORK =
      """
      def work(item):
          import threading, time
          lock = threading.Lock()
          lock.acquire()
          if item == "sleep":
              time.sleep(100000)
          elif item == "child":
              import subprocess
              subprocess.run(["sleep", "100000"])
          else:
              lock.acquire()
      """;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int workers;
  private final int seconds;

  private ManyWorkers(int workers, int seconds) {
    this.workers = workers;
    this.seconds = seconds;
  }

  /// Runs it and prints three lines.
  public static void main(String[] arguments) throws Exception {
    int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    ManyWorkers bench = new ManyWorkers(workers, seconds);
    bench.measure("idle");
    bench.measure("sleep");
    bench.measure("child");
    bench.measure("stuck");
  }

  private void measure(String what) throws Exception {
    CountDownLatch there = new CountDownLatch(workers);
    Later source = new Later();
    try (BenchJob job = new BenchJob(WORK)) {
      Engine engine = job.engine(workers, source);
      boolean idle = what.equals("idle");
      engine.subscribe(batch -> {
        for (PoolEvent event : batch) {
          if (idle ? event instanceof PoolEvent.WorkerReady : isStart(event)) {
            there.countDown();
          }
        }
      });
      engine.start();
      source.give(idle ? List.of() : IntStream.range(0, workers).mapToObj(_ -> what).toList());
      if (!there.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the workers do not start");
      }
      // They settle down.
      TimeUnit.SECONDS.sleep(5);
      Usage before = Usage.now();
      TimeUnit.SECONDS.sleep(seconds);
      System.out.println(what + ": " + Usage.now().since(before));
      engine.send(new Command.Abort("measured"));
      engine.ended().get();
    }
  }

  private static boolean isStart(PoolEvent event) {
    return event instanceof PoolEvent.TaskStarted;
  }

  /// Processor time of this program and its threads.
  private record Usage(long atNanos, long cpuNanos, Map<String, Long> threads) {
    static Usage now() {
      Map<String, Long> threads = new TreeMap<>();
      for (ThreadInfo thread : THREADS.dumpAllThreads(false, false, 0)) {
        long nanos = THREADS.getThreadCpuTime(thread.getThreadId());
        threads.merge(thread.getThreadName(), Math.max(0, nanos), Long::sum);
      }
      var system =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Usage(System.nanoTime(), system.getProcessCpuTime(), threads);
    }

    String since(Usage before) {
      double passed = atNanos - before.atNanos;
      List<String> words = new ArrayList<>();
      words.add(percent((cpuNanos - before.cpuNanos) / passed) + " of a processor");
      threads.forEach((name, nanos) -> {
        double share = (nanos - before.threads.getOrDefault(name, 0L)) / passed;
        if (share >= 0.0005) {
          words.add(name + " " + percent(share));
        }
      });
      return String.join(", ", words);
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
  }

  /// Items that come later; until then whoever asks has to wait.
  private static final class Later implements TaskSource {
    private final BlockingQueue<List<String>> arriving = new LinkedBlockingQueue<>();
    private final List<String> all = new ArrayList<>();

    void give(List<String> items) {
      if (!items.isEmpty()) {
        arriving.add(items);
      }
    }

    @Override
    public int discover() throws SourceException {
      try {
        List<String> items = arriving.take();
        all.addAll(items);
        return items.size();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return 0;
      }
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public List<Item> read(int firstItem, int count) {
      return all.subList(firstItem - 1, firstItem - 1 + count).stream()
          .map(item -> new Item(Payload.of("\"" + item + "\""), item))
          .toList();
    }

    @Override
    public void close() {}
  }
}
