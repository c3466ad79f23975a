package dev.lifeguard.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PortableProbeTest {
  private final Probes probes = new PortableProbes();
  private final ProcessIdentity supervisor =
      probes.identity(ProcessHandle.current().pid()).orElseThrow();
  private PythonProcess python;
  private Observer observer;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
    observer =
        new Observer(probes.processes(supervisor, System::nanoTime), python.identity(probes));
  }

  @AfterEach
  void end() {
    observer.close();
    python.close();
  }

  @Test
  void whatIsNotKnownIsAbsent() {
    ProcessReading reading = observer.until(python.pid(), _ -> true);
    assertThat(reading.worker()).isEqualTo(1);
    assertThat(reading.parentPid()).isEqualTo(supervisor.pid());
    assertThat(reading.memory().residentBytes().orElseThrow()).isPositive();
    assertThat(reading.memory().reservedBytes().orElseThrow())
        .isGreaterThan(reading.memory().residentBytes().orElseThrow());
    assertThat(reading.memory().committedBytes()).isEmpty();
    assertThat(reading.memory().peakResidentBytes()).isEmpty();
  }

  @Test
  void helpersOfTheSupervisorAreNotShown() {
    try (Observer empty = new Observer(probes.processes(supervisor, System::nanoTime))) {
      List<ProcessReading> readings = empty.sample().readings();
      assertThat(readings).extracting(ProcessReading::process).containsExactly(supervisor);
    }
  }

  @Test
  void childAppearsUnderItsWorkerAndGoes() {
    observer.sample();
    python.run("import subprocess; child = subprocess.Popen(['sleep', '600'])");
    long child = Long.parseLong(python.run("answer = child.pid"));
    ProcessReading reading = observer.until(child, _ -> true);
    assertThat(reading.worker()).isEqualTo(1);
    python.run("child.kill(); child.wait()");
    observer.until(() -> observer.gone().contains(reading.process()));
  }

  @Test
  void endedWorkerIsLeftOut() {
    python.process().destroyForcibly().onExit().join();
    assertThat(observer.sample().readings())
        .extracting(ProcessReading::process)
        .containsExactly(supervisor);
  }

  @Test
  void numberThatHasANewOwnerIsNotTheWorker() {
    ProcessIdentity now = python.identity(probes);
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 10, 0);
    try (Observer late = new Observer(probes.processes(supervisor, System::nanoTime), earlier)) {
      assertThat(late.sample().readings()).extracting(ProcessReading::worker).containsExactly(0);
    }
  }

  @Test
  void missingMeansAreNamed() {
    try (OutOfMemoryEvidence evidence = probes.outOfMemory(System::nanoTime)) {
      assertThat(evidence.sources())
          .allSatisfy(source ->
              assertThat(source.availability())
                  .isInstanceOf(EvidenceSource.Availability.Unavailable.class));
    }
  }
}
