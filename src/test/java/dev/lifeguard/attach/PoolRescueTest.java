package dev.lifeguard.attach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lifeguard.attach.PoolInstrument.Mode;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Real, unmodified pools under the module, each with workers that die in another way. Without a
/// rescue most of them would wait for ever. In every build with fork; with spawn, forkserver and
/// the interpreters that `-Dpythons=/path/to/python3,…` names as a proof.
@NotOnWindows
final class PoolRescueTest {
  private static final List<String> CASES =
      List.of(
          "map",
          "starmap",
          "chunks",
          "imap",
          "imap_unordered",
          "callbacks",
          "exit_zero",
          "own_error",
          "retry",
          "idle",
          "all_idle",
          "all_busy",
          "half_a_result",
          "half_a_task",
          "random_kills",
          "terminate",
          "out_of_memory",
          "threads",
          "nested",
          "many",
          "map_each_once",
          "retry_each_once");

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("CASES")
  void poolIsSaved(String name) throws Exception {
    passes("python3", "fork", name);
  }

  static Stream<Arguments> proofs() {
    return Stream.of(System.getProperty("pythons", "python3").split(",", -1))
        .flatMap(python ->
            Stream.of("fork", "spawn", "forkserver")
                .flatMap(method -> CASES.stream().map(name -> Arguments.of(python, method, name))));
  }

  @ParameterizedTest
  @MethodSource("proofs")
  @Tag("proof") // About 60 programs for each interpreter.
  void poolIsSavedWithEveryStartMethod(String python, String method, String name) throws Exception {
    passes(python, method, name);
  }

  private void passes(String python, String method, String name) throws Exception {
    try (InputStream script = PoolRescueTest.class.getResourceAsStream("rescue_cases.py")) {
      Files.copy(script, directory.resolve("program.py"));
    }
    Mode mode = name.startsWith("retry") ? Mode.RETRY : Mode.RAISE;
    try (PoolInstrument instrument = PoolInstrument.layOut(mode)) {
      Said said = run(instrument, python, "program.py", method, name);
      assumeFalse(said.text().startsWith("skipped"), said.text());
      assertThat(said.text()).endsWith("ok\n");
      assertThat(said.status()).isZero();
      assertThat(instrument.isLoaded()).isTrue();
      assertThat(instrument.sentences()).isEmpty();
    }
  }

  private record Said(int status, String text) {}

  private Said run(PoolInstrument instrument, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder.environment().putAll(instrument.environment(builder.environment()));
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      String text = Files.readString(directory.resolve("output"));
      assertThat(ended).as("it hangs after: %s", text).isTrue();
      return new Said(process.exitValue(), text);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void brokenExecutorSaysWhoDiedOfWhat() throws Exception {
    write(
        """
        import concurrent.futures, os
        def die(signal):
            os.kill(os.getpid(), signal)
        if __name__ == "__main__":
            with concurrent.futures.ProcessPoolExecutor(2) as pool:
                try:
                    pool.submit(die, 11).result()
                except concurrent.futures.process.BrokenProcessPool as broken:
                    print(broken.__cause__)
        """);
    try (PoolInstrument instrument = PoolInstrument.layOut(Mode.RAISE)) {
      assertThat(run(instrument, "python3", "program.py").text())
          .containsPattern("worker \\d+ was killed by SIGSEGV \\(signal 11\\)");
    }
  }

  @Test
  void unknownStandardLibraryIsLeftAloneAndSaidSo() throws Exception {
    write(
        """
        import multiprocessing.pool
        import multiprocessing
        if __name__ == "__main__":
            with multiprocessing.get_context("fork").Pool(2) as pool:
                print(pool.map(abs, range(3)), hasattr(pool, "_lifeguard_watch"))
        """);
    fakeLayout();
    try (PoolInstrument instrument = PoolInstrument.layOut(Mode.RETRY)) {
      Said said = run(instrument, "python3", "program.py");
      assertThat(said.text()).isEqualTo("[0, 1, 2] False\n");
      assertThat(said.status()).isZero();
      assertThat(instrument.sentences())
          .singleElement()
          .asString()
          .contains("are not known")
          .contains("not watched");
    }
  }

  /// The program's own directory comes first, and in it a package that is not quite Python's.
  private void fakeLayout() throws Exception {
    Process copy =
        new ProcessBuilder(
                "python3",
                "-c",
                "import multiprocessing, shutil;"
                    + " shutil.copytree(multiprocessing.__path__[0], 'multiprocessing');"
                    + " path = 'multiprocessing/pool.py'; text = open(path).read();"
                    + " open(path, 'w').write(text.replace('def _maintain_pool(ctx, Process,',"
                    + " 'def _maintain_pool(ctx,  Process,'))")
            .directory(directory.toFile())
            .inheritIO()
            .start();
    assertThat(copy.waitFor()).isZero();
  }

  @Test
  void programsThatItStartsSeeNothingOfUs() throws Exception {
    write(
        """
        import multiprocessing, os, subprocess, sys
        def look(_item):
            script = "import os; print(sorted(os.environ)); print(os.listdir('/proc/self/fd'))"
            return subprocess.run(
                [sys.executable, "-S", "-c", script], stdout=subprocess.PIPE, check=True
            ).stdout.decode()
        if __name__ == "__main__":
            print(look(0))
            with multiprocessing.get_context("fork").Pool(2) as pool:
                print(pool.apply(look, (0,)))
            os.system("env | sort; ls /proc/self/fd")
        """);
    try (PoolInstrument instrument = PoolInstrument.layOut(Mode.RAISE)) {
      String watched = run(instrument, "python3", "program.py").text();
      assertThat(instrument.sentences())
          .as("that Python is somebody else's")
          .anyMatch(it -> it.contains("starts through subprocess"));
      assertThat(watched).doesNotContain("LIFEGUARD");
      assertThat(watched).isEqualTo(plainly("program.py"));
    }
  }

  private String plainly(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("python3", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("plain").toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Files.readString(directory.resolve("plain"));
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        Arguments.of(true, List.of("python3", "program.py")),
        Arguments.of(true, List.of("python3", "-m", "program")),
        Arguments.of(true, List.of("python3", "-s", "program.py")),
        Arguments.of(true, List.of("python3", "-c", "import program; program.main()")),
        Arguments.of(true, List.of("venv/bin/python", "program.py")),
        Arguments.of(false, List.of("python3", "-I", "program.py")),
        Arguments.of(false, List.of("python3", "-E", "program.py")),
        Arguments.of(false, List.of("python3", "-S", "program.py")));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void moduleIsLoadedHoweverPythonIsStartedUnlessItIsKeptOut(boolean loaded, List<String> command)
      throws Exception {
    write(
        """
        import multiprocessing
        def main():
            with multiprocessing.get_context("fork").Pool(2) as pool:
                print(pool.map(abs, range(3)))
        if __name__ == "__main__":
            main()
        """);
    if (command.getFirst().startsWith("venv")) {
      makeVirtualEnvironment();
    }
    try (PoolInstrument instrument = PoolInstrument.layOut(Mode.SEE)) {
      assertThat(run(instrument, command.toArray(String[]::new)).text()).isEqualTo("[0, 1, 2]\n");
      assertThat(instrument.isLoaded()).isEqualTo(loaded);
    }
  }

  /// What is one is a file beside the interpreter; making a whole one takes seconds.
  private void makeVirtualEnvironment() throws IOException, InterruptedException {
    Process where =
        new ProcessBuilder("python3", "-c", "import sys; print(sys._base_executable)").start();
    Path python =
        Path.of(new String(where.getInputStream().readAllBytes(), UTF_8).strip()).toRealPath();
    assertThat(where.waitFor()).isZero();
    Path bin = Files.createDirectories(directory.resolve("venv/bin"));
    Files.createSymbolicLink(bin.resolve("python"), python);
    Files.writeString(directory.resolve("venv/pyvenv.cfg"), "home = " + python.getParent() + "\n");
  }

  private void write(String script) throws IOException {
    Files.writeString(directory.resolve("program.py"), script);
  }
}
