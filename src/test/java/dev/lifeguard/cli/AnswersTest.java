package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.cli.CommandSession.Answer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is answered to nonsense and to questions, without anything being started.
@NotOnWindows
final class AnswersTest {
  @TempDir private static Path directory;

  private static CommandSession session;

  @BeforeAll
  static void layOut() throws IOException {
    Files.writeString(directory.resolve("f.py"), "def f(x):\n    return x\n");
    Files.createDirectories(directory.resolve("full/of"));
    Files.writeString(directory.resolve("a.jsonl"), "1\n");
    Files.writeString(directory.resolve("kept"), "results of yesterday");
    session = CommandSession.in(directory);
  }

  @AfterAll
  static void end() {
    session.close();
  }

  @ParameterizedTest(name = "lifeguard {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate                                   | 2 | frobnicate",
        "run                                          | 2 | python",
        "run --no-such-flag                           | 2 | --no-such-flag is no option of"
            + " lifeguard run",
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
        "demo nothing                                 | 2 | there are: sigkill",
      })
  void nonsenseIsAnsweredInPlainWords(String line, int status, String word) throws IOException {
    Answer answer = session.run(List.of(line.strip().split(" +", -1)));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.err().lines()).hasSizeBetween(1, 3);
    assertThat(answer.err().lines()).allMatch(it -> it.startsWith("lifeguard: "));
    assertThat(answer.err()).contains(word);
    assertThat(answer.out()).isEmpty();
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
  void helpIsOnStandardOutput(String line, String word) throws IOException {
    Answer answer = session.run(List.of(line.split(" ", -1)));
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains(word);
    assertThat(answer.err()).isEmpty();
  }
}
