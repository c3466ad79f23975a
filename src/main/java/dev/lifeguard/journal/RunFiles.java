package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a run that its recording writes. Owned by the writer's thread.
final class RunFiles {
  /// The most that is kept of one worker's output.
  static final long MOST_OUTPUT_BYTES = 64L << 20;

  private static final int FLUSH_BYTES = 128 << 10;

  private final RunDirectory run;
  private final AppendFile journal;
  private final AppendFile results;
  private final Map<Integer, OutputFile> outputs = new HashMap<>();

  private RunFiles(RunDirectory run, AppendFile journal, AppendFile results) {
    this.run = run;
    this.journal = journal;
    this.results = results;
  }

  /// Opens the files and writes the journal's header, which is on the disk afterwards.
  static RunFiles open(RunDirectory run, JournalHeader header) throws IOException {
    AppendFile results = AppendFile.open(run.results());
    try {
      return new RunFiles(run, begun(run.journal(), header), results);
    } catch (IOException e) {
      results.close();
      throw e;
    }
  }

  /// Opens the files of a run whose journal has its header.
  static RunFiles reopen(RunDirectory run) throws IOException {
    AppendFile results = AppendFile.open(run.results());
    try {
      return new RunFiles(run, AppendFile.open(run.journal()), results);
    } catch (IOException e) {
      results.close();
      throw e;
    }
  }

  private static AppendFile begun(Path file, JournalHeader header) throws IOException {
    AppendFile journal = AppendFile.open(file);
    try {
      HeaderLine.append(header, journal.pending());
      journal.flush();
      journal.sync();
      return journal;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  JsonLine journal() {
    return journal.pending();
  }

  JsonLine results() {
    return results.pending();
  }

  boolean isFull() {
    return journal.pending().size() >= FLUSH_BYTES || results.pending().size() >= FLUSH_BYTES;
  }

  /// Gives everything to the operating system, results first: a task's end never stands in the
  /// journal before its result stands in the results file.
  void flush() throws IOException {
    results.flush();
    journal.flush();
  }

  boolean isUnsynced() {
    return journal.isUnsynced() || results.isUnsynced();
  }

  /// Forces everything to the disk, in the same order.
  void sync() throws IOException {
    results.sync();
    journal.sync();
  }

  void output(int worker, ByteBuffer lines) throws IOException {
    @Nullable OutputFile file = outputs.get(worker);
    if (file == null) {
      file = OutputFile.open(run.output(worker), MOST_OUTPUT_BYTES);
      outputs.put(worker, file);
    }
    file.append(lines);
  }

  void outputEnd(int worker) throws IOException {
    @Nullable OutputFile file = outputs.remove(worker);
    if (file != null) {
      file.close();
    }
  }

  void close() throws IOException {
    for (OutputFile output : outputs.values()) {
      output.close();
    }
    outputs.clear();
    results.close();
    journal.close();
  }
}
