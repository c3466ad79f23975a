package dev.lifeguard.gui.story;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.JournalReader;
import dev.lifeguard.journal.Tried;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The golden recording of a job on Windows, in which the third worker is ended by the user.
public final class WindowsRecording {
  /// Where it is.
  public static final Path JOURNAL =
      Path.of("src", "test", "resources", "journals", "v1.6", "journal.jsonl");

  private WindowsRecording() {}

  /// All of its events.
  public static List<PoolEvent> events() throws IOException {
    return switch (JournalReader.open(JOURNAL)) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield reader.read(Integer.MAX_VALUE);
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> throw new IOException(sentence);
    };
  }

  /// The job when its third worker has just been told to end, and has not.
  public static JobModel ordered() throws IOException {
    JobModel model = new JobModel();
    for (PoolEvent event : events()) {
      model.apply(event);
      if (event instanceof PoolEvent.WorkerSignalling) {
        return model;
      }
    }
    throw new IOException("nobody is told to end in " + JOURNAL);
  }
}
