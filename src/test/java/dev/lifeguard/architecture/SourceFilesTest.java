package dev.lifeguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for the text of every source file.
final class SourceFilesTest {

  /// A file of this many lines does more than one thing.
  private static final int TOO_LONG = 500;

  @Test
  void everyFileIsShorterThan500Lines() throws IOException {
    List<Path> code = filesBelow(Path.of("src")).filter(SourceFilesTest::isCode).sorted().toList();
    assertThat(code)
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> {
          assertThat(Files.readAllLines(file)).as("lines of %s", file).hasSizeLessThan(TOO_LONG);
        });
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    List<Path> packages =
        filesBelow(Path.of("src", "main", "java"))
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("module-info.java"))
            .map(file -> file.resolveSibling("package-info.java"))
            .distinct()
            .sorted()
            .toList();
    assertThat(packages)
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> {
          assertThat(file).exists();
          assertThat(Files.readString(file))
              .as("%s", file)
              .startsWith("///")
              .contains("\n@NullMarked\n");
        });
  }

  private static boolean isCode(Path file) {
    String name = file.toString();
    return Stream.of(".java", ".py", ".sh", ".fxml").anyMatch(name::endsWith);
  }

  private static Stream<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }
}
