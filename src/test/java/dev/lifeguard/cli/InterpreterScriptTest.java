package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A `python3` that is a script which looks for the right one, as pyenv's is.
@NotOnWindows
class InterpreterScriptTest {
  private static final String WORK =
      """
      import os, sys

      def work(item):
          if item % 3 == 0:
              os.kill(os.getpid(), 9)
          return sys.executable
      """;

  @TempDir private Path directory;

  @Test
  void scriptIsAskedOnceAndNotForEveryWorker() throws IOException {
    TestRun run = run("#!/bin/sh\necho asked >> %s\nexec python3 \"$@\"\n");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.model().workerCount()).isGreaterThan(3);
    assertThat(Files.readAllLines(directory.resolve("asked"))).hasSize(1);
    assertThat(run.result(1).get("result").asString()).doesNotContain("python-script");
  }

  @Test
  void scriptThatDoesNotTellIsUsedAsItIs() throws IOException {
    TestRun run =
        run(
            """
            #!/bin/sh
            [ "$1" = -I ] && echo asked >> %s && exit 1
            echo started >> %s
            exec python3 "$@"
            """);
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.model().workerCount()).isGreaterThan(3);
    List<String> calls = Files.readAllLines(directory.resolve("asked"));
    assertThat(calls.stream().filter("started"::equals)).hasSize(ending.model().workerCount());
    // For its Python, and once more to compile the shim if the job has run for a second.
    assertThat(calls.stream().filter("asked"::equals)).hasSizeBetween(1, 2);
  }

  private TestRun run(String script) throws IOException {
    Path interpreter = directory.resolve("python-script");
    Files.writeString(interpreter, script.replace("%s", directory.resolve("asked").toString()));
    assertThat(interpreter.toFile().setExecutable(true)).isTrue();
    return TestRun.prepare(
        directory, WORK, "1..6", "worker.interpreter=" + interpreter, "worker.count=1");
  }
}
