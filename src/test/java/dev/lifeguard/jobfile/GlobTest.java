package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NotOnWindows
final class GlobTest {
  @TempDir private Path directory;

  @BeforeEach
  void makeTree() throws Exception {
    for (String name :
        List.of(
            "a.md",
            "b.txt",
            "a/x.md",
            "a/b/y.md",
            "a/b/c/z.txt",
            "a-b/x.md",
            ".hidden/h.md",
            "w[1].md",
            "ä.md",
            "B.md")) {
      Path file = directory.resolve("tree").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Path tree = directory.resolve("tree");
    Files.createSymbolicLink(tree.resolve("link.md"), tree.resolve("b.txt"));
    Files.createSymbolicLink(tree.resolve("dangling.md"), tree.resolve("nowhere"));
    Files.createSymbolicLink(tree.resolve("a/up"), tree);
  }

  private List<String> matching(String pattern) throws Exception {
    Path spool = directory.resolve("items.jsonl");
    Files.deleteIfExists(spool);
    String root = directory.resolve("tree").toString();
    ItemsSpec.Glob glob = new ItemsSpec.Glob(GlobPattern.literal(root) + "/" + pattern);
    try (ItemSource source = ItemSource.open(glob, spool, InputStream.nullInputStream())) {
      return source.read(1, source.discover()).stream()
          .map(item -> item.label().substring(root.length() + 1))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.md          | B.md a.md link.md w[1].md ä.md
          *             | B.md a.md b.txt link.md w[1].md ä.md
          **            | .hidden/h.md B.md a-b/x.md a.md a/b/c/z.txt a/b/y.md a/x.md b.txt link.md w[1].md ä.md
          **/*.md       | .hidden/h.md B.md a-b/x.md a.md a/b/y.md a/x.md link.md w[1].md ä.md
          a/**          | a/b/c/z.txt a/b/y.md a/x.md
          a/**/b/**/*.* | a/b/c/z.txt a/b/y.md
          a/up/b.txt    | a/up/b.txt
          a/*/b.txt     | a/up/b.txt
          [ab].*        | a.md b.txt
          [!a-z].md     | B.md ä.md
          ?.md          | B.md a.md ä.md
          {b,a}.{md,txt} | a.md b.txt
          {a/x,a-b/*}.md | a-b/x.md a/x.md
          w\\[1].md      | w[1].md
          w[[]1[]].md   | w[1].md
          ä.md          | ä.md
          ./a//x.md     | a/x.md
          a/../b.txt    | a/../b.txt
          """)
  void regularFilesMatchInTheOrderOfTheirBytes(String pattern, String files) throws Exception {
    assertThat(String.join(" ", matching(pattern))).isEqualTo(files);
  }

  @ParameterizedTest
  @CsvSource({"nothing", "a", "a/x.md/y", "dangling.md"})
  void whatIsNoRegularFileDoesNotMatch(String pattern) throws Exception {
    assertThat(matching(pattern)).isEmpty();
  }

  @Test
  void namesAreSortedByBytesAndNotByJavaCharacters() throws Exception {
    Files.writeString(directory.resolve("tree/\uFF5E.x"), "");
    Files.writeString(directory.resolve("tree/😀.x"), "");
    assertThat(matching("*.x")).containsExactly("\uFF5E.x", "😀.x");
  }

  @Test
  void directoriesThatMayNotBeReadAreToldOf() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("tree/closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    // The superuser may read everything.
    org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(closed));
    ItemsSpec.Glob glob = new ItemsSpec.Glob(GlobPattern.literal(directory.toString()) + "/**");
    Path spool = directory.resolve("items.jsonl");
    try (ItemSource source = ItemSource.open(glob, spool, InputStream.nullInputStream())) {
      assertThat(source.remarks())
          .containsExactly(
              "the directory " + closed + "/ may not be read; its files are not among the items");
    }
  }
}
