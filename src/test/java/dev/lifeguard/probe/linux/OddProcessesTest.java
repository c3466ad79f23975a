package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.PythonProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Processes that a reader of `/proc` stumbles over.
@EnabledOnOs(OS.LINUX)
final class OddProcessesTest {
  private static final ProcessIdentity SELF =
      ProcessIdentities.of(ProcessHandle.current().pid()).orElseThrow();

  private final LinuxInspector inspector = new LinuxInspector(System::nanoTime);

  private static ProcessIdentity identity(long pid) {
    return ProcessIdentities.of(pid).orElseThrow();
  }

  private ProcessDetail detail(ProcessIdentity process) {
    return inspector.process(process).seen().orElseThrow();
  }

  @Test
  void zombieHasNoMemoryAndThatIsSaid() throws IOException {
    try (PythonProcess python = PythonProcess.start()) {
      long child = Long.parseLong(python.run("import os; answer = os.fork() or os._exit(3)"));
      ProcessIdentity zombie = identity(child);
      await().until(() -> detail(zombie).state() == RunState.ZOMBIE);
      assertThat(inspector.memory(zombie, List.of()))
          .isInstanceOfSatisfying(
              Look.Refused.class,
              refused ->
                  assertThat(refused.why().toString()).contains("has ended and has no memory"));
      assertThat(detail(zombie).commandLine()).isEmpty();
      assertThat(detail(zombie).descriptorCount()).isEmpty();
      assertThat(inspector.threads(zombie).seen().orElseThrow().threads())
          .extracting(ThreadDetail::waitsFor)
          .containsExactly(Optional.of("has ended"));
    }
  }

  @Test
  void stoppedProcessIsReadAsAnyOther() throws Exception {
    try (PythonProcess python = PythonProcess.start()) {
      new ProcessBuilder("kill", "-STOP", Long.toString(python.pid())).start().waitFor();
      ProcessIdentity stopped = identity(python.pid());
      await().until(() -> detail(stopped).state() == RunState.STOPPED);
      MemoryDetail memory = inspector.memory(stopped, List.of()).seen().orElseThrow();
      assertThat(memory.sizes().pssBytes()).isPresent();
      assertThat(inspector.threads(stopped).seen().orElseThrow().threads().getFirst().waitsFor())
          .hasValueSatisfying(words -> assertThat(words).contains("suspended"));
    }
  }

  @Test
  void threadOfTheKernelHasNoMemory() {
    Optional<ProcessIdentity> kernelThread =
        ProcessIdentities.of(2)
            .filter(_ -> ProcText.read("/proc/2/comm").orElse("").strip().equals("kthreadd"));
    assumeThat(kernelThread).as("not in a container").isPresent();
    assertThat(inspector.memory(kernelThread.get(), List.of())).isInstanceOf(Look.Refused.class);
    assertThat(detail(kernelThread.get()).commandLine()).isEmpty();
  }

  @Test
  void fiveThousandMappingsAreAllCounted() throws IOException {
    try (PythonProcess python = PythonProcess.start()) {
      ProcessIdentity process = identity(python.pid());
      int before =
          inspector.memory(process, List.of()).seen().orElseThrow().map().orElseThrow().areas();
      python.run("import ctypes, mmap; c = ctypes.CDLL(None)");
      python.run("c.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]");
      python.run("area = mmap.mmap(-1, 5000 * 4096, flags=0x22)");
      python.run("at = ctypes.addressof(ctypes.c_char.from_buffer(area))");
      // Neighbours with different rights cannot be one area.
      python.run("[c.mprotect(at + page * 4096, 4096, 1) for page in range(0, 5000, 2)]");
      MemoryDetail memory =
          new LinuxInspector(System::nanoTime).memory(process, List.of()).seen().orElseThrow();
      MemoryMap map = memory.map().orElseThrow();
      assertThat(map.areas()).isGreaterThan(before + 4990);
      assertThat(map.largest()).hasSizeLessThan(100);
      assertThat(map.types().stream().mapToLong(use -> use.reservedBytes()).sum())
          .isEqualTo(memory.sizes().reservedBytes().orElseThrow());
    }
  }

  @Test
  void twoThousandThreadsAreAllTold() throws IOException {
    try (PythonProcess python = PythonProcess.start()) {
      python.run("import threading; threading.stack_size(65536); stay = threading.Event()");
      python.run("[threading.Thread(target=stay.wait, daemon=True).start() for _ in range(2000)]");
      ProcessIdentity process = identity(python.pid());
      ThreadsDetail threads = inspector.threads(process).seen().orElseThrow();
      assertThat(threads.threads()).hasSize(2001);
      assertThat(threads.threads())
          .filteredOn(
              each -> each.waitsFor().equals(Optional.of("waits for a lock, without a deadline")))
          .hasSizeGreaterThan(1900);
      MemoryDetail memory = inspector.memory(process, List.of()).seen().orElseThrow();
      assertThat(memory.map().orElseThrow().types())
          .filteredOn(use -> use.type() == MappingType.THREAD_STACKS)
          .singleElement()
          .satisfies(use -> assertThat(use.areas()).isGreaterThan(1900));
    }
  }

  @Test
  void commandLineOfFourKibibytesWithLineBreaksIsWhole() throws IOException {
    String word = "line\n".repeat(820);
    Process process = new ProcessBuilder("sh", "-c", "read x", word).start();
    try {
      await()
          .untilAsserted(() ->
              assertThat(detail(identity(process.pid())).commandLine())
                  .containsExactly("sh", "-c", "read x", word));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void refusalNamesTheOwnerAndTheRemedy() throws Exception {
    assertThat(Rights.refusal("memory map", SELF.pid()).reason())
        .contains("does not let itself be looked into");
    assumeThat(Rights.ownUser()).as("only root can start a process of another user").isZero();
    Process process =
        new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "sleep", "600").start();
    try {
      ProcessIdentity other = identity(process.pid());
      await().until(() -> detail(other).user().orElseThrow().number() == 65534);
      assertThat(Rights.refusal("memory map", other.pid()))
          .isEqualTo(
              new Unreadable(
                  "memory map",
                  "process " + other.pid() + " belongs to nobody",
                  "run Lifeguard as nobody or as root"));
    } finally {
      process.destroyForcibly();
    }
  }

  /// The kernel gives out numbers in order and can be told where to go on.
  @Test
  void laterOwnerOfANumberIsNeverShownAsTheOneBefore() throws Exception {
    Path last = Path.of("/proc/sys/kernel/ns_last_pid");
    assumeThat(Files.isWritable(last)).as("may set the next process number").isTrue();
    try (ProcessProbe probe =
        new LinuxProcessProbe(
            SELF, System::nanoTime, new OpenFiles(), new TaskChildren(new OpenFiles()))) {
      Process first = new ProcessBuilder("sleep", "600").start();
      ProcessIdentity worker = identity(first.pid());
      List<ProcessProbe.Watched> watched = List.of(new ProcessProbe.Watched(1, worker));
      assertThat(probe.sample(watched).readings()).anyMatch(it -> it.process().equals(worker));
      first.destroyForcibly().waitFor();
      // Its start time has a step of 10 ms.
      await().until(() -> ProcessIdentities.of(SELF.pid()).isPresent() && later(worker));
      Optional<Process> second = withNumber(worker.pid(), last);
      assumeThat(second).as("somebody else was always faster").isPresent();
      try {
        assertThat(probe.sample(watched).readings())
            .noneMatch(it -> it.process().pid() == worker.pid());
        assertThat(inspector.memory(worker, List.of())).isInstanceOf(Look.Gone.class);
        assertThat(inspector.memory(identity(worker.pid()), List.of()))
            .isInstanceOf(Look.Seen.class);
      } finally {
        second.get().destroyForcibly();
      }
    }
  }

  private static boolean later(ProcessIdentity worker) {
    String uptime = ProcText.read("/proc/uptime").orElseThrow();
    double seconds = Double.parseDouble(uptime.split(" ", -1)[0]);
    return seconds * Kernel.TICKS_PER_SECOND > worker.startTicks() + 2;
  }

  private static Optional<Process> withNumber(long pid, Path last) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      Files.write(last, Long.toString(pid - 1).getBytes(StandardCharsets.US_ASCII));
      Process process = new ProcessBuilder("sleep", "600").start();
      if (process.pid() == pid) {
        return Optional.of(process);
      }
      process.destroyForcibly();
    }
    return Optional.empty();
  }

  @Test
  void sizesAreThoseOfTheKernelAndOfPs() throws Exception {
    assumeThat(Path.of("/usr/bin/ps")).as("Debian's package procps").exists();
    try (PythonProcess python = PythonProcess.start();
        PythonProcess sharer = PythonProcess.start()) {
      for (PythonProcess each : List.of(sharer, python)) {
        each.run(
            "import mmap; area = mmap.mmap(-1, 50 << 20, flags=0x22); area.write(b'x' * (40 <<"
                + " 20))");
      }
      await().untilAsserted(() -> assertSizesOfKernelAndPs(python.pid()));
    }
  }

  private void assertSizesOfKernelAndPs(long pid) throws Exception {
    MemoryReading sizes = inspector.memory(identity(pid), List.of()).seen().orElseThrow().sizes();
    String rollup = ProcText.read("/proc/" + pid + "/smaps_rollup").orElseThrow();
    long own =
        KeyedLines.find(rollup, "Private_Clean").orElseThrow()
            + KeyedLines.find(rollup, "Private_Dirty").orElseThrow();
    assertClose(sizes.residentBytes().orElseThrow(), KeyedLines.find(rollup, "Rss").orElseThrow());
    assertClose(sizes.pssBytes().orElseThrow(), KeyedLines.find(rollup, "Pss").orElseThrow());
    assertClose(sizes.ussBytes().orElseThrow(), own);
    assertThat(sizes.swapBytes().orElseThrow())
        .isEqualTo(KeyedLines.find(rollup, "Swap").orElseThrow());

    long[] ps = numbers("ps", "-o", "rss=,vsz=", "-p", Long.toString(pid));
    assertClose(sizes.residentBytes().orElseThrow(), ps[0] << 10);
    assertThat(sizes.reservedBytes().orElseThrow()).isEqualTo(ps[1] << 10);
  }

  @Test
  void sharesAreThoseOfSmem(@TempDir Path directory) throws Exception {
    assumeThat(Path.of("/usr/bin/smem")).as("Debian's package smem").exists();
    try (PythonProcess python = PythonProcess.start();
        PythonProcess sharer = PythonProcess.start()) {
      for (PythonProcess each : List.of(sharer, python)) {
        each.run("import os, time; kid = os.fork() or (time.sleep(600), os._exit(0))");
        each.run("marked = bytearray(30 << 20)");
      }
      Path file = Files.write(directory.resolve("file"), new byte[8 << 20]);
      python.run("import mmap; file = open('" + file + "', 'rb'); os.fsync(file.fileno())");
      python.run("clean = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ); clean.read()");
      await().untilAsserted(() -> assertSharesOfSmem(python.pid()));
    }
  }

  private void assertSharesOfSmem(long pid) throws Exception {
    MemoryReading sizes = inspector.memory(identity(pid), List.of()).seen().orElseThrow().sizes();
    long[] row =
        output("smem", "-H", "-c", "pid swap uss pss rss")
            .lines()
            .map(OddProcessesTest::numbers)
            .filter(numbers -> numbers.length == 5 && numbers[0] == pid)
            .findFirst()
            .orElseThrow();
    assertThat(sizes.swapBytes().orElseThrow()).isEqualTo(row[1] << 10);
    assertClose(sizes.ussBytes().orElseThrow(), row[2] << 10);
    assertClose(sizes.pssBytes().orElseThrow(), row[3] << 10);
    assertClose(sizes.residentBytes().orElseThrow(), row[4] << 10);
  }

  /// The two looks are not of one moment, and the pages of the interpreter's own files are one
  /// process's or shared according to who else runs it just then. The test's second interpreter
  /// keeps them shared, and a look between which others came or went is taken again; what is
  /// measured wrong stays wrong however often one looks.
  private static void assertClose(long ours, long theirs) {
    assertThat(ours).isCloseTo(theirs, within(Math.max(256L << 10, theirs / 50)));
  }

  private static long[] numbers(String... command) throws Exception {
    return numbers(output(command));
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+"))
        .filter(word -> word.matches("[0-9]+"))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
