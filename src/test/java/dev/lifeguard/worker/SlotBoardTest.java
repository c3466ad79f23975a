package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.probe.linux.LinuxSys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What the guard would read when we are gone.
@EnabledOnOs(OS.LINUX)
final class SlotBoardTest {
  private final SlotBoard board = new SlotBoard(LinuxSys.open().orElseThrow());

  @AfterEach
  void close() {
    board.close();
  }

  private Path file() {
    return Path.of("/proc/self/fd/" + board.fd());
  }

  /// By the guard's own words.
  private List<Long> groups() throws IOException {
    Process shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "while read -r group; do case $group in [1-9]*) echo \"$group\" ;; esac; done")
            .redirectInput(file().toFile())
            .start();
    String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return text.lines().map(Long::parseLong).toList();
  }

  @Test
  void namesThoseThatAreListedAndNoneThatWasCleared() throws IOException {
    int first = board.list(17);
    int second = board.list(4_194_303);
    assertThat(groups()).containsExactly(17L, 4_194_303L);
    board.clear(first);
    assertThat(groups()).containsExactly(4_194_303L);
    assertThat(board.list(1_234_567_890)).isEqualTo(first);
    assertThat(groups()).containsExactly(1_234_567_890L, 4_194_303L);
    board.clear(second);
    board.clear(first);
    assertThat(groups()).isEmpty();
  }

  @Test
  void growsWithThePool() throws IOException {
    List<Integer> lines = new ArrayList<>();
    List<Long> expected = new ArrayList<>();
    for (long group = 10_000; group < 11_000; group++) {
      lines.add(board.list(group));
      expected.add(group);
    }
    assertThat(lines).doesNotHaveDuplicates();
    assertThat(groups()).isEqualTo(expected);
  }

  /// We may be killed between any two letters of a line.
  @Test
  void lineThatIsBeingWrittenNamesNobody() throws IOException {
    board.clear(board.list(1_234_567_890));
    byte[] cleared = Files.readAllBytes(file());
    int line = board.list(77);
    byte[] listed = Files.readAllBytes(file());
    board.clear(line);
    assertThat(cleared[0]).isEqualTo((byte) '#');
    assertThat(listed[0]).isEqualTo((byte) ' ');
    for (int letters = 1; letters < 12; letters++) {
      byte[] torn = cleared.clone();
      System.arraycopy(listed, 1, torn, 1, letters);
      Files.write(file(), torn);
      assertThat(groups()).as("%d letters", letters).isEmpty();
    }
  }
}
