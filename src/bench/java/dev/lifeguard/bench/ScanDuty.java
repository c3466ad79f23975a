package dev.lifeguard.bench;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.linux.LinuxProbes;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How much of the time a large worker is held up by the scans of its memory map, which must stay
/// below one hundredth. The worker keeps changing its address space, so that there is always a
/// reason to scan. Told are the time that passed in rounds, which on a busy machine is mostly spent
/// waiting for a processor, and the processor time of the scanning thread, nearly all of which is
/// the kernel's walk over the pages.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.ScanDuty -Dbench="8 120"`: gigabytes, seconds.
public final class ScanDuty {
  /// Huge pages would make the scan two hundred times as fast, so they are refused (prctl 41).
  private static final String WORKER =
      """
      import ctypes, mmap, sys, time
      ctypes.CDLL(None).prctl(41, 1, 0, 0, 0)
      area = mmap.mmap(-1, int(sys.argv[1]) << 30, flags=0x22)
      for at in range(0, len(area), 4096):
          area[at] = 1
      print("ready", flush=True)
      while True:
          more = mmap.mmap(-1, 8 << 20, flags=0x22)
          time.sleep(0.2)
          more.close()
          time.sleep(0.2)
      """;

  private static final long PERIOD_MILLIS = 250;

  private ScanDuty() {}

  public static void main(String[] arguments) throws Exception {
    String gigabytes = arguments.length > 0 ? arguments[0] : "8";
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 120;
    Probes probes = new LinuxProbes();
    ProcessIdentity self = probes.identity(ProcessHandle.current().pid()).orElseThrow();
    Process worker = new ProcessBuilder("python3", "-I", "-S", "-c", WORKER, gigabytes).start();
    try (BufferedReader ready = worker.inputReader(StandardCharsets.UTF_8);
        ProcessProbe probe = probes.processes(self, System::nanoTime)) {
      ready.readLine();
      var watched =
          List.of(new ProcessProbe.Watched(1, probes.identity(worker.pid()).orElseThrow()));
      long began = System.nanoTime();
      long spent = 0;
      var threads = ManagementFactory.getThreadMXBean();
      long cpu = threads.getCurrentThreadCpuTime();
      List<Long> costs = new ArrayList<>();
      long longest = 0;
      boolean isShareKnown = false;
      while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
        ProcessProbe.Sample sample = probe.sample(watched);
        spent += sample.costNanos();
        costs.add(sample.costNanos());
        longest = Math.max(longest, sample.costNanos());
        for (ProcessReading reading : sample.readings()) {
          isShareKnown |= reading.worker() == 1 && reading.memory().pssBytes().isPresent();
        }
        Thread.sleep(PERIOD_MILLIS);
      }
      cpu = threads.getCurrentThreadCpuTime() - cpu;
      long passed = System.nanoTime() - began;
      costs.sort(null);
      long usual = costs.get(costs.size() / 2);
      System.out.printf(
          Locale.ROOT,
          "%s GB worker, %d s: rounds with all scans took %.3f %% of the time and %.3f %% of a"
              + " core, the scans alone %.3f %% of the time; usual round %.2f ms, longest %.1f ms,"
              + " PSS known: %s%n",
          gigabytes,
          seconds,
          100.0 * spent / passed,
          100.0 * cpu / passed,
          100.0 * (spent - usual * costs.size()) / passed,
          usual / 1e6,
          longest / 1e6,
          isShareKnown);
    } finally {
      worker.destroyForcibly();
    }
  }
}
