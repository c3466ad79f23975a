package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.story.Scenes;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.EventCodec;
import dev.lifeguard.journal.JournalReader;
import dev.lifeguard.journal.Tried;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The golden journals that the kept pictures are rendered from. They are written once, and stay as
/// they are when the events of the stories change; `main` writes those that are missing.
final class SceneJournals {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "scenes");

  private SceneJournals() {}

  static void main() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (Scenes scene : Scenes.values()) {
      if (!Files.exists(file(scene))) {
        Files.write(file(scene), journal(scene));
      }
    }
  }

  private static Path file(Scenes scene) {
    return DIRECTORY.resolve(scene.fileName() + ".jsonl");
  }

  private static byte[] journal(Scenes scene) throws IOException {
    // The header of the golden journal of this format, with another job's name.
    String golden =
        Files.readString(Path.of("src", "test", "resources", "journals", "v1.1", "journal.jsonl"));
    String header = golden.lines().findFirst().orElseThrow().replace("docbuild", "primes-demo");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((header + "\n").getBytes(StandardCharsets.UTF_8));
    JobModel check = new JobModel();
    for (PoolEvent event : scene.story().events()) {
      check.apply(event);
      bytes.write(EventCodec.encode(event));
    }
    return bytes.toByteArray();
  }

  /// The events of a scene, as they are recorded.
  static List<PoolEvent> events(Scenes scene) throws IOException {
    return switch (JournalReader.open(file(scene))) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield reader.read(Integer.MAX_VALUE);
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> throw new IOException(sentence);
    };
  }
}
