package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real disk that is really full: a memory file system of a quarter megabyte, which only root can
/// mount.
final class FullDiskTest {
  @TempDir Path scratch;

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private boolean mounted;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", scratch.toString()) == 0;
    assumeTrue(mounted, "mounting a file system needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", scratch.toString())).isZero();
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void fullDiskEndsTheRecordingOnceAndWhatWasWrittenCanBeRead() throws IOException {
    RunDirectory run = done(RunDirectory.createAt(scratch.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ofMillis(5), failures::add, ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(), recording))) {
      writer.accept(Story.events());
      for (int i = 0; i < 20_000; i++) {
        writer.accept(List.of(new PoolEvent.PoolStopping(i, "again and again")));
      }
      await().until(() -> !failures.isEmpty());
      writer.accept(Story.events());
    }

    assertThat(failures).singleElement().asString().contains("stopped: no space left on device");
    try (JournalReader reader = done(JournalReader.open(run.journal()))) {
      List<PoolEvent> events = reader.read(100_000);
      assertThat(events).hasSizeGreaterThan(Story.events().size());
      assertThat(events).doesNotHaveAnyElementsOfTypes(PoolEvent.Unrecognised.class);
    }
    assertThat(Tries.refused(JobReport.write(ModelText.fold(Story.events()), run.report())))
        .isEqualTo(
            "The report cannot be written to "
                + run.report()
                + ": no space left on device; name another file with --report");
    assertThat(run.path().resolve(".report.json.new")).doesNotExist();
  }

  @Test
  void newRunOnAFullDiskIsRefused() throws IOException {
    try (var out = Files.newOutputStream(scratch.resolve("filler"))) {
      out.write(new byte[1 << 20]);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    RunDirectory run = done(RunDirectory.createAt(scratch.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ZERO, failures::add, ResultsCopy.none());

    assertThat(Tries.refused(JournalWriter.open(run, Story.header(), recording)))
        .isEqualTo(
            "Lifeguard cannot write to "
                + run.path()
                + ": no space left on device; free some space there, or name another place with"
                + " --run-dir");
  }
}
