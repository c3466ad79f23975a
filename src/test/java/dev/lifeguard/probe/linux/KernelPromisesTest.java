package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.PythonProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Lifeguard calls committed moves by what the kernel counts: Committed_AS of `/proc/meminfo`.
/// That is a number of the whole machine and others move it as well, so each step is taken several
/// times and the middle of what it moved is compared.
@EnabledOnOs(OS.LINUX)
final class KernelPromisesTest {
  private static final long GIB = 1L << 30;
  private static final int ROUNDS = 5;

  private static final String TOOLS =
      "import ctypes, mmap, os, re, time; c = ctypes.CDLL(None, use_errno=True); c.mmap.restype ="
          + " ctypes.c_void_p; c.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] +"
          + " [ctypes.c_int] * 3 + [ctypes.c_long]; c.munmap.argtypes = [ctypes.c_void_p,"
          + " ctypes.c_size_t]; c.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t,"
          + " ctypes.c_int]; c.madvise.argtypes = c.mprotect.argtypes; promised = lambda:"
          + " int(re.search(r'Committed_AS: *(\\d+)', open('/proc/meminfo').read())[1]) * 1024";

  private PythonProcess python;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
    python.run(TOOLS);
  }

  @AfterEach
  void end() {
    python.close();
  }

  private static long committed(long pid) {
    ProcessIdentity process = ProcessIdentities.of(pid).orElseThrow();
    MemoryDetail memory =
        new LinuxInspector(System::nanoTime).memory(process, List.of()).seen().orElseThrow();
    return memory.sizes().committedBytes().orElseThrow();
  }

  private static long middle(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// `flags`: 0x22 is private and anonymous, 0x4000 without a promise, 0x21 shared; `rights`: 3 is
  /// read and write. `then` is done to the area at address `a`.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plain,                 0x22,   3, pass,                                   1, 1",
    "no promise,            0x4022, 3, pass,                                   0, 0",
    "no access,             0x22,   0, pass,                                   0, 0",
    "a quarter made usable, 0x22,   0, 'c.mprotect(a, 1 << 28, 3)',            0.25, 0.25",
    "shared,                0x21,   3, pass,                                   1, 0",
    "not to be inherited,   0x22,   3, 'c.madvise(a, 1 << 30, 10)',            1, 1",
    "made unusable again,   0x22,   3, 'c.mprotect(a, 1 << 30, 0)',            0, 0",
    "touched and unusable,  0x22,   3, 'ctypes.memset(a, 1, 4096); c.mprotect(a, 1 << 30, 0)', 1, 1"
  })
  void everyKindOfMappingIsCountedAsTheKernelDoes(
      String kind, String flags, int rights, String then, double machine, double process) {
    List<Long> machineMoved = new ArrayList<>();
    List<Long> processMoved = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long before = committed(python.pid());
      machineMoved.add(
          Long.parseLong(
              python.run(
                  "before = promised(); a = c.mmap(None, 1 << 30, %d, %s, -1, 0); %s; answer = promised() - before"
                      .formatted(rights, flags, then))));
      processMoved.add(committed(python.pid()) - before);
      python.run("c.munmap(a, 1 << 30)");
    }
    assertThat(middle(machineMoved) / (double) GIB).as(kind).isCloseTo(machine, within(0.01));
    assertThat(middle(processMoved) / (double) GIB).as(kind).isCloseTo(process, within(0.01));
  }

  /// Three children and their parent; what the parent has is there before the forks.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plain,               0x22,   pass,                        3",
    "no promise,          0x4022, pass,                        0",
    "shared,              0x21,   pass,                        0",
    "not to be inherited, 0x22,   'c.madvise(a, 1 << 30, 10)', 0"
  })
  void forkIsCountedAsTheKernelDoes(String kind, String flags, String then, int copies) {
    python.run("a = c.mmap(None, 1 << 30, 3, %s, -1, 0); %s".formatted(flags, then));
    List<Long> machineMoved = new ArrayList<>();
    List<Long> childrenHave = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String[] answer =
          python
              .run(
                  "before = promised(); kids = [os.fork() or (time.sleep(600), os._exit(0)) for _"
                      + " in range(3)]; answer = ' '.join(map(str, [promised() - before] + kids))")
              .split(" ", -1);
      machineMoved.add(Long.parseLong(answer[0]));
      childrenHave.add(
          Arrays.stream(answer).skip(1).mapToLong(pid -> committed(Long.parseLong(pid))).sum());
      python.run("[(os.kill(kid, 9), os.waitpid(kid, 0)) for kid in kids]");
    }
    assertThat(middle(machineMoved) / (3.0 * GIB))
        .as(kind + ": the machine against the children")
        .isCloseTo(middle(childrenHave) / (3.0 * GIB), within(0.01));
    assertThat(middle(childrenHave) / (double) GIB)
        .as(kind + ": the children")
        .isBetween((double) copies, copies + 3 * 0.05);
  }

  @Test
  void privateFileThatMayBeWrittenIsCountedInFull() {
    long before = committed(python.pid());
    List<Long> moved = new ArrayList<>();
    python.run("import tempfile; f = tempfile.TemporaryFile(); f.truncate(1 << 30)");
    for (int round = 0; round < ROUNDS; round++) {
      moved.add(
          Long.parseLong(
              python.run(
                  "before = promised(); a = c.mmap(None, 1 << 30, 3, 0x2, f.fileno(), 0); answer ="
                      + " promised() - before")));
      assertThat((committed(python.pid()) - before) / (double) GIB).isCloseTo(1, within(0.01));
      python.run("c.munmap(a, 1 << 30)");
    }
    assertThat(middle(moved) / (double) GIB).isCloseTo(1, within(0.01));
  }
}
