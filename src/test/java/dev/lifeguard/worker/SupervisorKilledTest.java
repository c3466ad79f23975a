package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is left when the supervisor itself is killed, and each means alone suffices for that.
final class SupervisorKilledTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir private Path directory;
  private final List<Long> started = new ArrayList<>();

  @AfterEach
  void leaveNothingBehind() {
    started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void busyWorkersAndTheirGrandchildrenAreGone() throws Exception {
    Process supervisor = supervise("NATIVE", "family");
    long guard = guardOf(supervisor);
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
    await().atMost(SOON).until(() -> !LivePort.isAlive(guard));
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
    started.add(guard);
    assertThat(ShellKill.one(guard, 19)).isTrue();
    supervisor.destroyForcibly().waitFor();
    started.remove(guard);
    assertAllGone();
    assertThat(LivePort.isAlive(guard)).isTrue();
    started.add(guard);
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
    assertThat(ShellKill.one(first, 9)).isTrue();
    await().until(() -> guardsOf(supervisor).anyMatch(it -> it != first));
    supervisor.destroyForcibly().waitFor();
    assertAllGone();
  }

  private void assertAllGone() {
    assertThat(started).hasSize(6);
    await().atMost(SOON).until(() -> started.stream().noneMatch(LivePort::isAlive));
  }

  private Process supervise(String means, String task) throws IOException {
    String classPath = rootOf(SupervisorProgram.class) + ":" + rootOf(WorkerPort.class);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            SupervisorProgram.class.getName(),
            means,
            directory.toString(),
            task);
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
