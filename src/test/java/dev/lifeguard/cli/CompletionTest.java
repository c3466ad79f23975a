package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What bash and `man` are told of the commands.
@NotOnWindows
class CompletionTest {
  private static final CommandLine PROGRAM = Main.commands();

  @TempDir private Path directory;

  @Test
  void manualPageNamesEveryCommandAndOption() {
    String page = ManualPage.text(PROGRAM);
    assertThat(PROGRAM.getSubcommands()).hasSizeGreaterThan(4);
    PROGRAM
        .getSubcommands()
        .forEach((name, command) -> {
          assertThat(page).contains("\n.SS lifeguard " + name + "\n");
          for (OptionSpec option : command.getCommandSpec().options()) {
            boolean told = page.contains(option.longestName().replace("-", "\\-"));
            assertThat(told).as(option.longestName()).isEqualTo(!option.hidden());
          }
        });
  }

  /// `man` takes a line that begins with a full stop for an instruction, and a minus for a hyphen
  /// that may not be searched for.
  @Test
  void manualPageHasOnlyInstructionsThatAreMeant() {
    assertThat(ManualPage.text(PROGRAM).lines())
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|B|I|IR|RI|br|nf|fi)( .*)?"));
    assertThat(ManualPage.text(PROGRAM)).doesNotContain("%n").containsOnlyOnce(".TH ");
  }

  @ParameterizedTest(name = "lifeguard {0}<TAB>")
  @CsvSource({
    "ru, run",
    "doc, doctor",
    "run --fail, --fail-fast",
    "open --scr, --screenshot",
    "--self, --self-test"
  })
  void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
    Path script = directory.resolve("completion");
    Files.writeString(script, AutoComplete.bash("lifeguard", PROGRAM));
    List<String> words = List.of(("lifeguard " + typed).split(" ", -1));
    String ask =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_lifeguard; echo \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.size() - 1);
    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip().split("\\s+", -1)).contains(completed);
  }

  @Test
  void completionGoesToStandardOutput() throws Exception {
    Program program = Program.start(directory, "completion");
    assertThat(program.await()).isZero();
    assertThat(program.out()).contains("complete -F _complete_lifeguard");
    assertThat(program.err()).isEmpty();
  }
}
