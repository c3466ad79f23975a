package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a job that could not be started: nothing.
@NotOnWindows
class JobStarterTest {
  @TempDir private Path directory;

  @Test
  void refusedJobLeavesNoOpenFileAndNoLock() throws Exception {
    Path items = Files.writeString(directory.resolve("items.txt"), "one\ntwo\n");
    JobStarter starter = starter(directory);
    JobStarter.Wishes refusing =
        wishes(() -> {
          throw new JobStarter.Refusal(List.of("no copy"));
        });

    assertThatThrownBy(() -> starter.prepare(job(items), refusing)).hasMessage("no copy");

    assertThat(openFiles()).doesNotContain(items.toRealPath());
    assertThat(directory.resolve("run")).isEmptyDirectory();
  }

  @Test
  void defectLeavesNoOpenFileAndNoLock() throws Exception {
    Path items = Files.writeString(directory.resolve("items.txt"), "one\ntwo\n");
    JobStarter starter = starter(directory);
    JobStarter.Wishes broken =
        wishes(() -> {
          throw new IllegalStateException("a bug");
        });

    assertThatThrownBy(() -> starter.prepare(job(items), broken)).hasMessage("a bug");

    assertThat(openFiles())
        .doesNotContain(items.toRealPath())
        .noneMatch(file -> file.endsWith("run/lock"));
    assertThat(directory.resolve("run")).isEmptyDirectory();
  }

  @Test
  void refusedDemonstrationLeavesNoFiles() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    JobStarter nowhere = starter(Path.of("/proc"));

    Act act = Scenarios.all().getFirst().acts().getFirst();

    assertThatThrownBy(() -> DemoRun.prepare(act, nowhere, temporary))
        .isInstanceOf(JobStarter.Refusal.class);

    assertThat(temporary).isEmptyDirectory();
  }

  private JobStarter.Wishes wishes(JobStarter.CopyOpening copy) {
    return JobStarter.Wishes.of(Optional.of(directory.resolve("run")), List.of(), copy);
  }

  private static JobStarter starter(Path home) {
    return new JobStarter(Map.of(), home, InputStream.nullInputStream());
  }

  private JobFile job(Path items) throws Exception {
    Files.writeString(directory.resolve("work.py"), "def work(item):\n    return item\n");
    return JobFiles.fromFlags(
        new Overrides(
            List.of(),
            List.of(
                new Overrides.Flag("worker.python", "work.py:work", "--python"),
                new Overrides.Flag("tasks", items.toString(), "--items"))),
        Surroundings.of(directory, 2));
  }

  private static List<Path> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.flatMap(JobStarterTest::target).toList();
    }
  }

  private static Stream<Path> target(Path descriptor) {
    try {
      return Stream.of(Files.readSymbolicLink(descriptor));
    } catch (IOException e) {
      // Closed in the meantime.
      return Stream.empty();
    }
  }
}
