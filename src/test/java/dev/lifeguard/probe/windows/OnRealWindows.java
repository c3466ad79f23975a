package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/// Calls the real functions of Windows in all tests of a class, and ends what they have started.
@Tag("wine")
abstract sealed class OnRealWindows
    permits RacesTest, RealExitsTest, RealJobsTest, RealProcessesTest, RealStartsTest {
  static Win32 win32;

  final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void open() {
    win32 = WindowsLab.open();
  }

  @AfterAll
  static void closeBridge() {
    if (win32 instanceof WineBridge bridge) {
      bridge.close();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.removeLast().close();
    }
  }

  WindowsProbes probes() {
    return new WindowsProbes(() -> win32);
  }

  /// Ended after the test.
  Victim start(String words) {
    Victim victim = suspended(words);
    victim.go();
    return victim;
  }

  /// It has run nothing yet. Ended after the test.
  Victim suspended(String words) {
    Victim victim = Victim.startSuspended(win32, words);
    opened.add(victim);
    return victim;
  }

  /// Words for a process of ours that does what the first of them says: `victim.c`.
  static ProcessBuilder words(String... words) {
    List<String> all = new ArrayList<>();
    all.add(WindowsLab.windowsName(WindowsLab.program("victim")));
    all.addAll(List.of(words));
    ProcessBuilder how = new ProcessBuilder(all);
    if (!WindowsLab.IS_WINDOWS) {
      how.environment().clear(); // those of Linux say nothing there
    }
    return how;
  }

  /// Starts one as that of a worker, whose job ends it after the test.
  static StartedProcess start(WorkerJobs jobs, int worker, String... words) {
    try {
      jobs.prepare(worker);
      return jobs.start(worker, words(words));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /// Who is in the job of a worker, without the console that Wine has in it as well.
  static List<ProcessIdentity> members(WorkerJobs jobs, int worker) {
    return withoutConsole(jobs.members(worker));
  }

  static List<ProcessIdentity> withoutConsole(List<ProcessIdentity> processes) {
    ProcessList list = ProcessList.now(win32);
    return processes.stream()
        .filter(each -> list.of(each).filter(row -> !row.isConsole()).isPresent())
        .toList();
  }

  static int exitCode(StartedProcess started) {
    await().until(() -> !started.process().isAlive());
    return started.process().exitValue();
  }

  /// Puts the ends that it is told of there.
  ExitWatch watch(Map<ProcessIdentity, ExitWatch.Ending> endings) {
    return watch(win32, endings);
  }

  /// The same with other means to call the functions.
  ExitWatch watch(Win32 calls, Map<ProcessIdentity, ExitWatch.Ending> endings) {
    ExitWatch.Listener listener =
        new ExitWatch.Listener() {
          @Override
          public void ended(ExitWatch.Ending ending) {
            endings.put(ending.process(), ending);
          }

          @Override
          public void started(ProcessIdentity parent, ProcessIdentity child) {}
        };
    ExitWatch watch =
        new WindowsProbes(() -> calls).exits(listener, System::nanoTime).orElseThrow();
    opened.add(watch);
    return watch;
  }

  /// One that a victim has started.
  void killAtTheEnd(ProcessIdentity process) {
    opened.add(() -> watch(new ConcurrentHashMap<>()).signal(process, 9));
  }

  static long cpuNanos(ProcessIdentity process) {
    return ProcessList.now(win32).of(process).orElseThrow().cpuNanos();
  }

  /// Waits until it has used a processor for some steps of the system's clock.
  static void awaitUse(ProcessIdentity process) {
    long before = cpuNanos(process);
    await().until(() -> cpuNanos(process) - before > 50_000_000);
  }
}
