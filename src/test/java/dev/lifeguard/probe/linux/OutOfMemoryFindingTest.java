package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.EvidenceSource;
import dev.lifeguard.probe.EvidenceSource.Availability;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is concluded, with a log and a counter that the test writes itself.
@EnabledOnOs(OS.LINUX)
final class OutOfMemoryFindingTest {
  private static final long SECOND = 1_000_000_000;
  private static final ProcessIdentity VICTIM = new ProcessIdentity(4711, 1, 1);
  private static final Path NO_LOG = Path.of("/nowhere/kmsg");

  @TempDir Path directory;

  private long now = 60 * SECOND;
  private String vmstat = "oom_kill 3\n";

  private KernelLog log(Path device) throws IOException {
    Path namespace = directory.resolve("first");
    if (!Files.isSymbolicLink(namespace)) {
      Files.createSymbolicLink(namespace, Path.of("pid:[4026531836]"));
    }
    return KernelLog.open(device, namespace, () -> now);
  }

  private OutOfMemoryEvidence evidence(KernelLog log) {
    return new LinuxOutOfMemoryEvidence(() -> now, () -> Optional.of(vmstat), log);
  }

  private Optional<OutOfMemoryEvidence.Finding> about(OutOfMemoryEvidence evidence) {
    return evidence.aboutDeath(VICTIM, now, Duration.ZERO);
  }

  @Test
  void victimThatTheLogNamesIsCertain() throws IOException {
    KernelLog log = log(NO_LOG);
    try (OutOfMemoryEvidence evidence = evidence(log)) {
      vmstat = "oom_kill 4\n";
      log.add(new KernelLog.Heard(new KernelKill(4711, "Killed process 4711"), now));
      assertThat(about(evidence).orElseThrow().certainty()).isEqualTo(Certainty.CERTAIN);
    }
  }

  @Test
  void killThatTheLogExplainsOtherwiseIsNotThisOne() throws IOException {
    KernelLog log = log(NO_LOG);
    try (OutOfMemoryEvidence evidence = evidence(log)) {
      vmstat = "oom_kill 4\n";
      log.add(new KernelLog.Heard(new KernelKill(12, "oom-kill:…,pid=12"), now));
      log.add(new KernelLog.Heard(new KernelKill(12, "Killed process 12"), now));
      assertThat(about(evidence)).isEmpty();
      vmstat = "oom_kill 5\n";
      assertThat(about(evidence).orElseThrow().certainty()).isEqualTo(Certainty.LIKELY);
    }
  }

  @Test
  void oldRecordOfTheSameNumberProvesNothing() throws IOException {
    KernelLog log = log(NO_LOG);
    try (OutOfMemoryEvidence evidence = evidence(log)) {
      log.add(new KernelLog.Heard(new KernelKill(4711, "Killed process 4711"), now));
      now += 11 * SECOND;
      evidence.mark();
      now += 3 * SECOND;
      vmstat = "oom_kill 4\n";
      assertThat(about(evidence).orElseThrow().certainty()).isEqualTo(Certainty.LIKELY);
    }
  }

  @Test
  void counterThatStandsStillMeansNobodyWasKilled() throws IOException {
    KernelLog log = log(NO_LOG);
    try (OutOfMemoryEvidence evidence = evidence(log)) {
      log.add(new KernelLog.Heard(new KernelKill(4711, "of an earlier owner of the number"), now));
      assertThat(about(evidence)).isEmpty();
    }
  }

  @Test
  void whatTheLogSaidBeforeWeCameIsPassedOver() throws IOException {
    Path old =
        Files.writeString(
            directory.resolve("kmsg"), "3,9,9,-;Out of memory: Killed process 4711 (x)\n");
    KernelLog log = log(old);
    assertThat(log.naming(4711, 0, Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  void closingEndsTheListener() {
    KernelLog log = KernelLog.open(System::nanoTime);
    assumeTrue(reason(log).isEmpty(), () -> "the kernel log: " + reason(log));
    assertThat(listeners()).isPositive();
    log.close();
    await().until(() -> listeners() == 0);
  }

  private static long listeners() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("lifeguard-kernel-log"))
        .count();
  }

  @Test
  void missingLogIsExplained() throws IOException {
    assertThat(reason(log(NO_LOG))).contains("/nowhere/kmsg");
    Path other = Files.createSymbolicLink(directory.resolve("other"), Path.of("pid:[4026532000]"));
    assertThat(reason(KernelLog.open(NO_LOG, other, () -> now))).contains("container");
  }

  private static String reason(KernelLog log) {
    EvidenceSource source = log.source();
    assertThat(source.name()).isEqualTo("kernel log");
    return switch (source.availability()) {
      case Availability.Available() -> "";
      case Availability.Unavailable(String reason) -> reason;
    };
  }
}
