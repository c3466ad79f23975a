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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What many workers cost the supervisor while nothing happens: idle, and in a task asleep, waiting
/// for a child, or stuck.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.ManyWorkers [-Dbench="WORKERS SECONDS CASE…"]`:
/// starts so many Python workers (500, about 8 MB each) and measures for so many seconds (20) in
/// each of the cases (`idle`, `sleep`, `child`, `stuck`). Prints the share of one processor that
/// the whole program used, and its threads.
public final class ManyWorkers {
  private static final String WORK =
      """
      def work(item):
          import os, threading, time
          lock = threading.Lock()
          lock.acquire()
          if item == "idle":
              while not os.path.exists("go"):
                  time.sleep(0.2)
          elif item == "sleep":
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

  /// Runs it and prints a line for each case.
  public static void main(String[] arguments) throws Exception {
    int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    ManyWorkers bench = new ManyWorkers(workers, seconds);
    List<String> cases =
        List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
    for (String each : cases.isEmpty() ? List.of("idle", "sleep", "child", "stuck") : cases) {
      bench.measure(each);
    }
  }

  private void measure(String what) throws Exception {
    CountDownLatch begun = new CountDownLatch(workers);
    CountDownLatch ended = new CountDownLatch(workers);
    Later source = new Later(IntStream.range(0, workers).mapToObj(_ -> what).toList());
    try (BenchJob job = new BenchJob(WORK)) {
      Engine engine = job.engine(workers, source);
      engine.subscribe(batch -> {
        for (PoolEvent event : batch) {
          switch (event) {
            case PoolEvent.TaskStarted _ -> begun.countDown();
            case PoolEvent.TaskEnded _ -> ended.countDown();
            default -> {}
          }
        }
      });
      engine.start();
      begun.await();
      if (what.equals("idle")) {
        job.touch("go");
        ended.await();
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

  /// So many items, and then nothing for ever: whoever asks for more has to wait.
  private static final class Later implements TaskSource {
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<String> items;
    private boolean told;

    Later(List<String> items) {
      this.items = items;
    }

    @Override
    public int discover() {
      if (told) {
        try {
          never.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        return 0;
      }
      told = true;
      return items.size();
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public List<Item> read(int firstItem, int count) {
      return items.subList(firstItem - 1, firstItem - 1 + count).stream()
          .map(item -> new Item(Payload.of("\"" + item + "\""), item))
          .toList();
    }

    @Override
    public void close() {}
  }
}
