package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a worker is told first, tried with the interpreter itself.
@NotOnWindows
final class ShimTextTest {
  private static final String HELLO = "LGP1\u0001";

  private final ShimText shim = new ShimText("messages.py", "shim.py");
  private final byte[] plain = shim.words();

  @Test
  void textAloneStartsAWorker() throws IOException {
    assertThat(firstWordsOfAWorker(plain)).isEqualTo(HELLO);
  }

  @Test
  void compiledShimStartsAWorkerWithoutTheText() throws IOException {
    shim.compile(Path.of(LivePort.python()));
    byte[] compiled = shim.words();
    assertThat(compiled.length).isGreaterThan(2 * plain.length);
    for (int i = compiled.length - 100; i < compiled.length; i++) {
      compiled[i] = '(';
    }
    assertThat(firstWordsOfAWorker(compiled)).isEqualTo(HELLO);
  }

  @Test
  void interpreterOfAnotherVersionTakesTheText() throws IOException {
    shim.compile(Path.of(LivePort.python()));
    byte[] others = shim.words();
    int version = new String(others, StandardCharsets.ISO_8859_1).indexOf(' ') + 1;
    others[version] = '2';
    int compiled = new String(others, StandardCharsets.ISO_8859_1).indexOf('\0') + 1;
    others[compiled] = '?';
    assertThat(firstWordsOfAWorker(others)).isEqualTo(HELLO);
  }

  @Test
  void programThatIsNoPythonLeavesTheText() {
    shim.compile(Path.of("/bin/echo"));
    assertThat(shim.words()).isEqualTo(plain);
    shim.compile(Path.of("/no/such/python"));
    assertThat(shim.words()).isEqualTo(plain);
  }

  private static String firstWordsOfAWorker(byte[] words) throws IOException {
    Process worker =
        new ProcessBuilder(
                List.of(
                    LivePort.python(),
                    "-c",
                    ShimText.LOADER,
                    "lifeguard-worker",
                    "1",
                    "math:sqrt",
                    Integer.toString(words.length),
                    "65536",
                    "watch",
                    "",
                    "0"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream to = worker.getOutputStream()) {
      to.write(words);
      to.flush();
      return new String(worker.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1);
    } finally {
      worker.destroyForcibly();
    }
  }
}
