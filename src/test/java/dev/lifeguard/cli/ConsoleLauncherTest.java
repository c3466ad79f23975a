package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.testing.EmptyProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How somebody else's program is found and started on Windows, with real processes of this system.
final class ConsoleLauncherTest {
  private final ConsoleLauncher launcher = new ConsoleLauncher(HostSystem.WINDOWS);

  @TempDir private Path directory;

  private Path program(String name) throws IOException {
    return EmptyProgram.in(directory, name);
  }

  @Test
  void programIsFoundByTheNameThatPeopleWrite() throws IOException {
    Path node = program("bin/node.exe");
    Map<String, String> environment =
        Map.of("Path", directory + File.pathSeparator + directory.resolve("bin"));
    assertThat(launcher.find("node", directory, environment)).hasValue(node);
    assertThat(launcher.find("nothing", directory, environment)).isEmpty();
    assertThat(launcher.missing("nothing"))
        .isEqualTo(
            new Launcher.Start.Failed(
                127, "nothing: there is no such program; write its path, or look at PATH"));
  }

  @Test
  void batchFileDoesNotGetWordsThatWouldBeCommands() throws IOException {
    Path batch = program("build.cmd");
    assertThat(launcher.start(batch, List.of("build", "a&b"), Map.of()))
        .isInstanceOfSatisfying(
            Launcher.Start.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(126);
              assertThat(failed.reason()).contains("is a batch file");
            });
  }

  @Test
  void exitCodeIsThatOfThePlaceAndTheEnvironmentIsTheOneGiven() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path source = directory.resolve("Ends.java");
    Files.writeString(
        source, "void main() { System.exit(Integer.parseInt(System.getenv(\"CODE\"))); }\n");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("CODE", "77");
    List<String> words = List.of("java", source.toString());
    Launcher.Launched program =
        ((Launcher.Start.Running) launcher.start(java, words, environment)).program();
    program.signal(2);
    assertThat(program.await()).isEqualTo(new ExitStatus.Windows(77));
    program.reap();
  }

  @Test
  void whatIsNoProgramIsRefusedInASentence() throws IOException {
    Path text = directory.resolve("notes.txt");
    Files.writeString(text, "nothing to run");
    assertThat(launcher.start(text, List.of("notes.txt"), System.getenv()))
        .isInstanceOfSatisfying(
            Launcher.Start.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(126);
              assertThat(failed.reason()).startsWith("notes.txt: it cannot be started: ");
            });
  }
}
