package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputLogTest {
  @TempDir Path scratch;

  private final OutputLines lines = new OutputLines();

  @Test
  void everyLineIsMarkedWithTaskAndAttempt() {
    assertThat(append(0, 0, "importing\n") + append(17, 1, "one\n\ntwo\n") + append(17, 2, "x\r\n"))
        .isEqualTo(
            """
            [-] importing
            [task 17.1] one
            [task 17.1]\s
            [task 17.1] two
            [task 17.2] x
            """);
  }

  @Test
  void lineThatComesInPiecesBelongsToTheTaskThatBeganIt() {
    assertThat(append(1, 1, "hal")).isEmpty();
    assertThat(append(2, 1, "f\nnext")).isEqualTo("[task 1.1] half\n");
    assertThat(joined(lines.finish())).isEqualTo("[task 2.1] next\n");
  }

  @Test
  void endlessLineIsWrittenInMarkedPieces() {
    String text = append(1, 1, "x".repeat(20_000) + "\n");

    assertThat(text.lines()).hasSize(3).allMatch(line -> line.startsWith("[task 1.1] x"));
    assertThat(text.chars().filter(c -> c == 'x')).hasSize(20_000);
  }

  @Test
  void lastTwentyLinesAreKeptWithTheUnfinishedOne() {
    IntStream.rangeClosed(1, 30).forEach(i -> append(1, 1, "line " + i + "\n"));
    append(1, 1, "dying wo");

    assertThat(lines.last()).hasSize(20).startsWith("line 12").endsWith("line 30", "dying wo");
  }

  @Test
  void lastLinesAreCutAt2000Characters() {
    append(1, 1, "ä".repeat(3_000) + "\n");

    assertThat(lines.last().getFirst()).hasSize(2_000).endsWith("ä…");
  }

  @Test
  void fileNeverExceedsItsLimitAndKeepsBeginningAndEnd() throws IOException {
    Path path = scratch.resolve("worker-1.log");
    int limit = 64 << 10;
    OutputFile file = OutputFile.open(path, limit);
    for (int i = 1; i <= 20_000; i++) {
      file.append(ByteBuffer.wrap(("[task 1.1] line " + i + "\n").getBytes(UTF_8)));
      assertThat(Files.size(path)).isLessThanOrEqualTo(limit);
    }
    file.close();

    List<String> kept = Files.readAllLines(path);
    assertThat(kept).startsWith("[task 1.1] line 1", "[task 1.1] line 2");
    assertThat(kept).endsWith("[task 1.1] line 19999", "[task 1.1] line 20000");
    assertThat(kept).filteredOn(line -> !line.startsWith("[task 1.1] line ")).hasSize(1);
    long said = saidDropped(kept);
    assertThat(said + Files.size(path) - noticeLength(kept)).isEqualTo(writtenBytes(20_000));
  }

  private static long saidDropped(List<String> kept) {
    return Long.parseLong(notice(kept).split(" ", 3)[1]);
  }

  private static int noticeLength(List<String> kept) {
    return notice(kept).length() + 1;
  }

  private static String notice(List<String> kept) {
    return kept.stream()
        .filter(line -> line.matches("\\[lifeguard] \\d+ bytes were dropped here, .*"))
        .findFirst()
        .orElseThrow();
  }

  private static long writtenBytes(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToLong(i -> ("[task 1.1] line " + i + "\n").length())
        .sum();
  }

  @Test
  void outputThatTheDiskIsTooSlowForIsDroppedAndCounted() throws InterruptedException {
    HandOver disk = new HandOver(Long.MAX_VALUE);
    OutputLog log = new OutputLog(disk);
    byte[] megabyte = ("x".repeat(1023) + "\n").repeat(1024).getBytes(UTF_8);
    for (int i = 0; i < 80; i++) {
      log.append(1, 1, 1, megabyte, megabyte.length);
    }
    assertThat(disk.backlogBytes()).isLessThan(66 << 20);

    while (!disk.take(0).isEmpty()) {
      // The disk is fast again.
    }
    log.append(1, 1, 1, "after\n".getBytes(UTF_8), 6);

    HandOver.Entry.Output entry = (HandOver.Entry.Output) disk.take(0).getFirst();
    assertThat(UTF_8.decode(entry.lines()).toString())
        .matches("\\[lifeguard] \\d{8} bytes were dropped here, [a-z ]+\\R\\[task 1\\.1] after\\R");
    assertThat(log.lastLines(1)).endsWith("after");
  }

  private String append(int task, int attempt, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return joined(lines.append(task, attempt, bytes, bytes.length));
  }

  private static String joined(List<byte[]> blocks) {
    return String.join("", blocks.stream().map(block -> new String(block, UTF_8)).toList());
  }
}
