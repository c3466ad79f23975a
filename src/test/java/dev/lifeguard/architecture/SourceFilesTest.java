package dev.lifeguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for the text of every source file.
final class SourceFilesTest {

  /// A file of this many lines does more than one thing.
  private static final int TOO_LONG = 500;

  @Test
  void everyFileIsShorterThan500Lines() throws IOException {
    List<Path> code = filesBelow(Path.of("src")).stream().filter(SourceFilesTest::isCode).toList();
    assertThat(code).as("files of code").hasSizeGreaterThan(10);

    List<String> tooLong = new ArrayList<>();
    for (Path file : code) {
      int lines = Files.readAllLines(file).size();
      if (lines >= TOO_LONG) {
        tooLong.add(file + " has " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    Set<Path> packages = new TreeSet<>();
    for (Path file : filesBelow(Path.of("src", "main", "java"))) {
      if (file.toString().endsWith(".java") && !file.endsWith("module-info.java")) {
        packages.add(file.resolveSibling("package-info.java"));
      }
    }
    assertThat(packages).as("packages").hasSizeGreaterThan(10);

    List<Path> lacking = new ArrayList<>();
    for (Path file : packages) {
      String text = Files.exists(file) ? Files.readString(file) : "";
      if (!text.startsWith("///") || !text.contains("\n@NullMarked\n")) {
        lacking.add(file);
      }
    }
    assertThat(lacking).as("lacking the file, its prose or @NullMarked").isEmpty();
  }

  /// Awaitility's own ten seconds are over sooner than a busy machine has done its work.
  @Test
  void testsWaitWithTheirCommonPatience() throws IOException {
    List<Path> impatient = new ArrayList<>();
    for (Path file : filesBelow(Path.of("src", "test", "java"))) {
      if (!file.endsWith("Patience.java")
          && Files.readString(file).contains("org.awaitility." + "Awaitility")) {
        impatient.add(file);
      }
    }
    assertThat(impatient).as("waits without dev.lifeguard.testing.Patience").isEmpty();
  }

  private static boolean isCode(Path file) {
    String name = file.toString();
    return Stream.of(".java", ".py", ".sh", ".fxml").anyMatch(name::endsWith);
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
