package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.WorkerOutput;
import dev.lifeguard.job.WorkerOutput.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputReaderTest {
  @TempDir Path scratch;

  @Test
  void workerThatHasPrintedNothingHasNoLinesAndNoFault() throws IOException {
    try (WorkerOutput output = reader()) {
      assertThat(output.look()).isEqualTo(Extent.NOTHING);
      assertThat(output.lines(0, 10)).isEmpty();
      assertThat(output.find("x", 0, 10)).isEmpty();
      print("[-] hello\n");
      assertThat(output.look().lines()).isEqualTo(1);
    }
  }

  @Test
  void marksAreReadAndLinesWithoutOneAreLifeguardsOwn() throws IOException {
    print(
        """
        [-] importing
        [task 17.2] a ] b.c
        [lifeguard] 5 bytes were dropped here
        [task x.1] y
        """);
    try (WorkerOutput output = reader()) {
      output.look();
      assertThat(output.lines(0, 9))
          .containsExactly(
              new OutputLine(OptionalInt.empty(), 0, "importing"),
              new OutputLine(OptionalInt.of(17), 2, "a ] b.c"),
              new OutputLine(OptionalInt.empty(), 0, "[lifeguard] 5 bytes were dropped here"),
              new OutputLine(OptionalInt.empty(), 0, "[task x.1] y"));
    }
  }

  @Test
  void anyLineOfManyIsFoundByItsNumberWhileTheFileGrows() throws IOException {
    print(numbered(0, 100_000));
    try (WorkerOutput output = reader()) {
      assertThat(output.look().lines()).isEqualTo(100_000);
      print(numbered(100_000, 100_700) + "[-] half");
      assertThat(output.look().lines()).isEqualTo(100_700);
      for (int line : new int[] {0, 255, 256, 70_001, 100_000, 100_699}) {
        assertThat(output.lines(line, 1)).extracting(OutputLine::text).containsExactly("n" + line);
      }
      assertThat(output.lines(100_690, 50)).hasSize(10);
      print(" done\n");
      assertThat(output.look().lines()).isEqualTo(100_701);
      assertThat(output.lines(100_700, 1).getFirst().text()).isEqualTo("half done");
    }
  }

  @Test
  void textIsFoundInAnyCaseFromALineOnAndNotMoreOftenThanWanted() throws IOException {
    print(numbered(0, 1000) + "[task 3.1] ÄRGER\n" + numbered(1001, 1010));
    try (WorkerOutput output = reader()) {
      output.look();
      assertThat(output.find("N99", 0, 100)).hasSize(11).startsWith(99, 990).endsWith(999);
      assertThat(output.find("n99", 991, 3)).containsExactly(991, 992, 993);
      assertThat(output.find("ärger", 0, 100)).containsExactly(1000);
      assertThat(output.find("task 3.1", 0, 100)).containsExactly(1000);
    }
  }

  @Test
  void fileWhoseMiddleWasDroppedIsAnotherEdition() throws IOException {
    OutputFile file = OutputFile.open(path(), 64 << 10);
    append(file, 0, 5500);
    try (WorkerOutput output = reader()) {
      assertThat(output.look().edition()).isZero();
      append(file, 5500, 9000);
      Extent extent = output.look();
      assertThat(extent.edition()).isEqualTo(1);
      assertThat(output.lines(0, 1).getFirst().text()).isEqualTo("n0");
      assertThat(output.lines(extent.lines() - 1, 1).getFirst().text()).isEqualTo("n8999");
      assertThat(output.find("[lifeguard]", 0, 10)).hasSize(1);
      assertThat(output.look()).isEqualTo(extent);
    }
    file.close();
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Files.createDirectory(path());
    try (WorkerOutput output = reader()) {
      assertThat(output.look().fault()).startsWith("Lifeguard cannot read " + path());
    }
  }

  @Test
  void closedReaderHasNothingMore() throws IOException {
    print("[-] a\n");
    WorkerOutput output = reader();
    output.look();
    output.close();
    output.close();
    assertThat(output.lines(0, 1)).isEmpty();
    assertThat(output.look().fault()).isEmpty();
  }

  private static void append(OutputFile file, int from, int to) throws IOException {
    for (int i = from; i < to; i += 100) {
      file.append(ByteBuffer.wrap(numbered(i, i + 100).getBytes(UTF_8)));
    }
  }

  private static String numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "[-] n" + i + "\n")
        .collect(Collectors.joining());
  }

  private Path path() {
    return scratch.resolve("worker-1.log");
  }

  private WorkerOutput reader() {
    return new OutputReader(path());
  }

  private void print(String text) throws IOException {
    Files.writeString(path(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
