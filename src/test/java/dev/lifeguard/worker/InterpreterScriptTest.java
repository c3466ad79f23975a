package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class InterpreterScriptTest {
  @TempDir private Path directory;

  @Test
  void pythonBehindAScriptIsFound() throws IOException {
    Path script = script("exec " + LivePort.python() + " \"$@\"");
    assertThat(InterpreterScript.behind(script, directory, Map.of()))
        .isEqualTo(Path.of(LivePort.python()));
  }

  @Test
  @Timeout(60)
  void whatAScriptLeavesBehindHoldsNobodyUp() throws IOException {
    Path script = script("sleep 90 &");
    assertThat(InterpreterScript.behind(script, directory, Map.of(), Duration.ofMillis(500)))
        .isEqualTo(script);
  }

  private Path script(String line) throws IOException {
    Path script = directory.resolve("python-finder");
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
