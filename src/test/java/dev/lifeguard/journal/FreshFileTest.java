package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written as a whole, and where it is not a file that is to be written.
final class FreshFileTest {
  @TempDir private Path directory;

  private static void write(Path file, String text) throws IOException {
    try (FreshFile fresh = FreshFile.open(file)) {
      fresh.write(text.getBytes(UTF_8));
      fresh.complete();
    }
  }

  @Test
  void nobodySeesHalfOfIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    try (FreshFile fresh = FreshFile.open(file)) {
      fresh.write("half".getBytes(UTF_8));
      fresh.out().flush();
      assertThat(file).hasContent("old");
    }
    assertThat(file).hasContent("old");
    write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(directory).isDirectoryNotContaining(it -> !it.equals(file));
  }

  @Test
  @NotOnWindows
  void linkStaysOneAndItsTargetIsWritten() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  @NotOnWindows
  void pipeIsWrittenInto() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(() -> {
          try {
            return Files.readString(pipe);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    write(pipe, "new");
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("new");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }
}
