package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/// The real program on a machine that has run out of something. It says what and how to get more,
/// goes on or ends in order, and what it had told before is on the disk.
@NotOnWindows
class FaultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PIDS = Path.of("/sys/fs/cgroup/pids");

  /// Notes each item that it is given, besides the results.
  private static final String WORK =
      """
      import os, time

      def large(item):
          with open("seen", "a") as seen:
              seen.write("%d\\n" % item)
          return "x" * 20000

      def work(item):
          time.sleep(0.02)
          return item
      """;

  @TempDir private Path directory;
  private final List<Runnable> mends = new ArrayList<>();
  private Optional<Program> started = Optional.empty();

  @BeforeEach
  void writeWork() throws IOException {
    Files.writeString(directory.resolve("work.py"), WORK);
  }

  @AfterEach
  void mend() {
    started.ifPresent(program -> program.process().destroyForcibly().onExit().join());
    mends.reversed().forEach(Runnable::run);
  }

  @Test
  void fullDiskEndsTheRecordingAndNothingElse() throws Exception {
    mount("size=1m");
    Program program = run("disk/run", "large", "1..300");
    assertThat(program.await()).isZero();
    assertThat(Files.readAllLines(directory.resolve("seen"))).hasSize(300);
    assertThat(program.err())
        .containsOnlyOnce("stopped: no space left on device")
        .contains("the job goes on")
        .contains("The report cannot be written to")
        .contains("name another file with --report")
        .contains("finished: 300 of 300 done");
    everythingUpToATornLineIsWhole(directory.resolve("disk/run"), 20);
  }

  @Test
  void readOnlyDiskIsRefusedBeforeAnythingIsStarted() throws Exception {
    mount("size=1m,ro");
    Program program = run("disk/run", "large", "1..300");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err().lines())
        .singleElement()
        .asString()
        .contains("disk/run", "read-only file system", "--run-dir");
    assertThat(directory.resolve("seen")).doesNotExist();
  }

  @Test
  void runDirectoryThatIsTakenAwayEndsTheRecordingAndNothingElse() throws Exception {
    Program program = run("gone", "work", "1..200");
    await().until(() -> Recorded.resultLines(directory.resolve("gone")) > 0);
    assertThat(shell("rm -rf gone")).isZero();
    assertThat(program.await()).isZero();
    assertThat(program.err()).contains("the job goes on", "finished: 200 of 200 done");
    assertThat(directory.resolve("gone")).doesNotExist();
  }

  /// Every worker needs some pipes, and sixty of them more than these.
  @Test
  void tooManyOpenFilesEndTheRunWithTheRemedy() throws Exception {
    Program program =
        Program.startAfter(directory, "ulimit -n 130", words("run", "work", "1..400", 60));
    started = Optional.of(program);
    assertThat(program.await()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .contains("could not be started: Lifeguard has too many open files (EMFILE)")
        .contains("raise `ulimit -n` or run fewer workers")
        .contains("gave up");
    Path run = directory.resolve("run");
    everythingUpToATornLineIsWhole(run, 0);
    assertThat(JSON.readTree(run.resolve("report.json")).at("/exitCode").asInt()).isEqualTo(3);
  }

  /// The limit of a cgroup, and not that of a user, because root has none. Those who run already
  /// stay outside.
  @Test
  void forkThatFailsEndsTheRunWithTheRemedy() throws Exception {
    Path cgroup = PIDS.resolve("lifeguard-test-" + ProcessHandle.current().pid());
    assumeTrue(canMake(cgroup), "limiting the number of processes needs root and cgroup v1");
    Program program = run("run", "work", "1..100000");
    leaveNoRoomAfterSomeResults(program, cgroup);
    Path run = directory.resolve("run");
    int before = Recorded.resultLines(run);
    assertThat(Stranger.send(9, Stranger.workers(program).toArray(Long[]::new))).isTrue();
    endsWithTheRemedyForForks(program, before);
  }

  @Test
  void forkOfACommandThatFailsEndsTheRunWithTheRemedy() throws Exception {
    Path cgroup = PIDS.resolve("lifeguard-test-" + ProcessHandle.current().pid());
    assumeTrue(canMake(cgroup), "limiting the number of processes needs root and cgroup v1");
    Program program =
        Program.start(
            directory,
            "run",
            "--items",
            "1..100000",
            "--workers",
            "2",
            "--run-dir",
            "run",
            "--",
            "sleep",
            "0.01{}");
    started = Optional.of(program);
    leaveNoRoomAfterSomeResults(program, cgroup);
    endsWithTheRemedyForForks(program, 10);
  }

  private void leaveNoRoomAfterSomeResults(Program program, Path cgroup) throws IOException {
    Path run = directory.resolve("run");
    await().until(() -> Recorded.resultLines(run) > 10);
    Files.writeString(cgroup.resolve("cgroup.procs"), "" + program.pid());
    Files.writeString(cgroup.resolve("pids.max"), "1");
  }

  private void endsWithTheRemedyForForks(Program program, int before) throws Exception {
    Path run = directory.resolve("run");
    assertThat(program.await()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .contains("could not be started: ")
        .contains("gave up")
        .doesNotContain("internal error");
    JobModel model = Recorded.model(run);
    assertThat(model.incidents().stream().map(Incident::sentence))
        .anyMatch(sentence -> sentence.contains("EAGAIN") && sentence.contains("ulimit -u"));
    everythingUpToATornLineIsWhole(run, before);
  }

  private boolean canMake(Path cgroup) {
    try {
      Files.createDirectory(cgroup);
    } catch (IOException e) {
      return false;
    }
    mends.add(() ->
        await()
            .ignoreExceptions()
            .until(() -> {
              Files.delete(cgroup);
              return true;
            }));
    return Files.exists(cgroup.resolve("pids.max"));
  }

  private void mount(String options) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        shell("mount -t tmpfs -o " + options + " tmpfs " + disk) == 0,
        "mounting a file system needs root");
    mends.add(() -> assertThat(shell("umount " + disk)).isZero());
  }

  private int shell(String command) {
    try {
      return new ProcessBuilder("/bin/sh", "-c", command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Program run(String runDirectory, String function, String items) {
    Program program = Program.start(directory, words(runDirectory, function, items, 2));
    started = Optional.of(program);
    return program;
  }

  private static String[] words(String runDirectory, String function, String items, int workers) {
    return new String[] {
      "run",
      "--python",
      "work.py:" + function,
      "--items",
      items,
      "--workers",
      "" + workers,
      "--run-dir",
      runDirectory,
      "--set",
      "worker.interpreter=" + Python.executable()
    };
  }

  /// Every line but the last can be read, and each task of which the journal tells is among the
  /// results.
  private static void everythingUpToATornLineIsWhole(Path run, int least) throws IOException {
    String text = Files.readString(run.resolve("results.jsonl"));
    List<Integer> ended = new ArrayList<>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> ended.add(JSON.readTree(line).get("task").asInt()));
    assertThat(ended).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(least);
    JobModel model = Recorded.model(run);
    assertThat(
            Stream.iterate(1, task -> task + 1)
                .limit(model.taskCount())
                .filter(task -> model.taskEndedNanos(task) > 0)
                .filter(task -> model.taskState(task) != TaskState.NOT_RUN))
        .as("told by the journal")
        .isSubsetOf(ended);
  }
}
