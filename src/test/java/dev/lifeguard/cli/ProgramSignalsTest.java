package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program under the signals of a terminal and of a murderer.
@NotOnWindows
class ProgramSignalsTest {
  /// Every worker writes down its own process and a grandchild's, and then works for a minute.
  private static final String SOURCE =
      """
      import os, pathlib, signal, subprocess, time

      def note(item, *pids):
          # A file that is there is whole.
          pathlib.Path(f"pids-{item}.tmp").write_text(" ".join(map(str, pids)))
          os.rename(f"pids-{item}.tmp", f"pids-{item}")

      def work(item):
          child = subprocess.Popen(["sleep", "600"])
          note(item, os.getpid(), child.pid)
          deadline = time.monotonic() + 60
          while time.monotonic() < deadline:
              pass

      def stubborn(item):
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          return work(item)

      def short(item):
          note(item, os.getpid(), os.getpid())
          while not os.path.exists("go"):
              time.sleep(0.01)
          return item
      """;

  @TempDir private Path directory;
  private Optional<Program> started = Optional.empty();

  @BeforeEach
  void writeSource() throws IOException {
    Files.writeString(directory.resolve("busy.py"), SOURCE);
  }

  @AfterEach
  void leaveNothingBehind() throws IOException {
    started.ifPresent(program -> program.process().destroyForcibly());
    for (long pid : pids()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void supervisorKilledLeavesNobodyBehind() throws Exception {
    Program program = start("work");
    List<Long> pids = pids();
    assertThat(pids).hasSize(4).allMatch(ProgramSignalsTest::isAlive);
    program.signal(9);
    await().until(() -> pids.stream().noneMatch(ProgramSignalsTest::isAlive));
  }

  @Test
  void interruptLetsRunningTasksFinish() throws Exception {
    Program program = start("short");
    program.signal(2);
    await().until(() -> journal().contains("\"pool-stopping\""));
    Files.writeString(directory.resolve("go"), "");
    assertThat(program.await()).isEqualTo(130);
    assertThat(Files.readAllLines(directory.resolve("run/results.jsonl"))).hasSize(2);
    assertThat(program.err()).contains("stopped: 2 of 4 done, 2 not run").contains("SIGINT");
    assertThat(Files.readString(directory.resolve("run/report.json")))
        .contains("\"state\":\"stopped\"")
        .contains("\"exitCode\":130");
  }

  @Test
  void terminationKillsWhoDoesNotFinishInTime() throws Exception {
    Program program = start("stubborn", "--set", "stop.grace=200ms");
    List<Long> pids = pids();
    program.signal(15);
    assertThat(program.await()).isEqualTo(143);
    await().until(() -> pids.stream().noneMatch(ProgramSignalsTest::isAlive));
    assertThat(journal()).contains("\"signal\":15").contains("\"signal\":9");
    assertThat(program.err()).contains("4 not run");
  }

  @Test
  void secondInterruptKillsAtOnce() throws Exception {
    Program program = start("work", "--set", "stop.grace=1h");
    List<Long> pids = pids();
    program.signal(2);
    await().until(() -> journal().contains("\"pool-stopping\""));
    program.signal(2);
    assertThat(program.await()).isEqualTo(130);
    await().until(() -> pids.stream().noneMatch(ProgramSignalsTest::isAlive));
  }

  @Test
  void windowOnAnEndedJobHearsTheVerdictAndTheSignal() throws Exception {
    Files.writeString(directory.resolve("go"), "");
    Program program =
        Program.startWithWindow(
            directory, "run", "--python", "busy.py:short", "--items", "1..4", "--window");
    started = Optional.of(program);
    await().until(() -> program.err().contains("short finished: 4 of 4 done"));
    program.signal(15);
    assertThat(program.await()).isZero();
  }

  @Test
  void jobOfAWindowStopsInOrder() throws Exception {
    Program program = openJob();
    await().until(() -> pids().size() == 4);
    program.signal(2);
    await().until(() -> recorded("journal.jsonl").contains("\"pool-stopping\""));
    Files.writeString(directory.resolve("go"), "");
    assertThat(program.await()).isEqualTo(130);
    assertThat(recorded("report.json")).contains("\"state\":\"stopped\"", "\"exitCode\":130");
  }

  @Test
  void jobOfAPictureIsEndedWithItsReport() throws Exception {
    Program program = openJob("--screenshot", "picture.png", "--after", "1s");
    assertThat(program.await()).isZero();
    assertThat(directory.resolve("picture.png")).isNotEmptyFile();
    assertThat(recorded("report.json")).contains("\"state\":\"stopped\"");
  }

  private Program openJob(String... more) throws IOException {
    Files.writeString(
        directory.resolve("job.yaml"),
        """
        worker:
          python: busy.py:short
          count: 2
        tasks: { range: 1..4 }
        """);
    String[] arguments =
        Stream.concat(Stream.of("open", "job.yaml"), Stream.of(more)).toArray(String[]::new);
    Program program = Program.startWithWindow(directory, arguments);
    started = Optional.of(program);
    return program;
  }

  /// A file of the only run among the usual ones.
  private String recorded(String file) throws IOException {
    try (Stream<Path> runs = Files.list(directory.resolve("state/lifeguard/runs"))) {
      return Files.readString(runs.findFirst().orElseThrow().resolve(file));
    }
  }

  private Program start(String function, String... more) throws IOException {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "run",
                    "--python",
                    "busy.py:" + function,
                    "--items",
                    "1..4",
                    "--workers",
                    "2",
                    "--run-dir",
                    "run"),
                Stream.of(more))
            .toArray(String[]::new);
    Program program = Program.start(directory, arguments);
    started = Optional.of(program);
    await().until(() -> pids().size() == 4);
    return program;
  }

  private String journal() throws IOException {
    return Files.readString(directory.resolve("run/journal.jsonl"));
  }

  /// Two workers are at work, each with a grandchild.
  private List<Long> pids() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("pids-\\d+"))
          .flatMap(file -> Stream.of(read(file).split(" ", -1)))
          .map(Long::valueOf)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A zombie that its adopter has not reaped yet is dead.
  private static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
