package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {
  @TempDir private Path directory;

  @Test
  void opensARecordingAgainAndAgain() throws IOException {
    Path journal = Path.of("src", "test", "resources", "scenes", "quarantine.jsonl");
    Files.copy(journal, directory.resolve("journal.jsonl"));
    assertThat(Rehearsal.rehearse(directory, 3)).isEqualTo(3);
  }

  @Test
  void whatIsNoRecordingIsNotOpened() {
    assertThat(Rehearsal.rehearse(directory.resolve("nothing"), 3)).isZero();
  }
}
