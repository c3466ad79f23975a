package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.Observer;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.PythonProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LinuxProcessProbeTest {
  private static final long MEGABYTE = 1 << 20;
  private static final long SIZE = 300 * MEGABYTE;
  private static final String MAP = "import mmap; area = mmap.mmap(-1, %d, flags=%d)";
  private static final int PRIVATE = 0x22;
  private static final int PRIVATE_NO_RESERVE = 0x4022;
  private static final String FORK =
      "import os, time; child = os.fork() or (time.sleep(600), os._exit(0)); answer = child";
  private static final ProcessIdentity SUPERVISOR =
      ProcessIdentities.of(ProcessHandle.current().pid()).orElseThrow();

  private PythonProcess python;
  private Observer observer;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
    observer = observe(new TaskChildren(new OpenFiles()), identity());
  }

  @AfterEach
  void end() {
    observer.close();
    python.close();
  }

  private ProcessIdentity identity() {
    return ProcessIdentities.of(python.pid()).orElseThrow();
  }

  private static Observer observe(ChildFinder finder, ProcessIdentity... workers) {
    ProcessProbe probe =
        new LinuxProcessProbe(SUPERVISOR, System::nanoTime, new OpenFiles(), finder);
    return new Observer(probe, workers);
  }

  private MemoryReading memory() {
    return observer.of(python.pid()).orElseThrow().memory();
  }

  private static boolean isAbout(OptionalLong now, long expected) {
    return Math.abs(now.orElseThrow() - expected) < 8 * MEGABYTE;
  }

  @Test
  void workerIsDescribedInFull() {
    ProcessReading reading = observer.until(python.pid(), _ -> true);
    assertThat(reading.worker()).isEqualTo(1);
    assertThat(reading.process()).isEqualTo(identity());
    assertThat(reading.parentPid()).isEqualTo(SUPERVISOR.pid());
    assertThat(reading.name()).startsWith("python");
    assertThat(reading.memory().residentBytes().orElseThrow()).isGreaterThan(MEGABYTE);
    assertThat(reading.memory().peakResidentBytes().orElseThrow())
        .isGreaterThanOrEqualTo(reading.memory().residentBytes().orElseThrow());
    assertThat(observer.of(SUPERVISOR.pid()).orElseThrow().worker()).isZero();
  }

  @Test
  void untouchedMemoryIsCommittedAndNotResident() {
    observer.sample();
    MemoryReading before = memory();
    python.run(MAP.formatted(SIZE, PRIVATE));
    observer.until(() -> isAbout(memory().committedBytes(), committed(before) + SIZE));
    assertThat(isAbout(memory().reservedBytes(), before.reservedBytes().orElseThrow() + SIZE))
        .isTrue();
    assertThat(isAbout(memory().residentBytes(), before.residentBytes().orElseThrow())).isTrue();
  }

  @Test
  void touchedMemoryIsResidentAndLeavesAPeak() {
    observer.sample();
    MemoryReading before = memory();
    long touched = before.residentBytes().orElseThrow() + SIZE;
    python.run(MAP.formatted(SIZE, PRIVATE));
    python.run("for at in range(0, len(area), 4096): area[at] = 1");
    observer.until(() -> isAbout(memory().residentBytes(), touched));
    python.run("area.close()");
    observer.until(() -> isAbout(memory().residentBytes(), touched - SIZE));
    assertThat(isAbout(memory().peakResidentBytes(), touched)).isTrue();
  }

  @Test
  void memoryWithoutAPromiseIsReservedOnly() {
    observer.sample();
    MemoryReading before = memory();
    python.run(MAP.formatted(SIZE, PRIVATE_NO_RESERVE));
    observer.until(() ->
        isAbout(memory().reservedBytes(), before.reservedBytes().orElseThrow() + SIZE)
            && isAbout(memory().committedBytes(), committed(before)));
  }

  private static long committed(MemoryReading memory) {
    return memory.committedBytes().orElseThrow();
  }

  @Test
  void busyWorkerUsesAProcessor() throws IOException {
    observer.sample();
    python.tell("while True: pass");
    ProcessReading busy = observer.until(python.pid(), reading -> reading.cpuShare() > 0.2);
    assertThat(busy.state()).isEqualTo(RunState.RUNNING);
    observer.until(python.pid(), reading -> reading.cpuNanos() > busy.cpuNanos());
  }

  @Test
  void stoppedWorkerIsStopped() throws Exception {
    observer.sample();
    new ProcessBuilder("kill", "-STOP", Long.toString(python.pid())).start().waitFor();
    observer.until(python.pid(), reading -> reading.state() == RunState.STOPPED);
    new ProcessBuilder("kill", "-CONT", Long.toString(python.pid())).start().waitFor();
    observer.until(python.pid(), reading -> reading.state() == RunState.SLEEPING);
  }

  @Test
  void childAppearsUnderItsWorkerAndGoes() {
    appearsAndGoes(observer);
  }

  @Test
  void childIsFoundOnKernelsThatDoNotListChildren() {
    try (Observer scanning = observe(new ParentScan(), identity())) {
      appearsAndGoes(scanning);
    }
  }

  private void appearsAndGoes(Observer by) {
    by.sample();
    long child = Long.parseLong(python.run(FORK));
    ProcessReading reading = by.until(child, _ -> true);
    assertThat(reading.worker()).isEqualTo(1);
    assertThat(reading.parentPid()).isEqualTo(python.pid());
    python.run("import signal; os.kill(child, signal.SIGKILL); os.waitpid(child, 0)");
    by.until(() -> by.gone().contains(reading.process()));
  }

  @Test
  void grandchildOfAnotherThreadIsFound() {
    observer.sample();
    String inner = FORK.replace("\"", "'") + "; print(answer, flush=True); time.sleep(600)";
    python.run("import subprocess, threading, sys, time");
    python.run(
        "start = lambda: globals().update(answer=subprocess.Popen("
            + "[sys.executable, '-c', \"%s\"], stdout=subprocess.PIPE).stdout.readline().decode())"
                .formatted(inner)
            + " or time.sleep(600)");
    python.run("threading.Thread(target=start, daemon=True).start()");
    long grandchild = awaitGrandchild();
    ProcessReading reading = observer.until(grandchild, _ -> true);
    assertThat(reading.worker()).isEqualTo(1);
    assertThat(reading.parentPid()).isNotEqualTo(python.pid());
    assertThat(observer.of(reading.parentPid())).isPresent();
  }

  private long awaitGrandchild() {
    await().until(() -> python.process().toHandle().descendants().count() == 2);
    return python
        .process()
        .toHandle()
        .descendants()
        .filter(handle -> handle.parent().orElseThrow().pid() != python.pid())
        .findFirst()
        .orElseThrow()
        .pid();
  }

  @Test
  void orphanStaysWithItsWorker() {
    observer.sample();
    long child = Long.parseLong(python.run(FORK));
    ProcessIdentity orphan = observer.until(child, _ -> true).process();
    python.process().destroyForcibly().onExit().join();
    observer.until(child, reading -> reading.parentPid() != python.pid());
    assertThat(observer.of(child).orElseThrow().worker()).isEqualTo(1);
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    observer.until(() -> observer.gone().contains(orphan));
  }

  @Test
  void endedDescendantThatNobodyReapedHasNoMemory() {
    observer.sample();
    long child = Long.parseLong(python.run(FORK));
    observer.until(child, _ -> true);
    python.run("import signal; os.kill(child, signal.SIGKILL)");
    ProcessReading zombie = observer.until(child, reading -> reading.state() == RunState.ZOMBIE);
    assertThat(zombie.memory()).isEqualTo(MemoryReading.UNKNOWN);
  }

  @Test
  void sleepingProcessesAreQuiet() {
    observer.until(python.pid(), reading -> reading.state() == RunState.SLEEPING);
    // The first scan of its areas may correct the estimate once.
    int[] rounds = {0};
    int[] news = {0};
    observer.until(() -> {
      boolean said =
          observer.sample().readings().stream().anyMatch(reading -> reading.worker() == 1);
      rounds[0]++;
      news[0] += said ? 1 : 0;
      return rounds[0] == 60;
    });
    assertThat(news[0]).isLessThanOrEqualTo(1);
  }

  @Test
  void endedWorkerThatNobodyReapedKeepsItsLastReading() {
    long child = Long.parseLong(python.run(FORK));
    ProcessIdentity worker = ProcessIdentities.of(child).orElseThrow();
    try (Observer watching = observe(new TaskChildren(new OpenFiles()), worker)) {
      ProcessReading last = watching.until(child, _ -> true);
      python.run("import signal; os.kill(child, signal.SIGKILL); os.waitid(0, 0, 0x01000004)");
      ProcessProbe.Sample sample = watching.sample();
      assertThat(sample.readings()).noneMatch(reading -> reading.process().equals(worker));
      assertThat(sample.gone()).isEmpty();
      assertThat(watching.of(child)).contains(last);
    }
  }

  @Test
  void numberThatHasANewOwnerIsNotTheWorker() {
    ProcessIdentity now = identity();
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, 0);
    try (Observer late = observe(new TaskChildren(new OpenFiles()), earlier)) {
      assertThat(late.sample().readings()).extracting(ProcessReading::worker).containsExactly(0);
    }
  }

  @Test
  void helpersOfTheSupervisorAreNotShown() {
    try (Observer empty = observe(new TaskChildren(new OpenFiles()))) {
      // More rounds than it takes to look at every thread of the supervisor.
      for (int round = 0; round < 10; round++) {
        assertThat(empty.sample().readings())
            .extracting(ProcessReading::process)
            .isSubsetOf(SUPERVISOR);
      }
    }
  }

  @Test
  void workerThatIsWatchedNoLongerIsForgottenWithItsChildren() {
    observer.sample();
    long child = Long.parseLong(python.run(FORK));
    observer.until(child, _ -> true);
    observer.watchNobody();
    assertThat(observer.sample().gone()).isEmpty();
    python.run("import signal; os.kill(child, signal.SIGKILL); os.waitpid(child, 0)");
    assertThat(observer.sample().gone()).isEmpty();
  }

  @Test
  void interruptedRoundLosesNothing() {
    observer.sample();
    Thread.currentThread().interrupt();
    assertThat(observer.sample().gone()).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
    python.run(MAP.formatted(SIZE, PRIVATE));
    observer.until(() -> memory().committedBytes().orElseThrow() > SIZE);
  }

  @Test
  void closingLeavesNoFileOpen() throws IOException {
    observer.sample();
    long child = Long.parseLong(python.run(FORK));
    observer.until(child, _ -> true);
    assertThat(openFilesOfWorkers()).isPositive();
    observer.close();
    assertThat(openFilesOfWorkers()).isZero();
  }

  private long openFilesOfWorkers() throws IOException {
    String own = "/proc/" + SUPERVISOR.pid() + "/";
    long open = 0;
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        boolean mine = target.endsWith("/stat") || target.endsWith("/statm");
        open += mine && target.startsWith("/proc/") && !target.startsWith(own) ? 1 : 0;
      }
    }
    return open;
  }

  /// The directory's own descriptor is gone by the time it is asked for.
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return "";
    }
  }
}
