package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stories as text: each file in `src/test/resources/scenarios` has inputs (lines that begin with
/// `at`) and, indented below each, the events (`*`) and orders (`>`) that must follow.
///
/// `-Dscenarios.accept=true` rewrites the files with what the pool does now; read the difference.
class ScenarioFilesTest {
  private static final Path SOURCES = Path.of("src/test/resources/scenarios");

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void poolTellsTheStoryOf(Path file) throws IOException {
    String told = new ScenarioFile(Files.readAllLines(file)).play();
    if (Boolean.getBoolean("scenarios.accept")) {
      Files.writeString(SOURCES.resolve(file.getFileName()), told);
    }
    assertThat(told).isEqualTo(Files.readString(file));
  }

  static List<Path> files() throws IOException, URISyntaxException {
    Path directory = Path.of(ScenarioFilesTest.class.getResource("/scenarios").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
