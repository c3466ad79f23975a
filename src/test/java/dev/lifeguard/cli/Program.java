package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lifeguard as a program of its own, started the way its start script does.
final class Program {
  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Starts it with these words on its command line, in a directory of a test.
  static Program start(Path directory, String... arguments) {
    return start(directory, Map.of(), arguments);
  }

  /// The same with windows that are drawn into memory only, and never closed by anybody.
  static Program startWithWindow(Path directory, String... arguments) {
    return start(
        directory,
        Map.of("JAVA_TOOL_OPTIONS", "-Dglass.platform=Headless -Dprism.order=sw"),
        arguments);
  }

  /// The same with a standard input that is closed.
  static Program startWithoutInput(Path directory, String... arguments) {
    return start(directory, Map.of("CLOSE_INPUT", "yes"), arguments);
  }

  /// The same after these commands of a shell.
  static Program startAfter(Path directory, String shell, String... arguments) {
    return start(
        directory, List.of("/bin/sh", "-c", shell + "; exec \"$@\"", "sh"), Map.of(), arguments);
  }

  /// The same with these variables besides those of this process.
  static Program start(Path directory, Map<String, String> environment, String... arguments) {
    return start(directory, List.of(), environment, arguments);
  }

  private static Program start(
      Path directory, List<String> before, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(before);
    // A program that a script starts with & inherits SIGINT ignored; a terminal's does not.
    command.addAll(
        List.of(
            "python3",
            "-c",
            "import os, signal, sys; signal.signal(2, signal.SIG_DFL);"
                + " 'CLOSE_INPUT' in os.environ and os.close(0);"
                + " os.execv(sys.argv[1], sys.argv[1:])"));
    command.addAll(InstalledProgram.command());
    command.addAll(List.of(arguments));
    Path out = directory.resolve("program.out");
    Path err = directory.resolve("program.err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
      builder.environment().putAll(environment);
      builder.environment().remove("DISPLAY");
      builder.environment().remove("WAYLAND_DISPLAY");
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  Process process() {
    return process;
  }

  /// Sends it a signal.
  void signal(int number) throws Exception {
    assertThat(
            new ProcessBuilder("/bin/sh", "-c", "kill -" + number + " " + pid()).start().waitFor())
        .isZero();
  }

  /// Waits for its end.
  ///
  /// @return its exit status
  int await() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(err()).as("no stack trace").doesNotContain("\tat ").doesNotContain("Exception in");
    return process.exitValue();
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
