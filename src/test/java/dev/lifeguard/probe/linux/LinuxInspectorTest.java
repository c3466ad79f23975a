package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.OpenDescriptor;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.probe.PythonProcess;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LinuxInspectorTest {
  private static final long SIZE = 300L << 20;
  private static final String MAP = "import mmap; area = mmap.mmap(-1, %d, flags=%d)";

  private final LinuxInspector inspector = new LinuxInspector(System::nanoTime);
  private PythonProcess python;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
  }

  @AfterEach
  void end() {
    python.close();
  }

  private ProcessIdentity identity() {
    return identity(python.pid());
  }

  private static ProcessIdentity identity(long pid) {
    return ProcessIdentities.of(pid).orElseThrow();
  }

  private MemoryDetail memory(ProcessIdentity... family) {
    return new LinuxInspector(System::nanoTime)
        .memory(identity(), List.of(family))
        .seen()
        .orElseThrow();
  }

  private static MappingUse use(MemoryDetail memory, MappingType type) {
    return memory.map().orElseThrow().types().stream()
        .filter(use -> use.type() == type)
        .findFirst()
        .orElse(new MappingUse(type, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void typesAddUpToTheWholeProcess() {
    MemoryDetail memory = memory();
    List<MappingUse> types = memory.map().orElseThrow().types();
    assertThat(types.stream().mapToLong(MappingUse::reservedBytes).sum())
        .isEqualTo(memory.sizes().reservedBytes().orElseThrow());
    assertThat(types.stream().mapToLong(MappingUse::committedBytes).sum())
        .isEqualTo(memory.sizes().committedBytes().orElseThrow());
    assertThat(types.stream().mapToInt(MappingUse::areas).sum())
        .isEqualTo(memory.map().orElseThrow().areas());
    assertThat(memory.unreadable()).isEmpty();
  }

  @Test
  void touchedPrivateMemoryIsOwn() {
    MappingUse before = use(memory(), MappingType.PRIVATE_ANONYMOUS);
    python.run(MAP.formatted(SIZE, 0x22));
    python.run("for at in range(0, 64 << 20, 4096): area[at] = 1");
    MappingUse after = use(memory(), MappingType.PRIVATE_ANONYMOUS);
    assertThat(after.committedBytes() - before.committedBytes()).isBetween(SIZE, SIZE + (8 << 20));
    assertThat(after.ownBytes() - before.ownBytes()).isBetween(64L << 20, 72L << 20);
    assertThat(after.largestBytes()).isGreaterThanOrEqualTo(SIZE);
  }

  @Test
  void memoryWithoutAPromiseIsOfATypeOfItsOwn() {
    python.run(MAP.formatted(SIZE, 0x4022));
    MappingUse use = use(memory(), MappingType.NO_RESERVE);
    assertThat(use.reservedBytes()).isEqualTo(SIZE);
    assertThat(use.committedBytes()).isZero();
  }

  @Test
  void sharedMemoryIsNotCommittedByAnyProcess() {
    python.run(MAP.formatted(SIZE, 0x21));
    MappingUse use = use(memory(), MappingType.SHARED_MEMORY);
    assertThat(use.reservedBytes()).isEqualTo(SIZE);
    assertThat(use.committedBytes()).isZero();
  }

  @Test
  void everyThreadHasAStack() {
    python.run(
        "import threading, time; [threading.Thread(target=time.sleep, args=(600,),"
            + " daemon=True).start() for _ in range(5)]");
    assertThat(use(memory(), MappingType.THREAD_STACKS).areas()).isEqualTo(6);
  }

  @Test
  void memoryInheritedByForkIsFound() {
    python.run(MAP.formatted(SIZE, 0x22));
    String forked =
        python.run(
            "import os, time; children = [os.fork() or (time.sleep(600), os._exit(0)) for _ in"
                + " range(3)]; answer = str(children)");
    ProcessIdentity[] children =
        List.of(forked.replaceAll("[\\[\\] ]", "").split(",", -1)).stream()
            .map(pid -> identity(Long.parseLong(pid)))
            .toArray(ProcessIdentity[]::new);
    assertThat(memory(children).findings())
        .first()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(MemoryFinding.Kind.FORK_MULTIPLICATION);
          assertThat(finding.bytes()).isBetween(3 * SIZE, 3 * SIZE + (64L << 20));
          assertThat(finding.sentence())
              .matches(
                  "30\\d MiB inherited by fork, committed again in each of 3 processes: 9\\d\\d MiB"
                      + " of commit that nobody touched; .*");
        });
  }

  @Test
  void threadsAreToldWithWhatTheyWaitFor() {
    python.run("import threading; lock = threading.Lock(); lock.acquire()");
    python.run("waiting = threading.Thread(target=lock.acquire, daemon=True); waiting.start()");
    // Looked at by others before, so that this inspector's look is its first.
    await().until(this::bothThreadsWait);
    ThreadsDetail threads = inspector.threads(identity()).seen().orElseThrow();
    assertThat(threads.threads()).hasSize(2);
    assertThat(threads.threads().getFirst().tid()).isEqualTo(python.pid());
    assertThat(threads.threads().getFirst().waitsFor())
        .hasValue(
            "reads a pipe from pid " + ProcessHandle.current().pid() + ", without a deadline");
    assertThat(threads.threads().getLast().waitsFor())
        .hasValue("waits for a lock, without a deadline");
    assertThat(threads.threads()).extracting(ThreadDetail::cpuShare).allMatch(s -> s.isEmpty());
    assertThat(inspector.threads(identity()).seen().orElseThrow().threads())
        .extracting(ThreadDetail::cpuShare)
        .allMatch(share -> share.orElseThrow() < 0.5);
  }

  private boolean bothThreadsWait() {
    List<ThreadDetail> threads =
        new LinuxInspector(System::nanoTime).threads(identity()).seen().orElseThrow().threads();
    return threads.size() == 2 && threads.stream().allMatch(it -> it.waitsFor().isPresent());
  }

  @Test
  void processIsDescribed() {
    ProcessDetail detail = inspector.process(identity()).seen().orElseThrow();
    assertThat(detail.process()).isEqualTo(identity());
    assertThat(detail.parentPid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(detail.commandLine()).hasSize(5);
    assertThat(detail.commandLine().subList(1, 4)).containsExactly("-I", "-S", "-c");
    assertThat(detail.commandLine().getLast()).startsWith("import sys\nfor line in");
    assertThat(detail.program().orElseThrow()).contains("python");
    assertThat(detail.directory()).hasValue(System.getProperty("user.dir"));
    assertThat(detail.user().orElseThrow().name()).isEqualTo(System.getProperty("user.name"));
    assertThat(detail.descriptors())
        .filteredOn(open -> open.number() == 0)
        .singleElement()
        .satisfies(in -> {
          assertThat(in.access()).isEqualTo(OpenDescriptor.Access.READ);
          assertThat(in.target()).startsWith("pipe:[");
          assertThat(in.note()).hasValue("written by pid " + ProcessHandle.current().pid());
        });
    assertThat(detail.descriptorCount()).hasValue(detail.descriptors().size());
    assertThat(detail.oomScore().orElseThrow()).isPositive();
    assertThat(detail.unreadable()).isEmpty();
  }

  @Test
  void processThatHasEndedIsGone() {
    ProcessIdentity identity = identity();
    python.close();
    assertThat(inspector.memory(identity, List.of())).isInstanceOf(Look.Gone.class);
    assertThat(inspector.threads(identity)).isInstanceOf(Look.Gone.class);
    assertThat(inspector.process(identity)).isInstanceOf(Look.Gone.class);
  }

  @Test
  void laterOwnerOfTheNumberIsNotShown() {
    ProcessIdentity now = identity();
    ProcessIdentity earlier =
        new ProcessIdentity(now.pid(), now.startTicks() - 1, now.startedAtMillis());
    assertThat(inspector.memory(earlier, List.of())).isInstanceOf(Look.Gone.class);
    assertThat(inspector.threads(earlier)).isInstanceOf(Look.Gone.class);
    assertThat(inspector.process(earlier)).isInstanceOf(Look.Gone.class);
  }

  @Test
  void machineIsToldWithItsPromises() {
    var machine = inspector.machine().seen().orElseThrow();
    assertThat(machine.totalBytes().orElseThrow()).isPositive();
    assertThat(machine.committedBytes().orElseThrow()).isPositive();
    assertThat(machine.commitLimitBytes().orElseThrow()).isPositive();
    assertThat(machine.overcommit().meaning()).isNotEmpty();
  }
}
