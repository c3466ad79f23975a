package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.Payload;
import dev.lifeguard.testing.NotOnWindows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NotOnWindows
final class ItemSourceTest {
  @TempDir private Path directory;

  private ItemSource open(ItemsSpec spec) throws IOException, JobFileException {
    return ItemSource.open(spec, directory.resolve("items.jsonl"), InputStream.nullInputStream());
  }

  private Path file(String name, String text) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> all(ItemSource source) throws Exception {
    List<String> items = new ArrayList<>();
    for (int more = source.discover(); more > 0; more = source.discover()) {
      for (Item item : source.read(items.size() + 1, more)) {
        items.add(item.json().toString());
      }
    }
    return items;
  }

  @Test
  void rangesIncludeBothEnds() throws Exception {
    try (ItemSource source = open(new ItemsSpec.Range(-1, 2))) {
      assertThat(all(source)).containsExactly("-1", "0", "1", "2");
      assertThat(source.read(4, 1)).containsExactly(new Item(Payload.of("2"), "2"));
    }
  }

  @Test
  void linesAreTakenAsTheyAreWithoutEmptyOnes() throws Exception {
    Path file = file("a.txt", "\uFEFF one \r\n\n\r\ntwo\t\"q\" \\ \u0001\nä☃😀\nlast");
    try (ItemSource source = open(new ItemsSpec.Lines(file))) {
      assertThat(all(source))
          .containsExactly(
              "\" one \"", "\"two\\u0009\\\"q\\\" \\\\ \\u0001\"", "\"ä☃😀\"", "\"last\"");
      assertThat(source.read(2, 1).getFirst().label()).isEqualTo("two·\"q\" \\ ·");
      assertThat(source.discover()).isZero();
    }
  }

  @Test
  void aFileWithoutItemsHasNone() throws Exception {
    try (ItemSource source = open(new ItemsSpec.Lines(file("a.txt", "")))) {
      assertThat(source.discover()).isZero();
      assertThat(source.read(1, 0)).isEmpty();
      assertThatThrownBy(() -> source.read(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void jsonLinesAreTheValuesThemselves() throws Exception {
    Path file =
        file("a.jsonl", " {\"a\" : [1.50, \"x\\ny\"]}\r\n\n  \n\"te\\u0041xt\"\nnull\n[\r1]\n");
    try (ItemSource source = open(new ItemsSpec.Jsonl(file))) {
      assertThat(all(source))
          .containsExactly("{\"a\" : [1.50, \"x\\ny\"]}", "\"te\\u0041xt\"", "null", "[ 1]");
      assertThat(source.read(1, 2).stream().map(Item::label))
          .containsExactly("{\"a\" : [1.50, \"x\\ny\"]}", "teAxt");
    }
  }

  @Test
  void tablesFollowRfc4180() throws Exception {
    Path file =
        file(
            "a.csv",
            "id,\"na\"\"me\"\r\n1,x\r\n\r\n2,\"a,b\"\r\n3,\"two\r\nlines \"\"q\"\"\"\n,\"\"");
    try (ItemSource source = open(new ItemsSpec.Csv(file))) {
      assertThat(all(source))
          .containsExactly(
              "{\"id\":\"1\",\"na\\\"me\":\"x\"}",
              "{\"id\":\"2\",\"na\\\"me\":\"a,b\"}",
              "{\"id\":\"3\",\"na\\\"me\":\"two\\u000d\\u000alines \\\"q\\\"\"}",
              "{\"id\":\"\",\"na\\\"me\":\"\"}");
      assertThat(source.read(3, 1).getFirst().json().toString()).contains("two");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          jsonl | 1#2 3          | :2: has more than one JSON value; write one value in a line
          jsonl | 1##{"a":       | :3: is not JSON: Unexpected end-of-input within/between Object entries at character 6
          jsonl | NaN            | :1: is not JSON: Non-standard token 'NaN' at character 4
          csv   | ~~             | :1: is empty; the first row of a table names its columns
          csv   | a,b#1,2#3      | :3: the row has 1 field, the header has 2; write as many
          csv   | a,b#1,2,3      | :2: the row has 3 fields, the header has 2; write as many
          csv   | a,a            | :1: two columns are named 'a'; rename one
          csv   | a,,b           | :1: column 2 has no name; write one
          csv   | a#1"           | :2: a quote stands inside a field without quotes; put the field in quotes and double it
          csv   | a#"1" #        | :2: a field goes on behind its closing quote; double the quotes inside it
          csv   | a#x#"1#2#      | :3: a quote begins here and is never closed; close it
          """)
  void wrongItemsAreToldWithFileAndLine(String format, String text, String message)
      throws Exception {
    Path file = file("a." + format, text.replace('#', '\n'));
    ItemsSpec spec = format.equals("csv") ? new ItemsSpec.Csv(file) : new ItemsSpec.Jsonl(file);
    assertThatThrownBy(() -> open(spec))
        .isInstanceOf(JobFileException.class)
        .hasMessage(file + message);
  }

  @ParameterizedTest
  @CsvSource({"lines", "jsonl", "csv"})
  void textThatIsNotUtf8IsRefusedWithItsLine(String format) throws Exception {
    Path file = directory.resolve("latin");
    Files.write(file, "1\n2\n\"\u00e4\"\n".getBytes(StandardCharsets.ISO_8859_1));
    ItemsSpec spec =
        switch (format) {
          case "csv" -> new ItemsSpec.Csv(file);
          case "jsonl" -> new ItemsSpec.Jsonl(file);
          default -> new ItemsSpec.Lines(file);
        };
    assertThatThrownBy(() -> open(spec))
        .isInstanceOf(JobFileException.class)
        .hasMessage(file + ":3: is not UTF-8; convert it, as in iconv -f latin1 -t utf-8");
  }

  @Test
  void filesThatCannotBeReadAreNamed() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> open(new ItemsSpec.Lines(missing)))
        .isInstanceOf(JobFileException.class)
        .hasMessage(missing + ": there is no such file; check the path of the items");
    assertThatThrownBy(() -> open(new ItemsSpec.Lines(directory)))
        .isInstanceOf(JobFileException.class)
        .hasMessageStartingWith(directory + ": is a directory; name a file");
  }

  @Test
  void aFileThatChangedSinceTheScanIsRefused() throws Exception {
    Path file = file("a.txt", "one\ntwo\n");
    try (ItemSource source = open(new ItemsSpec.Lines(file))) {
      assertThat(source.read(1, 1)).hasSize(1);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      assertThatThrownBy(() -> source.read(2, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has changed since the job began");
    }
  }

  @Test
  void sourcesAreRecordedWithTheirDigest() throws Exception {
    Path file = file("a.txt", "abc");
    try (ItemSource source = open(new ItemsSpec.Lines(file))) {
      // FIPS 180-2, appendix B.1.
      assertThat(source.sources())
          .containsExactly(
              new SourceFile(
                  file, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
  }

  @Test
  void inlineValuesAreSpooledAndReadBack() throws Exception {
    List<Payload> values = List.of(Payload.of("1"), Payload.of("\"two\""), Payload.of("{\"a\":3}"));
    try (ItemSource source = open(new ItemsSpec.Inline(values))) {
      assertThat(all(source)).containsExactly("1", "\"two\"", "{\"a\":3}");
      assertThat(source.read(2, 1).getFirst().label()).isEqualTo("two");
      assertThat(directory.resolve("items.jsonl")).hasContent("1\n\"two\"\n{\"a\":3}\n");
    }
  }

  @Test
  void labelsEndAfter120Characters() throws Exception {
    Path file = file("a.txt", "😀".repeat(200) + "\n" + "x".repeat(120));
    try (ItemSource source = open(new ItemsSpec.Lines(file))) {
      assertThat(source.read(1, 2).stream().map(Item::label))
          .containsExactly("😀".repeat(120), "x".repeat(120));
    }
  }

  @Test
  void pipesWithANameAreReadAsTheyArrive() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer =
        new ProcessBuilder("sh", "-c", "printf 'a\\nb\\n' > \"$0\"", pipe.toString()).start();
    try (ItemSource source = open(new ItemsSpec.Lines(pipe))) {
      assertThat(all(source)).containsExactly("\"a\"", "\"b\"");
    }
    assertThat(writer.waitFor()).isZero();
    assertThatThrownBy(() -> open(new ItemsSpec.Csv(pipe)))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("is not a regular file");
  }

  @Test
  void standardInputIsReadAsItArrives() throws Exception {
    Arrivals arrivals = new Arrivals("one\ntw", "o\n\n", "three\n\n\n", "", "\n", "last");
    ItemsSpec spec = new ItemsSpec.Stdin(ItemsSpec.Stdin.Format.LINES);
    Path spool = directory.resolve("items.jsonl");
    try (ItemSource source = ItemSource.open(spec, spool, arrivals)) {
      assertThat(arrivals.given).isZero();
      assertThat(source.discover()).isEqualTo(1);
      assertThat(arrivals.given).as("nothing is waited for that is not needed").isEqualTo(1);
      assertThat(source.read(1, 1).getFirst().json()).hasToString("\"one\"");
      assertThat(source.discover()).isEqualTo(1);
      assertThat(arrivals.given).isEqualTo(2);
      assertThat(source.discover()).isEqualTo(1);
      assertThat(arrivals.given).isEqualTo(3);
      assertThat(source.discover()).isEqualTo(1);
      assertThat(source.discover()).isZero();
      assertThat(source.read(2, 3).stream().map(Item::label))
          .containsExactly("two", "three", "last");
      assertThat(source.read(1, 1).getFirst().label()).isEqualTo("one");
    }
    assertThat(spool).hasContent("\"one\"\n\"two\"\n\"three\"\n\"last\"\n");
  }

  @Test
  void standardInputThatIsNoJsonIsToldWithItsLine() throws Exception {
    InputStream in = new ByteArrayInputStream("1\n\nx\n".getBytes(StandardCharsets.UTF_8));
    ItemsSpec spec = new ItemsSpec.Stdin(ItemsSpec.Stdin.Format.JSONL);
    try (ItemSource source = ItemSource.open(spec, directory.resolve("items.jsonl"), in)) {
      assertThat(source.discover()).as("what came before it").isEqualTo(1);
      assertThat(source.read(1, 1).getFirst().label()).isEqualTo("1");
      assertThatThrownBy(source::discover)
          .isInstanceOf(JobFileException.class)
          .hasMessageStartingWith("standard input:3: is not JSON: ");
    }
  }

  /// Gives one text at a time, as a pipe does when its writer is slow.
  private static final class Arrivals extends InputStream {
    private final List<byte[]> texts;
    private int given;

    Arrivals(String... texts) {
      this.texts = List.of(texts).stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("nobody reads single bytes");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (given == texts.size()) {
        return -1;
      }
      byte[] text = texts.get(given++);
      System.arraycopy(text, 0, bytes, offset, text.length);
      return text.length;
    }
  }
}
