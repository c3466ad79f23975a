package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command line as a stranger uses it: what works, and what is answered to nonsense.
class CommandLineTest {
  @TempDir private Path directory;

  @Test
  void resultsGoToStandardOutputAndNothingElse() throws Exception {
    Files.writeString(
        directory.resolve("f.py"), "def square(x):\n    print('noise')\n    return x * x\n");
    Program program =
        Program.start(
            directory,
            "run",
            "--python",
            "f.py:square",
            "--items",
            "1..3",
            "--workers",
            "1",
            "--results",
            "-",
            "--report",
            "report.md",
            "--color",
            "never");
    assertThat(program.await()).isZero();
    assertThat(program.out().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"task\":"))
        .anyMatch(line -> line.contains("\"result\":9"));
    assertThat(program.err().lines().findFirst().orElseThrow()).startsWith("run directory: ");
    assertThat(program.err()).contains("square finished: 3 of 3 done in ").doesNotContain("\u001b");
    assertThat(Files.readString(directory.resolve("report.md"))).contains("square");
  }

  @Test
  void quietRunSaysOneLine() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Program program =
        Program.start(directory, "run", "--python", "f.py:f", "--items", "1..3", "--quiet");
    assertThat(program.await()).isZero();
    assertThat(program.err().lines()).hasSize(1);
    assertThat(program.out()).isEmpty();
  }

  @Test
  void itemsThatArriveOnStandardInputAreRun() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x.upper()\n");
    Program program =
        Program.start(
            directory,
            "run",
            "--python",
            "f.py:f",
            "--items",
            "-",
            "--results",
            "-",
            "--workers",
            "1");
    try (var input = program.process().outputWriter()) {
      input.write("one\n\ntwo\n");
    }
    assertThat(program.await()).isZero();
    assertThat(program.out()).contains("\"result\":\"ONE\"").contains("\"result\":\"TWO\"");
  }

  @Test
  void anotherProgramDrivesThePoolThroughAPipe() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x * 2\n");
    Program program =
        Program.start(
            directory, "run", "--python", "f.py:f", "--items", "jsonl:-", "--results", "-");
    try (var input = program.process().outputWriter()) {
      // Each item depends on the result before it, so nothing may wait for more.
      for (int item = 1; item <= 64; item *= 2) {
        String result = "\"result\":" + 2 * item + "}";
        input.write(item + "\n");
        input.flush();
        await().until(() -> program.out().contains(result));
      }
    }
    assertThat(program.await()).isZero();
    assertThat(program.out().lines()).hasSize(7);
  }

  @Test
  void closedStandardInputIsCalledThat() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Program program =
        Program.startWithoutInput(directory, "run", "--python", "f.py:f", "--items", "-");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err())
        .isEqualTo(
            "lifeguard: the items: standard input is closed; give it a file or a pipe, or name a"
                + " file\n");
  }

  @Test
  void noItemsAreNoFailure() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Files.writeString(directory.resolve("none.txt"), "\n\n");
    Program program = Program.start(directory, "run", "--python", "f.py:f", "--items", "none.txt");
    assertThat(program.await()).isZero();
    assertThat(program.err()).contains("finished: 0 of 0 done");
  }

  @Test
  void failFastEndsTheRun() throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return 1 // (x - 3)\n");
    Program program =
        Program.start(
            directory,
            "run",
            "--python",
            "f.py:f",
            "--items",
            "1..9",
            "--workers",
            "1",
            "--fail-fast");
    assertThat(program.await()).isEqualTo(1);
    assertThat(program.err()).contains("stopped: 2 of 9 done, 1 failed, 6 not run");
  }

  @ParameterizedTest(name = "lifeguard {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate                                   | 2 | frobnicate",
        "run                                          | 2 | python",
        "run --no-such-flag                           | 2 | Unknown option: '--no-such-flag'",
        "run missing.yaml                             | 2 | missing.yaml",
        "run --python nofile.py:f --items 1..3        | 2 | nofile.py",
        "run --python f.py:f --items 9..3             | 2 | 9 is greater than 3",
        "run --python f.py:f --items nowhere.txt      | 2 | nowhere.txt",
        "run --python f.py:f --items 1..3 --memory 2G | 2 | is ambiguous; write 2GiB",
        "run --python f.py:f --items 1..3 --set limits.hang-after=60 | 2 | has no unit",
        "run --python f.py:f --items 1..3 --run-dir full | 2 | not empty",
        "run -- echo {}                               | 2 | --items: is missing",
        "run --items 1..3 --                          | 2 | no command stands after --",
        "run --items 1..3 --python f.py:f -- echo {}  | 2 | two kinds of workers",
        "run a.yaml b.yaml                            | 2 | b.yaml is one word too many",
        "run --items 1..3 --set worker.stdin=line -- cat | 2 | is not a choice; write item",
        "run --items 1..3 --set limits.soft-timeout=1s -- cat | 2 | goes with python",
        "run --items 1..3 --memory 1KiB -- cat        | 2 | too little for any process",
        "run --python f.py:f --items 1..3 --color pink | 2 | pink",
        "run --python f.py:f --items 1..3 --report /nonexistent/x.md | 2 | no directory"
            + " /nonexistent",
        "run --python f.py:f --items a.jsonl --results a.jsonl | 2 | read by this job",
        "run --python f.py:f --items 1..3 --run-dir full --results kept | 2 | not empty",
        "open nowhere                                 | 2 | nowhere",
        "ctl x pause                                  | 2 | journal.jsonl: it does not exist",
        "ctl                                          | 2 | RUN_DIR",
        "ctl full                                     | 2 | COMMAND",
        "ctl full frobnicate                          | 2 | the commands are pause, go, workers N",
        "ctl full pause 3                             | 2 | pause takes nothing more",
        "ctl full workers                             | 2 | write lifeguard ctl RUN_DIR workers N",
        "ctl full workers many                        | 2 | many is out of place",
        "ctl full kill 0                              | 2 | 0 is out of place",
        "ctl full signal 1                            | 2 | signal W SIG",
        "ctl full signal 1 SIGFOO                     | 2 | SIGFOO is no signal",
        "ctl f.py stop                                | 2 | f.py",
        "run --python f.py:f --items 1..3 --metrics 70000 | 2 | 70000 is no port",
        "open --screenshot q.png --size 99999x99999   | 2 | at most",
        "open --screenshot q.png f.py                 | 2 | f.py",
        "open --screenshot q.png 999999999            | 2 | there is no process 999999999",
        "open                                         | 4 | isplay",
        "demo nothing                                 | 2 | there are: sigkill",
      })
  void nonsenseIsAnsweredInPlainWords(String line, int status, String word) throws Exception {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Files.createDirectories(directory.resolve("full/of"));
    Files.writeString(directory.resolve("a.jsonl"), "1\n");
    Files.writeString(directory.resolve("kept"), "results of yesterday");
    Program program = Program.start(directory, line.strip().split(" +", -1));
    assertThat(program.await()).isEqualTo(status);
    assertThat(program.err().lines()).hasSizeBetween(1, 3);
    assertThat(program.err().lines()).allMatch(it -> it.startsWith("lifeguard: "));
    assertThat(program.err()).contains(word);
    assertThat(program.out()).isEmpty();
    assertThat(directory.resolve("a.jsonl")).hasContent("1\n");
    assertThat(directory.resolve("kept")).hasContent("results of yesterday");
    assertThat(directory.resolve("state/lifeguard/runs"))
        .as("no run is left of it")
        .satisfiesAnyOf(
            it -> assertThat(it).doesNotExist(), it -> assertThat(it).isEmptyDirectory());
  }

  @ParameterizedTest
  @CsvSource({
    "--help, a supervised pool",
    "--version, lifeguard ",
    "run --help, --fail-fast",
    "run --help, Exit status",
    "run --help, on Windows 130 by Ctrl-C",
    "run --help, -- COMMAND",
    "run --help, --memory",
    "ctl --help, signal W SIG",
    "demo --help, --or-terminal",
    "open --help, --screenshot",
    "demo, sigkill"
  })
  void helpIsOnStandardOutput(String line, String word) throws Exception {
    Program program = Program.start(directory, line.split(" ", -1));
    assertThat(program.await()).isZero();
    assertThat(program.out()).contains(word);
    assertThat(program.err()).isEmpty();
  }

  @Test
  void demonstrationKeepsItsPromisesWhereThereIsNoDisplay() throws Exception {
    Program program = Program.start(directory, "demo", "exit", "--window", "--or-terminal");
    assertThat(program.await()).isZero();
    assertThat(program.err()).contains("isplay").contains("12 of 12 done, 1 retried, 1 incident");
  }

  @Test
  void unwritableRunDirectoryIsNamed() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Program program =
        Program.start(
            directory,
            "run",
            "--python",
            "f.py:f",
            "--items",
            "1..3",
            "--run-dir",
            "/proc/lifeguard");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err().lines()).hasSize(1);
    assertThat(program.err()).contains("/proc/lifeguard");
  }
}
