package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.probe.windows.WindowsLab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A program of Windows gets the arguments that it was given: on Windows, else under Wine.
@Tag("wine")
final class RealArgumentsTest {
  private static final List<List<String>> GIVEN =
      List.of(
          List.of("plain", "two words", "tab\there"),
          List.of("say \"hi\"", "\"", "\"\"", "a\"b\"c d"),
          List.of("C:\\dir\\", "C:\\two words\\", "C:\\x\\\\", "\\"),
          List.of("a\\\"b", "a\\\\\" b", "\\\\\"\\\\ "),
          List.of("", "x", ""),
          List.of("üñ€", "日本 語", "emoji \uD83D\uDE00"),
          List.of("line\nbreak", "100%", "^&|<>!"),
          List.of("-c", ShimText.LOADER),
          List.of("-c", WindowsPython.QUESTION));

  @Test
  void argumentsArriveAsTheyWereGiven() throws Exception {
    Process program = WindowsLab.start("arguments");
    try (OutputStream to = program.getOutputStream()) {
      for (List<String> words : GIVEN) {
        List<String> all = new ArrayList<>(List.of("arguments.exe"));
        all.addAll(words);
        String line = WindowsArgumentsTest.javasLine(WindowsArguments.forJava(all));
        to.write((line + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    List<List<String>> taken = taken(program);
    assertThat(program.waitFor()).isZero();
    assertThat(taken).isEqualTo(GIVEN);
  }

  /// Words end with a zero byte, and each call with one more. Words may be empty, so that their
  /// number is what was given.
  private static List<List<String>> taken(Process program) throws IOException {
    String all = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] pieces = all.split("\0", -1);
    List<List<String>> taken = new ArrayList<>();
    int at = 0;
    for (List<String> words : GIVEN) {
      int end = Math.min(pieces.length, at + words.size());
      taken.add(List.of(pieces).subList(at, end));
      at = Math.min(pieces.length, end + 1);
    }
    return taken;
  }
}
