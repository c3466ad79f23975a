package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a stranger uses it, each time with a process of its own; [AnswersTest] has
/// what is answered to nonsense.
@NotOnWindows
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

  @Test
  void refusalIsOneLineAndLeavesNoRun() throws Exception {
    Program program = Program.start(directory, "run", "missing.yaml");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err()).startsWith("lifeguard: ").contains("missing.yaml").hasLineCount(1);
    assertThat(program.out()).isEmpty();
    assertThat(directory.resolve("state/lifeguard/runs")).doesNotExist();
  }

  @Test
  void helpIsOnStandardOutput() throws Exception {
    Program program = Program.start(directory, "--help");
    assertThat(program.await()).isZero();
    assertThat(program.out()).contains("a supervised pool");
    assertThat(program.err()).isEmpty();
  }

  /// The list of commands has the first line of each description.
  @Test
  void everyCommandIsASentenceInTheHelp() {
    assertThat(Main.commands().getSubcommands()).hasSizeGreaterThan(10);
    Main.commands()
        .getSubcommands()
        .forEach((name, command) -> {
          String first = command.getCommandSpec().usageMessage().description()[0];
          assertThat(first).as(name).endsWith(".").hasSizeLessThan(120);
        });
  }

  @Test
  void pictureOfAProcessThatIsNotThereIsRefused() throws Exception {
    Program program = Program.start(directory, "open", "--screenshot", "q.png", "999999999");
    assertThat(program.await()).isEqualTo(2);
    assertThat(program.err()).contains("there is no process 999999999").hasLineCount(1);
  }

  @Test
  void withoutADisplayTheWindowIsRefusedWithAStatusOfItsOwn() throws Exception {
    Program program = Program.start(directory, "open");
    assertThat(program.await()).isEqualTo(4);
    assertThat(program.err()).contains("isplay");
  }
}
