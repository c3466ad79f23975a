package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.gui.story.WindowsRecording;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.testing.EmptyProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is decided about Windows before anything is started.
final class WindowsWiringTest {
  @TempDir private Path directory;

  private Path program(String name) throws IOException {
    return EmptyProgram.in(directory, name);
  }

  private static String usual(Map<String, String> environment) {
    return RunWiring.usualInterpreter(environment, HostSystem.WINDOWS);
  }

  @Test
  void pythonIsThatOfTheEnvironmentThenTheLauncherThenTheOneOnThePath() throws IOException {
    Path python = program("venv/Scripts/python.exe");
    Path launcher = program("windows/py.exe");
    String path = directory + File.pathSeparator + launcher.getParent();

    assertThat(usual(Map.of("VIRTUAL_ENV", directory.resolve("venv").toString(), "Path", path)))
        .isEqualTo(python.toString());
    assertThat(usual(Map.of("Path", path))).isEqualTo("py");
    assertThat(usual(Map.of("Path", directory.toString()))).isEqualTo("python");
    assertThat(usual(Map.of("VIRTUAL_ENV", directory.resolve("gone").toString())))
        .isEqualTo("python");
    assertThat(RunWiring.usualInterpreter(Map.of("Path", path), HostSystem.LINUX))
        .isEqualTo("python3");
  }

  @Test
  void templateIsRefusedBeforeAnythingStarts() throws Exception {
    JobFile forks = job("worker.python=square.py:square", "worker.start=template");
    JobFile spawns = job("worker.python=square.py:square");

    assertThatThrownBy(() -> RunAssembly.refuseWhatIsNotThere(forks, HostSystem.WINDOWS))
        .isInstanceOfSatisfying(
            JobStarter.Refusal.class,
            refusal ->
                assertThat(refusal.lines())
                    .containsExactly(
                        "worker.start: template forks, which Windows cannot; write start: spawn"));
    assertThatCode(() -> RunAssembly.refuseWhatIsNotThere(spawns, HostSystem.WINDOWS))
        .doesNotThrowAnyException();
    assertThatCode(() -> RunAssembly.refuseWhatIsNotThere(forks, HostSystem.LINUX))
        .doesNotThrowAnyException();
  }

  @Test
  void killingWhatHangsIsRefusedWhereOnlyATimeLimitWouldFindItAll() throws Exception {
    JobFile kills = job("worker.python=square.py:square", "limits.on-hang=kill");
    JobFile limits =
        job("worker.python=square.py:square", "limits.on-hang=kill", "limits.task-timeout=10m");

    assertThatThrownBy(() -> RunAssembly.refuseWhatIsNotThere(kills, HostSystem.WINDOWS))
        .isInstanceOfSatisfying(
            JobStarter.Refusal.class,
            refusal ->
                assertThat(refusal.lines())
                    .singleElement()
                    .asString()
                    .startsWith("limits.on-hang: on Windows only a worker that waits for a pipe")
                    .contains("add limits.task-timeout"));
    assertThatCode(() -> RunAssembly.refuseWhatIsNotThere(limits, HostSystem.WINDOWS))
        .doesNotThrowAnyException();
    assertThatCode(() -> RunAssembly.refuseWhatIsNotThere(kills, HostSystem.LINUX))
        .doesNotThrowAnyException();
  }

  private JobFile job(String... settings) throws Exception {
    Files.writeString(directory.resolve("square.py"), "def square(item): return item\n");
    List<Overrides.Flag> flags = List.of(new Overrides.Flag("tasks", "1..2", "--items"));
    return JobFiles.fromFlags(
        new Overrides(List.of(settings), flags), Surroundings.of(directory, 1));
  }

  @Test
  void nothingIsOfferedThatNeedsSignals() {
    assertThat(Capability.all(HostSystem.LINUX)).contains(Capability.SEND_SIGNALS);
    assertThat(Capability.all(HostSystem.WINDOWS))
        .contains(Capability.SIGNAL_WORKERS, Capability.STOP_JOB)
        .doesNotContain(Capability.SEND_SIGNALS);
    assertThat(Scenarios.on(HostSystem.LINUX)).isEqualTo(Scenarios.all());
    assertThat(Scenarios.on(HostSystem.WINDOWS))
        .extracting(Scenario::name)
        .contains("exit", "heap")
        .doesNotContain("sigkill", "sigterm", "freeze", "fork", "commit", "murder");
    assertThat(Scenarios.obstacle(Scenarios.named("sigkill").orElseThrow(), HostSystem.WINDOWS))
        .hasValue("it shows what only Linux does: signals, fork, or promised memory");
  }

  @Test
  void watcherTellsOfNoSignalThatWindowsHasNot() throws IOException {
    List<String> lines = new ArrayList<>();
    new WatchNews(false, (_, line) -> lines.add(line)).accept(WindowsRecording.events());
    assertThat(lines).anyMatch(line -> line.endsWith("terminate is ordered"));
    assertThat(lines).noneMatch(line -> line.contains("SIG"));
  }
}
