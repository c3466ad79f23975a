package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.OutOfMemoryEvidence.Finding;
import dev.lifeguard.probe.PythonProcess;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real kills by the kernel, in a control group of 64 MiB. Skipped where none can be made.
@NotOnWindows
final class KernelOomKillTest {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup/memory");
  private static final LongSupplier CLOCK = System::nanoTime;

  private Path group;

  @BeforeEach
  void makeGroup() throws IOException {
    boolean possible =
        Files.isWritable(GROUPS) && Files.exists(GROUPS.resolve("memory.limit_in_bytes"));
    assumeTrue(possible, GROUPS + ": control groups v1 that we may make");
    group = GROUPS.resolve("lifeguard-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    Files.writeString(group.resolve("memory.limit_in_bytes"), "64M");
  }

  @AfterEach
  void removeGroup() throws IOException {
    if (group != null) {
      Files.deleteIfExists(group);
    }
  }

  /// A python that was killed for taking more than there is.
  private ProcessIdentity killedByTheKernel() throws IOException {
    String enter = "echo $$ > " + group.resolve("cgroup.procs") + "; exec \"$@\"";
    try (PythonProcess python = PythonProcess.start("sh", "-c", enter, "sh")) {
      ProcessIdentity identity = ProcessIdentities.of(python.pid()).orElseThrow();
      python.tell("hoard = b'x' * (512 << 20)");
      assertThat(python.process().onExit().join().exitValue()).isEqualTo(137);
      return identity;
    }
  }

  @Test
  void kernelLogNamesTheVictim() throws IOException {
    KernelLog log = KernelLog.open(CLOCK);
    try (var evidence =
        new LinuxOutOfMemoryEvidence(CLOCK, () -> ProcText.read("/proc/vmstat"), log)) {
      ProcessIdentity victim = killedByTheKernel();
      Optional<Finding> finding = evidence.aboutDeath(victim, CLOCK.getAsLong(), Patience.PATIENCE);
      assertThat(finding.orElseThrow().certainty()).isEqualTo(Certainty.CERTAIN);
      assertThat(finding.orElseThrow().evidence())
          .extracting(Evidence::source)
          .contains("kernel log", "vmstat");
      assertThat(finding.orElseThrow().evidence().getFirst().text())
          .contains(Long.toString(victim.pid()));
    }
  }

  @Test
  void withoutTheLogTheCounterMakesItLikely() throws IOException {
    KernelLog none = KernelLog.open(Path.of("/nowhere"), Path.of("/proc/self/ns/pid"), CLOCK);
    try (var evidence =
        new LinuxOutOfMemoryEvidence(CLOCK, () -> ProcText.read("/proc/vmstat"), none)) {
      ProcessIdentity victim = killedByTheKernel();
      Optional<Finding> finding = evidence.aboutDeath(victim, CLOCK.getAsLong(), Patience.PATIENCE);
      assertThat(finding.orElseThrow().certainty()).isEqualTo(Certainty.LIKELY);
      assertThat(finding.orElseThrow().evidence())
          .singleElement()
          .satisfies(line -> assertThat(line.text()).startsWith("oom_kill rose from "));
    }
  }

  @Test
  void killFromOutsideIsNotTakenForOne() throws IOException {
    KernelLog log = KernelLog.open(CLOCK);
    try (var evidence =
            new LinuxOutOfMemoryEvidence(CLOCK, () -> ProcText.read("/proc/vmstat"), log);
        PythonProcess python = PythonProcess.start()) {
      ProcessIdentity victim = ProcessIdentities.of(python.pid()).orElseThrow();
      python.process().destroyForcibly().onExit().join();
      assertThat(evidence.aboutDeath(victim, CLOCK.getAsLong(), Patience.PATIENCE)).isEmpty();
    }
  }
}
