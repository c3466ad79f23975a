package dev.lifeguard.journal;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recording in another form: tables, one JSON document, a trace, a report. Reads the journal
/// once from end to end, and holds no more of it than its [JobModel].
public final class Export {
  private Export() {}

  /// What a recording can become.
  public enum Form {
    /// Five tables in a directory.
    CSV,
    /// One document.
    JSON,
    /// Chrome's trace events, for Perfetto.
    TRACE,
    /// What happened, for people: `.md`, `.html`, or JSON by the name of the file.
    REPORT
  }

  /// Writes it. Reads and writes the disk.
  ///
  /// @param out the file, or the directory of the tables
  /// @return what the user should know about the recording, sentences
  public static Tried<List<String>> write(RunDirectory run, Form form, Path out) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield form == Form.REPORT ? report(reader, out) : write(reader, form, out);
        } catch (IOException | UncheckedIOException e) {
          yield new Tried.Refused<>(
              IoSentence.cannot("write to", out, e instanceof IOException io ? io : cause(e)));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  private static IOException cause(Exception e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e);
  }

  private static Tried<List<String>> write(JournalReader reader, Form form, Path out)
      throws IOException {
    try (ExportSink sink = open(form, out)) {
      AttemptLog attempts = new AttemptLog(attempt -> unchecked(() -> sink.attempt(attempt)));
      JobModel model =
          fold(
              reader,
              (event, known) -> {
                attempts.accept(event);
                sink.event(event, known);
              });
      attempts.close();
      sink.end(model);
    }
    return new Tried.Done<>(remarks(reader));
  }

  private static ExportSink open(Form form, Path out) throws IOException {
    return switch (form) {
      case CSV -> CsvExport.open(out);
      case JSON -> JsonExport.open(out);
      case TRACE -> TraceExport.open(out);
      case REPORT -> throw new IllegalArgumentException("a report needs no sink");
    };
  }

  private static Tried<List<String>> report(JournalReader reader, Path out) throws IOException {
    JobModel model = fold(reader, (_, _) -> {});
    return switch (JobReport.write(model, out)) {
      case Tried.Done<Path> _ -> new Tried.Done<>(remarks(reader));
      case Tried.Refused<Path>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  /// Sees every event when the model has taken it up.
  private interface Observer {
    void saw(PoolEvent event, JobModel model) throws IOException;
  }

  private static JobModel fold(JournalReader reader, Observer observer) throws IOException {
    JobModel model = new JobModel();
    for (var batch = reader.read(4096); !batch.isEmpty(); batch = reader.read(4096)) {
      for (PoolEvent event : batch) {
        model.apply(event);
        observer.saw(event, model);
      }
    }
    return model;
  }

  private static List<String> remarks(JournalReader reader) {
    List<String> remarks = new ArrayList<>();
    if (reader.damagedLines() > 0) {
      remarks.add(reader.damagedLines() + " lines of the journal cannot be read and are left out");
    }
    if (reader.header().formatMinor() > JournalHeader.MINOR) {
      remarks.add(
          "the recording is in a newer format, of Lifeguard "
              + reader.header().application()
              + ": what this version does not know of it is left out");
    }
    if (!reader.sawJobEnd()) {
      remarks.add("the recording has no end: the run goes on, or its supervisor died");
    }
    return remarks;
  }

  /// Something that writes.
  private interface Writing {
    void run() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
