package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// Nothing is left when the supervisor itself is killed, and each means alone suffices for that.
@NotOnWindows
final class SupervisorKilledTest {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  // The promise: whatever ran is gone two seconds after the supervisor was killed. It is held where
  // the machine has nothing else to do; elsewhere a late thread of this JVM is no broken promise.
  private static final Duration PROMISE = Duration.ofSeconds(2);

  @TempDir private Path directory;
  private final List<Long> started = new ArrayList<>();
  private final List<Long> suspended = new ArrayList<>();

  @AfterEach
  void leaveNothingBehind() {
    started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    suspended.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void busyWorkersAndTheirGrandchildrenAreGone() throws Exception {
    Process supervisor = supervise("NATIVE", "family");
    long guard = guardOf(supervisor);
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    await().until(() -> !LivePort.isAlive(guard));
  }

  @ParameterizedTest
  @CsvSource({"NATIVE, family", "NATIVE, family_without_lifeline", "PORTABLE, family"})
  @Tag("proof")
  void allAreGoneWithinTwoSeconds(String means, String task) throws Exception {
    supervise(means, task).destroyForcibly().waitFor();
    assertAllGone(PROMISE);
  }

  @Test
  void guardAloneSuffices() throws Exception {
    Process supervisor = supervise("NATIVE", "family_without_lifeline");
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
  }

  @Test
  void lifelineAloneSuffices() throws Exception {
    Process supervisor = supervise("NATIVE", "family");
    long guard = guardOf(supervisor);
    suspended.add(guard);
    assertThat(ShellKill.one(guard, SIGSTOP)).isTrue();
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    assertThat(LivePort.isAlive(guard)).isTrue();
  }

  @Test
  void forkedWorkersAndTheirTemplateAreGone() throws Exception {
    Process supervisor = supervise("TEMPLATE", "family");
    long guard = guardOf(supervisor);
    long template = templateOf(supervisor);
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    await().until(() -> !LivePort.isAlive(guard));
    await().until(() -> !LivePort.isAlive(template));
  }

  @Test
  void guardAloneSufficesForForkedWorkers() throws Exception {
    supervise("TEMPLATE", "family_without_lifeline").destroyForcibly().waitFor();
    assertAllGone();
  }

  @Test
  void lifelineAloneSufficesForForkedWorkers() throws Exception {
    Process supervisor = supervise("TEMPLATE", "family");
    long guard = guardOf(supervisor);
    long template = templateOf(supervisor);
    suspended.add(guard);
    assertThat(ShellKill.one(guard, SIGSTOP)).isTrue();
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    await().until(() -> !LivePort.isAlive(template));
    assertThat(LivePort.isAlive(guard)).isTrue();
  }

  private long templateOf(Process supervisor) {
    return supervisor
        .children()
        .filter(it -> it.info().commandLine().orElse("").contains("lifeguard-template"))
        .map(ProcessHandle::pid)
        .filter(it -> !started.contains(it))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void threadThatWatchesThePipeSuffices() throws Exception {
    Process supervisor = supervise("PORTABLE", "family");
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
  }

  @Test
  void killedGuardIsReplacedAndKnowsAll() throws Exception {
    Process supervisor = supervise("NATIVE", "family_without_lifeline");
    long first = guardOf(supervisor);
    assertThat(ShellKill.one(first, SIGKILL)).isTrue();
    await().until(() -> guardsOf(supervisor).anyMatch(it -> it != first));
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
  }

  /// A daemon that has left its worker's session, with nobody left who could look for it but the
  /// guard.
  @ParameterizedTest
  @CsvSource({"cgroups", "none"})
  void daemonsAndCgroupsAreGone(String hold) throws Exception {
    if (hold.equals("cgroups")) {
      RoomsTest.cgroups(OptionalLong.empty()).close();
    }
    Process supervisor = supervise("NATIVE", "daemon_and_wait", hold);
    assertThat(cgroupsOf(supervisor)).hasSize(hold.equals("cgroups") ? 1 : 0);
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    await().untilAsserted(() -> assertThat(cgroupsOf(supervisor)).isEmpty());
  }

  private static List<Path> cgroupsOf(Process supervisor) throws IOException {
    Path top = Path.of("/sys/fs/cgroup/memory");
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> all = Files.find(top, 10, (path, _) -> isOf(path, supervisor))) {
      return all.toList();
    } catch (UncheckedIOException vanished) {
      // Another one's cgroup was taken away during the walk.
      return cgroupsOf(supervisor);
    }
  }

  private static boolean isOf(Path path, Process supervisor) {
    return path.getFileName().toString().startsWith("lifeguard-" + supervisor.pid() + "-");
  }

  @Test
  void commandsAreGoneThroughTheirLifeline() throws Exception {
    Process supervisor = superviseCommand("echo $$; sleep 1000 & echo $!; wait");
    long guard = guardOf(supervisor);
    suspended.add(guard);
    assertThat(ShellKill.one(guard, SIGSTOP)).isTrue();
    supervisor.destroyForcibly().waitFor();
    assertAllGone(Patience.PATIENCE, 4);
  }

  @Test
  void commandsWithoutTheirLifelineAreGoneThroughTheGuard() throws Exception {
    Process supervisor = superviseCommand("exec 3<&-; echo $$; sleep 1000 & echo $!; wait");
    supervisor.destroyForcibly().waitFor();
    assertAllGone(Patience.PATIENCE, 4);
  }

  private void assertAllGone() {
    assertAllGone(Patience.PATIENCE);
  }

  private void assertAllGone(Duration within) {
    assertAllGone(within, 6);
  }

  private void assertAllGone(Duration within, int processes) {
    assertThat(started).hasSize(processes);
    await().atMost(within).until(() -> started.stream().noneMatch(LivePort::isAlive));
  }

  private Process supervise(String means, String task) throws IOException, URISyntaxException {
    return supervise(means, task, "none");
  }

  private Process supervise(String means, String task, String hold)
      throws IOException, URISyntaxException {
    return supervise(SupervisorProgram.class, means, directory.toString(), task, hold);
  }

  private Process superviseCommand(String script) throws IOException, URISyntaxException {
    return supervise(CommandSupervisorProgram.class, directory.toString(), script);
  }

  private Process supervise(Class<?> program, String... arguments)
      throws IOException, URISyntaxException {
    URI logging = LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    String classPath =
        String.join(
            ":",
            rootOf(SupervisorProgram.class).toString(),
            rootOf(WorkerPort.class).toString(),
            Path.of(logging).toString());
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        program.getName());
    Collections.addAll(command, arguments);
    Process supervisor =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = supervisor.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      long pid = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
      if (pid == 0) {
        assertThat(started).allMatch(LivePort::isAlive);
        return supervisor;
      }
      started.add(pid);
    }
    throw new AssertionError("the supervisor ended; it started " + started);
  }

  /// The directory of a class, also where a test's classes are patched into a module.
  private static Path rootOf(Class<?> type) {
    String name = type.getSimpleName() + ".class";
    String place = Objects.requireNonNull(type.getResource(name)).toString();
    String path = "/" + type.getName().replace('.', '/') + ".class";
    return Path.of(URI.create(place.substring(0, place.length() - path.length())));
  }

  private static long guardOf(Process supervisor) {
    return guardsOf(supervisor).findFirst().orElseThrow();
  }

  private static Stream<Long> guardsOf(Process supervisor) {
    return supervisor
        .children()
        .filter(it -> it.info().commandLine().orElse("").contains("lifeguard-guard"))
        .map(ProcessHandle::pid);
  }
}
