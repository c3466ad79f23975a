package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What one task printed: the lines with its mark in the files of the workers that had it.
public final class TaskOutput {
  private TaskOutput() {}

  /// The attempts at a task, in their order.
  public record Attempts(List<Piece> pieces) {
    /// Copies the list.
    public Attempts {
      pieces = List.copyOf(pieces);
    }
  }

  /// One of them.
  public record Piece(int task, int attempt, int worker) {}

  /// Finds the attempts in the journal. Reads the disk.
  public static Tried<Attempts> find(RunDirectory run, int task) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield find(run, reader, task);
        } catch (IOException e) {
          yield new Tried.Refused<>(IoSentence.cannot("read", run.journal(), e));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  private static Tried<Attempts> find(RunDirectory run, JournalReader reader, int task)
      throws IOException {
    List<Piece> pieces = new ArrayList<>();
    int last = 0;
    for (var batch = reader.read(4096); !batch.isEmpty(); batch = reader.read(4096)) {
      for (PoolEvent event : batch) {
        switch (event) {
          case PoolEvent.TaskStarted e when e.task() == task ->
              pieces.add(new Piece(task, e.attempt(), e.worker()));
          case PoolEvent.TasksQueued e -> last = e.firstTask() + e.count() - 1;
          case PoolEvent.TaskRepeated e -> last = e.task();
          default -> {}
        }
      }
    }
    return task >= 1 && task <= last
        ? new Tried.Done<>(new Attempts(pieces))
        : new Tried.Refused<>(
            "there is no task " + task + " in " + run.path() + "; they count from 1 to " + last);
  }

  /// Copies what an attempt printed.
  ///
  /// @param named whether a line that names the attempt goes before it
  /// @return whether it printed anything
  public static boolean copy(RunDirectory run, Piece piece, boolean named, OutputStream out)
      throws IOException {
    Path file = run.output(piece.worker());
    if (Files.notExists(file)) {
      return false;
    }
    String mark = "[task " + piece.task() + "." + piece.attempt() + "] ";
    boolean any = false;
    // A worker may print what is no UTF-8; its bytes must come through as they are.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(mark)) {
          if (!any && named) {
            String title = "-- attempt " + piece.attempt() + " on worker " + piece.worker() + "\n";
            out.write(title.getBytes(StandardCharsets.US_ASCII));
          }
          any = true;
          out.write((line.substring(mark.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return any;
  }
}
