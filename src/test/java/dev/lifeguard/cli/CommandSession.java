package dev.lifeguard.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Many command lines in one process, which has a working directory of its own: for commands that
/// answer and end, of which a process each would take a second and tell nothing more. What only a
/// process has (its streams, its signals, its end) is tested with [Program].
final class CommandSession implements AutoCloseable {
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /// What one command line came to.
  record Answer(int status, String out, String err) {}

  private CommandSession(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts it in this directory, without a display.
  static CommandSession in(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=dev.lifeguard,javafx.graphics",
                "--patch-module",
                "dev.lifeguard=" + Path.of("target", "test-classes").toAbsolutePath(),
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--module",
                "dev.lifeguard/" + CommandSession.class.getName())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
    return new CommandSession(builder.start());
  }

  /// Runs one command line.
  Answer run(List<String> words) throws IOException {
    commands.write(String.join("\t", words) + "\n");
    commands.flush();
    String[] answer = answers.readLine().split(" ", -1);
    return new Answer(Integer.parseInt(answer[0]), decoded(answer[1]), decoded(answer[2]));
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// The other side.
  public static void main(String... unused) throws IOException {
    LogFile log = LogFile.install();
    PrintStream answers = System.out;
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    commands.lines().forEach(line -> answers.println(answer(log, line.split("\t", -1))));
  }

  private static String answer(LogFile log, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream first = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream second = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(first);
      System.setErr(second);
      int status = Main.execute(log, words);
      Base64.Encoder encoder = Base64.getEncoder();
      return status
          + " "
          + encoder.encodeToString(out.toByteArray())
          + " "
          + encoder.encodeToString(err.toByteArray());
    }
  }
}
