package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LargeSourcesTest {
  private static final int ITEMS = 200_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"txt", "jsonl", "csv"})
  void anyItemOfTwoHundredThousandIsFound(String format) throws Exception {
    Path file = directory.resolve("large." + format);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      if (format.equals("csv")) {
        out.write("n,text\n");
      }
      for (int i = 1; i <= ITEMS; i++) {
        out.write(line(format, i));
      }
    }
    ItemsSpec spec =
        switch (format) {
          case "csv" -> new ItemsSpec.Csv(file);
          case "jsonl" -> new ItemsSpec.Jsonl(file);
          default -> new ItemsSpec.Lines(file);
        };
    try (ItemSource source =
        ItemSource.open(spec, directory.resolve("spool"), InputStream.nullInputStream())) {
      assertThat(source.discover()).isEqualTo(ITEMS);
      for (int task = 1; task < ITEMS; task += 1_000) {
        List<Item> items = source.read(task, 1_000);
        assertThat(items.getFirst().label()).isEqualTo(label(format, task));
        assertThat(items.getLast().label()).isEqualTo(label(format, task + 999));
      }
      Random random = new Random(1);
      for (int i = 0; i < 500; i++) {
        int task = random.nextInt(1, ITEMS + 1);
        assertThat(source.read(task, 1).getFirst().label()).isEqualTo(label(format, task));
      }
    }
  }

  @Test
  @Tag("proof")
  void tenMillionLinesDoNotLiveInMemory() throws Exception {
    int count = 10_000_000;
    Path file = directory.resolve("ten-million.txt");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= count; i++) {
        out.write("document " + i + "\n");
      }
    }
    long before = usedHeap();
    try (ItemSource source =
        ItemSource.open(
            new ItemsSpec.Lines(file), directory.resolve("spool"), InputStream.nullInputStream())) {
      assertThat(source.discover()).isEqualTo(count);
      for (int task = 1; task <= count; task += 1_000) {
        assertThat(source.read(task, 1_000).getLast().label())
            .isEqualTo("document " + (task + 999));
      }
      assertThat(usedHeap() - before).as("bytes of heap").isLessThan(4L << 20);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String line(String format, int number) {
    return switch (format) {
      case "csv" -> number + ",\"a\nb\"\n";
      case "jsonl" -> "[" + number + "]\n";
      default -> number + "\n" + (number % 7 == 0 ? "\n" : "");
    };
  }

  private static String label(String format, int number) {
    return switch (format) {
      case "csv" -> "{\"n\":\"" + number + "\",\"text\":\"a\\u000ab\"}";
      case "jsonl" -> "[" + number + "]";
      default -> Integer.toString(number);
    };
  }

  @Test
  void theIndexOfTenMillionItemsIsSmall() {
    OffsetIndex index = new OffsetIndex();
    for (int i = 0; i < 10_000_000; i++) {
      index.add(20L * i);
    }
    assertThat(index.count()).isEqualTo(10_000_000);
    assertThat(index.bytes()).isLessThan(150_000);
    assertThat(index.before(9_999_999)).isEqualTo(20L * (9_999_999 / 1024 * 1024));
  }
}
