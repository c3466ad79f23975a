package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A small JSON object in a file of its own, such as settings. It is written beside itself and then
/// moved, so that a reader finds the old one or the new one and never half of one. Thread-safe.
public final class JsonFile {
  private static final String FILE_RIGHTS = "rw-------";
  private static final int MOST_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;

  /// The file of this name, which need not exist.
  public JsonFile(Path path) {
    this.path = path;
  }

  /// What came of reading.
  public sealed interface Content {
    /// There is an object.
    record Found(Map<String, Object> object) implements Content {}

    /// There is no file yet.
    record Missing() implements Content {}

    /// There is something else, and it has been moved out of the way.
    ///
    /// @param sentence what is wrong and where the file is now, for a person to read
    record Broken(String sentence) implements Content {}
  }

  /// Reads it. A file that is no JSON object is renamed, so that nothing of it is lost and the next
  /// writing does not fail.
  public synchronized Content read() {
    try {
      if (Files.size(path) > MOST_BYTES) {
        return setAside("it has more than " + MOST_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(path);
      return new Content.Found(JSON.readValue(bytes, new TypeReference<Map<String, Object>>() {}));
    } catch (NoSuchFileException e) {
      return new Content.Missing();
    } catch (IOException e) {
      return new Content.Broken(
          "Lifeguard cannot read " + path + ": " + IoSentence.reason(e) + "; it goes on without");
    } catch (JacksonException e) {
      return setAside(
          "it is no JSON object (line %d, column %d)"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  private Content setAside(String why) {
    Path aside = path.resolveSibling(path.getFileName() + ".broken");
    try {
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Content.Broken(
          "Lifeguard cannot use " + path + ": " + why + "; it was set aside as " + aside);
    } catch (IOException e) {
      return new Content.Broken("Lifeguard cannot use " + path + ": " + why);
    }
  }

  /// Writes it, with the directories above it.
  ///
  /// @param object of texts, numbers, truth values, lists and maps
  public synchronized Tried<Path> write(Map<String, Object> object) {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        RunDirectory.createPrivately(directory);
      }
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, RunDirectory.ownerOnly(fresh, FILE_RIGHTS));
      Files.write(fresh, JSON.writeValueAsBytes(object));
      move(fresh);
      return new Tried.Done<>(path);
    } catch (IOException e) {
      return new Tried.Refused<>("Lifeguard cannot write " + path + ": " + IoSentence.reason(e));
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
