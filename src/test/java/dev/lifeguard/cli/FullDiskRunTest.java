package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A run whose disk fills up while it is recorded: a memory file system, which only root can mount.
/// The pool finishes, and the report tells from when on the recording is incomplete.
@NotOnWindows
@Timeout(120)
class FullDiskRunTest {
  private static final int TASKS = 3000;
  private static final Pattern COMPLETE =
      Pattern.compile(
          "no space left on device; it is complete up to ([0-9.]+) s into the job, the job goes"
              + " on");

  @TempDir private Path directory;
  private Path disk = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    mounted = shell("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "mounting a file system needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(shell("umount", disk.toString())).isZero();
    }
  }

  private static int shell(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void poolFinishesAndTheReportTellsFromWhenOnTheRecordingIsIncomplete() throws Exception {
    Files.writeString(directory.resolve("work.py"), "def work(item):\n    return 'x' * 200\n");
    Program program =
        Program.start(
            directory,
            "run",
            "--python",
            "work.py:work",
            "--items",
            "1.." + TASKS,
            "--workers",
            "2",
            "--run-dir",
            "disk/run",
            "--report",
            "report.json");
    assertThat(program.await()).as(program.err()).isZero();
    assertThat(program.err())
        .contains("no space left on device", TASKS + " of " + TASKS + " done")
        .containsPattern(COMPLETE);
    assertThat(directory.resolve(program.err().strip().replaceFirst("(?s).*; report: ", "")))
        .as("the report that is named is there")
        .isNotEmptyFile();
    JsonNode report = new ObjectMapper().readTree(directory.resolve("report.json"));
    assertThat(report.get("tasks").get("done").asInt()).isEqualTo(TASKS);
    Matcher told = COMPLETE.matcher(report.get("recordingFault").asString());
    assertThat(told.find()).isTrue();
    JobModel recorded = Recorded.model(disk.resolve("run"));
    assertThat(recorded.lastNanos() / 1e9)
        .as("everything up to there is in the file")
        .isGreaterThanOrEqualTo(Double.parseDouble(told.group(1)) - 0.001);
    assertThat(recorded.count(TaskState.DONE)).isPositive().isLessThan(TASKS);
  }
}
