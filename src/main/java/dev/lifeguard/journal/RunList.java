package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The runs under one root.
public final class RunList {
  // The last line of a job that ended in order is much shorter than this.
  private static final int TAIL_BYTES = 4096;

  private RunList() {}

  /// All of them, the newest first. Directories that are no runs, or of a format that cannot be
  /// read here, are left out. Reads the disk.
  public static List<RunSummary> of(Path root) {
    try (Stream<Path> directories = Files.list(root)) {
      return directories
          .flatMap(directory -> summary(RunDirectory.of(directory)).stream())
          .sorted(Comparator.comparing(RunSummary::started).reversed())
          .toList();
    } catch (IOException e) {
      // A root that does not exist yet has no runs.
      return List.of();
    }
  }

  /// What is to be said of one run; empty if it is none.
  public static Optional<RunSummary> summary(RunDirectory run) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          JournalHeader header = reader.header();
          yield Optional.of(
              new RunSummary(
                  header.job(),
                  header.started(),
                  condition(run),
                  run.path(),
                  RunRetention.bytes(run)));
        } catch (IOException e) {
          yield Optional.empty();
        }
      }
      case Tried.Refused<JournalReader> _ -> Optional.empty();
    };
  }

  private static RunSummary.Condition condition(RunDirectory run) throws IOException {
    if (run.isLive()) {
      return RunSummary.Condition.LIVE;
    }
    return end(run).isPresent() ? RunSummary.Condition.FINISHED : RunSummary.Condition.DEAD;
  }

  /// How the job of a run ended, as the last lines of its journal say; empty when it goes on, also
  /// once more, or did not end in order.
  ///
  /// @throws IOException if the journal cannot be read
  public static Optional<PoolEvent.JobEnded> end(RunDirectory run) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(run.journal().toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(tail);
      String text = new String(tail, StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith("{\"type\":\"job-"))
          .reduce((_, later) -> later)
          .flatMap(line -> jobEnded(line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Optional<PoolEvent.JobEnded> jobEnded(byte[] line) {
    return EventCodec.decode(line, 0, line.length, 1)
            instanceof JournalLine.Event(PoolEvent.JobEnded end)
        ? Optional.of(end)
        : Optional.empty();
  }
}
