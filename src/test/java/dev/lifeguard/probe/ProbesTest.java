package dev.lifeguard.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProbesTest {
  @AfterEach
  void choose() {
    System.clearProperty(Probes.PROPERTY);
  }

  @Test
  void portableMeansCanBeForced() {
    System.setProperty(Probes.PROPERTY, "portable");
    assertThat(Probes.forThisSystem()).isInstanceOf(PortableProbes.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxHasItsOwnMeans() {
    assertThat(Probes.forThisSystem().getClass().getPackageName()).endsWith(".linux");
  }

  @Test
  void identityKnowsTheStartTime() throws IOException {
    Probes probes = Probes.forThisSystem();
    long before = System.currentTimeMillis();
    try (PythonProcess python = PythonProcess.start()) {
      ProcessIdentity identity = python.identity(probes);
      assertThat(identity.pid()).isEqualTo(python.pid());
      assertThat(identity.isSameAs(python.identity(probes))).isTrue();
      // Linux tells the boot time in whole seconds.
      assertThat(identity.startedAtMillis()).isCloseTo(before, within(3000L));
    }
  }

  @Test
  void processThatIsGoneHasNoIdentity() throws IOException {
    Probes probes = Probes.forThisSystem();
    try (PythonProcess python = PythonProcess.start()) {
      python.process().destroyForcibly().onExit().join();
      assertThat(probes.identity(python.pid())).isEmpty();
    }
  }

  @Test
  void machineHasMemoryAndProcessors() {
    Machine machine = Probes.forThisSystem().machine();
    assertThat(machine.memoryBytes().orElseThrow()).isGreaterThan(64L << 20);
    assertThat(machine.processors()).isPositive();
    assertThat(new PortableProbes().machine().memoryBytes().orElseThrow())
        .isCloseTo(machine.memoryBytes().orElseThrow(), within(64L << 20));
  }
}
