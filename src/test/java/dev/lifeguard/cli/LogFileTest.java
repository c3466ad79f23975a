package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an internal error leaves behind.
@NotOnWindows
class LogFileTest {
  @TempDir private Path directory;

  @Test
  void namedFileHoldsTheTraceAndIsForItsOwnerOnly() throws IOException {
    Path state = directory.resolve("state");
    Path file = state.resolve("lifeguard.log");
    LogHandler handler = new LogHandler(file, 10_000, 3);
    LogRecord record = new LogRecord(Level.SEVERE, "internal error");
    record.setThrown(new IllegalStateException("a bug"));

    handler.publish(record);

    assertThat(Files.readString(file)).contains("internal error", "a bug", "\tat ");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(state)).isEqualTo("rwx------");
    assertThat(state.toFile().list()).containsExactly("lifeguard.log");
  }

  @Test
  void fullFilesMoveOnAndTheOldestGoes() throws IOException {
    Path file = directory.resolve("lifeguard.log");
    LogHandler handler = new LogHandler(file, 100, 3);
    for (int i = 1; i <= 5; i++) {
      handler.publish(new LogRecord(Level.INFO, "number " + i + "x".repeat(100)));
    }

    assertThat(Files.readString(file)).contains("number 5");
    assertThat(Files.readString(directory.resolve("lifeguard.log.1"))).contains("number 4");
    assertThat(Files.readString(directory.resolve("lifeguard.log.2"))).contains("number 3");
    assertThat(directory.toFile().list()).hasSize(3);
  }

  @Test
  void messageNamesWhatWentWrongAndNotItsWrapping() {
    Throwable bug = new OutOfMemoryError("Java heap space");

    assertThat(LogFile.origin(new CompletionException(new ExecutionException(bug)))).isSameAs(bug);
    assertThat(LogFile.origin(bug)).isSameAs(bug);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
