package dev.lifeguard.cli;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.JournalReader;
import dev.lifeguard.journal.Tried;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What a run of another process has left in its run directory.
final class Recorded {
  private Recorded() {}

  /// Folds its journal.
  static JobModel model(Path run) {
    JobModel model = new JobModel();
    try (JournalReader reader = reader(run)) {
      for (List<PoolEvent> events = reader.read(4096);
          !events.isEmpty();
          events = reader.read(4096)) {
        events.forEach(model::apply);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return model;
  }

  private static JournalReader reader(Path run) {
    return switch (JournalReader.open(run.resolve("journal.jsonl"))) {
      case Tried.Done<JournalReader>(JournalReader opened) -> opened;
      case Tried.Refused<JournalReader>(String sentence) -> throw new AssertionError(sentence);
    };
  }

  /// How many results are in the file now.
  static int resultLines(Path run) {
    int lines = 0;
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(run.resolve("results.jsonl"))) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
