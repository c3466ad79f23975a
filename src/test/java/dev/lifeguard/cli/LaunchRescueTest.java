package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real, unmodified multiprocessing pools whose worker is killed in its task. Without a rescue each
/// of these programs would wait for ever.
@NotOnWindows
final class LaunchRescueTest {
  private static final String SQUARES = "[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]";

  @TempDir private Path directory;

  @BeforeEach
  void layOut() throws IOException {
    try (InputStream script = LaunchRescueTest.class.getResourceAsStream("pool_that_dies.py")) {
      Files.copy(script, directory.resolve("program.py"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork", "spawn", "forkserver"})
  void waitingCallIsToldWhoDiedOfWhat(String method) throws Exception {
    Program program =
        Program.start(directory, "launch", "--rescue", "--", "python3", "program.py", method, "9");
    assertThat(program.await()).isEqualTo(1);
    assertThat(program.err())
        .containsPattern("WorkerLostError: worker \\d+ was killed by SIGKILL \\(signal 9\\)")
        .contains("task 6 of call 1 (square)")
        .contains("the call that waits for it gets a WorkerLostError");
  }

  @Test
  void taskThatIsPutBackSucceedsAndTheProgramSeesNothingOfUs() throws Exception {
    Program program =
        Program.start(
            directory, "launch", "--rescue=retry", "--", "python3", "program.py", "fork", "1");
    assertThat(program.await()).isZero();
    assertThat(program.out().lines()).containsExactly(SQUARES, "[]");
    assertThat(program.err()).contains("task 6 of call 1 was lost with its worker and is put back");
  }

  @Test
  void taskThatKillsAgainAndAgainIsGivenUpInTheEnd() throws Exception {
    Program program =
        Program.start(
            directory, "launch", "--rescue=retry", "--", "python3", "program.py", "fork", "9");
    assertThat(program.await()).isEqualTo(1);
    assertThat(program.err()).contains("it was tried again 2 times");
  }

  /// With the decisions of Windows, and the means of this system.
  @Test
  void onWindowsAProgramIsLaunchedAndItsPoolIsSeenFromOutsideOnly() throws Exception {
    Map<String, String> windows = Map.of("JAVA_TOOL_OPTIONS", "-Dlifeguard.system=windows");
    Program program =
        Program.start(directory, windows, "launch", "--", "python3", "-c", "exit('words')");
    assertThat(program.await()).isEqualTo(1);
    assertThat(program.err()).contains("words").doesNotContain("did not load");
    Program rescued =
        Program.start(directory, windows, "launch", "--rescue", "--", "python3", "program.py");
    assertThat(rescued.await()).isEqualTo(2);
    assertThat(rescued.err()).contains("lifeguard: --rescue works on Linux only; on Windows leave");
  }

  @Test
  void healthyProgramIsNotDisturbed() throws Exception {
    Program program =
        Program.start(directory, "launch", "--", "python3", "program.py", "fork", "0");
    assertThat(program.await()).isZero();
    assertThat(program.out().lines()).containsExactly(SQUARES, "[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 19}) // SIGKILL, SIGSTOP
  void programIsSavedToItsEndAlsoWithoutUs(int signal) throws Exception {
    Program program =
        Program.start(
            directory,
            // What a killed program leaves behind goes with this test.
            Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + directory),
            "launch",
            "--rescue=retry",
            "--",
            "python3",
            "program.py",
            "fork",
            "1",
            "waiting");
    await().until(() -> program.err().contains("seen from inside"));
    program.signal(signal);
    Files.createFile(directory.resolve("go"));
    await().until(() -> program.out().lines().toList().equals(List.of(SQUARES, "[]")));
    if (signal == 19) {
      program.signal(18);
      assertThat(program.await()).isZero();
      assertThat(program.err()).contains("its tasks: 10 done");
    }
  }

  @Test
  void isolatedInterpreterIsToldOf() throws Exception {
    Program program =
        Program.start(directory, "launch", "--", "python3", "-I", "program.py", "fork", "0");
    assertThat(program.await()).isZero();
    assertThat(program.out()).contains(SQUARES);
    assertThat(program.err()).contains("did not load Lifeguard's module");
  }

  @Test
  void rescueOfWhatIsNoPythonIsRefused() throws Exception {
    Program program = Program.start(directory, "launch", "--rescue", "--", "true");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err()).contains("is no Python program");
  }
}
