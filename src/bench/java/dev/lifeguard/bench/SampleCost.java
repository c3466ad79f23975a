package dev.lifeguard.bench;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.linux.LinuxProbes;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/// What one look at all processes of a pool costs, beside OSHI, `ps` and psutil, in the same run
/// and over the same processes; and what monitoring them once a second costs.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.SampleCost -Dbench="50 500"`: how many
/// processes the pools have. psutil is Debian's python3-psutil; without it its row is left out.
public final class SampleCost {
  private static final int ROUNDS = 60;
  private static final Duration MONITORED = Duration.ofSeconds(60);

  /// Workers that sleep, and one in ten that wakes up ten times a second.
  private static final String POOL =
      """
      import os, sys, time
      def worker(number):
          while True:
              time.sleep(0.1 if number % 10 == 0 else 600)
              bytearray(1 << 16)
      for number in range(int(sys.argv[1])):
          if os.fork() == 0:
              worker(number)
      print("ready", flush=True)
      sys.stdin.read()
      """;

  private static final String PSUTIL =
      """
      import psutil, statistics, sys, time
      parent = psutil.Process(int(sys.argv[1]))
      took = []
      for _ in range(20):
          began = time.perf_counter()
          for child in parent.children(recursive=True):
              with child.oneshot():
                  child.memory_info(), child.cpu_times(), child.status()
          took.append(time.perf_counter() - began)
      print(statistics.median(took) * 1e9)
      """;

  private final Process pool;
  private final int processes;

  private SampleCost(Process pool, int processes) {
    this.pool = pool;
    this.processes = processes;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> sizes = arguments.length == 0 ? List.of("50", "500") : Arrays.asList(arguments);
    System.out.println("| processes | means | p50 of one look | beside Lifeguard |");
    System.out.println("|---|---|---|---|");
    for (String size : sizes) {
      Process pool = new ProcessBuilder("python3", "-I", "-S", "-c", POOL, size).start();
      BufferedReader ready = pool.inputReader(StandardCharsets.UTF_8);
      try {
        ready.readLine();
        new SampleCost(pool, Integer.parseInt(size)).measure();
      } finally {
        pool.descendants().forEach(ProcessHandle::destroyForcibly);
        pool.destroyForcibly();
      }
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static long medianNanos(int rounds, Action action) throws Exception {
    long[] took = new long[rounds];
    for (int round = -5; round < rounds; round++) {
      long began = System.nanoTime();
      action.run();
      took[Math.max(0, round)] = System.nanoTime() - began;
    }
    Arrays.sort(took);
    return took[rounds / 2];
  }

  private void measure() throws Exception {
    Probes probes = new LinuxProbes();
    ProcessIdentity self = probes.identity(ProcessHandle.current().pid()).orElseThrow();
    List<ProcessProbe.Watched> workers = new ArrayList<>();
    for (ProcessHandle child : pool.descendants().toList()) {
      workers.add(
          new ProcessProbe.Watched(workers.size() + 1, probes.identity(child.pid()).orElseThrow()));
    }
    try (ProcessProbe probe = probes.processes(self, System::nanoTime)) {
      // The first scans are over then, and a round is as it will be for hours.
      settle(probe, workers);
      long ours = medianNanos(ROUNDS, () -> probe.sample(workers));
      row("Lifeguard", ours, ours);
      OperatingSystem system = new SystemInfo().getOperatingSystem();
      row(
          "OSHI getDescendantProcesses",
          medianNanos(20, () -> system.getDescendantProcesses((int) pool.pid(), null, null, 0)),
          ours);
      row(
          "ps -eo",
          medianNanos(20, () -> output("ps", "-eo", "pid,ppid,stat,rss,vsz,time,comm")),
          ours);
      psutil().ifPresent(nanos -> row("psutil", nanos, ours));
      monitor(probe, workers);
    }
  }

  private static void settle(ProcessProbe probe, List<ProcessProbe.Watched> workers)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 + workers.size() / 8);
    while (System.nanoTime() < end) {
      probe.sample(workers);
      Thread.sleep(250);
    }
  }

  private void row(String means, long nanos, long ours) {
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %.2f ms | %.1f |%n",
        processes,
        means,
        nanos / 1e6,
        nanos / (double) ours);
  }

  private OptionalLong psutil() throws Exception {
    String text = output("/usr/bin/python3", "-c", PSUTIL, Long.toString(pool.pid())).strip();
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of((long) Double.parseDouble(text));
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  /// Processor time of this thread, which is the one that samples.
  private void monitor(ProcessProbe probe, List<ProcessProbe.Watched> workers) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    List<Long> costs = new ArrayList<>();
    while (System.nanoTime() - began < MONITORED.toNanos()) {
      costs.add(probe.sample(workers).costNanos());
      Thread.sleep(1000);
    }
    double share = (threads.getCurrentThreadCpuTime() - cpu) / (double) (System.nanoTime() - began);
    costs.sort(null);
    System.out.printf(
        Locale.ROOT,
        "| %d | once a second for %d s | %.2f ms, %.2f %% of a core | |%n",
        processes,
        MONITORED.toSeconds(),
        costs.get(costs.size() / 2) / 1e6,
        100 * share);
  }
}
