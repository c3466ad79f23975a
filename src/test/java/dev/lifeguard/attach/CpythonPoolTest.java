package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.attach.PoolInstrument.Mode;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CPython's own tests of its pools pass under the module as they do without it. They come with
/// most interpreters, with Debian's as `libpython3.11-testsuite`; `-Dpython=/path/to/python3` names
/// another one.
@NotOnWindows
@Tag("proof") // Ten seconds and more for each run of theirs.
final class CpythonPoolTest {
  private static final long PATIENCE_MINUTES = 10;
  private static final Pattern COUNTS =
      Pattern.compile("Ran (\\d+) tests?[^\\n]*\\n\\n(OK[^\\n]*)");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"fork, SEE", "fork, RAISE", "fork, RETRY", "spawn, RAISE", "forkserver, RAISE"})
  void countsAreTheSame(String method, Mode mode) throws Exception {
    String plain = run(method, Map.of());
    assumeTrue(!plain.contains("No module named"), plain);
    try (PoolInstrument instrument = PoolInstrument.layOut(mode)) {
      String watched = run(method, instrument.environment(System.getenv()));
      assertThat(instrument.isLoaded()).isTrue();
      assertThat(counts(watched)).as(watched).isPresent().isEqualTo(counts(plain));
    }
  }

  /// How many tests there were and what came of them; empty when some failed.
  private static Optional<String> counts(String text) {
    Matcher found = COUNTS.matcher(text);
    return found.find()
        ? Optional.of(found.group(1) + " tests, " + found.group(2))
        : Optional.empty();
  }

  private String run(String method, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getProperty("python", "python3"),
                "-m",
                "unittest",
                "-k",
                "Pool",
                "test.test_multiprocessing_" + method)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }
}
