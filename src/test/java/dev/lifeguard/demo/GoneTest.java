package dev.lifeguard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.PythonProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class GoneTest {
  private final Probes probes = Probes.forThisSystem();
  private final ProcessInspector inspector = probes.inspector();

  /// The demonstrations must not fail because somebody is slow to take note of a death.
  @Test
  void zombieIsGone() throws IOException {
    try (PythonProcess parent = PythonProcess.start()) {
      long pid = Long.parseLong(parent.run("import os; answer = os.fork() or os._exit(3)"));
      ProcessIdentity child = probes.identity(pid).orElseThrow();
      assertThat(Gone.is(child, inspector)).isTrue();
    }
  }

  @Test
  void whoRunsIsNotGoneAndWhoWasReapedIs() throws IOException {
    ProcessIdentity python;
    try (PythonProcess running = PythonProcess.start()) {
      python = running.identity(probes);
      assertThat(Gone.is(python, inspector)).isFalse();
    }
    assertThat(Gone.is(python, inspector)).isTrue();
  }
}
