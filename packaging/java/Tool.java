import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs a program and shows what it says only when it fails.
final class Tool {
  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);

  /// A program ended with an error; the message has its words.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  private Tool(String program) {
    command.add(program);
  }

  /// A program on the path.
  static Tool of(String program) {
    return new Tool(program);
  }

  /// A program of the JDK that runs this.
  static Tool ofJdk(String program) {
    return new Tool(Path.of(System.getProperty("java.home"), "bin", program).toString());
  }

  Tool with(Object... arguments) {
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return this;
  }

  Tool in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  Tool where(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /// Runs it.
  ///
  /// @return what it said
  /// @throws Failed if it does not end with one of these statuses
  String run(Integer... welcome) throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = ended(process);
    List<Integer> good = welcome.length == 0 ? List.of(0) : List.of(welcome);
    if (!good.contains(status)) {
      throw new Failed(String.join(" ", command) + " ended with " + status + ":\n" + words);
    }
    return words;
  }

  private static int ended(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted");
    }
  }

  /// The output of a program that may be missing or fail.
  static Optional<String> said(String... words) {
    try {
      Process process = new ProcessBuilder(words).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return ended(process) == 0 && !output.isBlank()
          ? Optional.of(output.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Whether there is such a program on the path.
  static boolean exists(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(
            directory -> Stream.of(program, program + ".exe").map(it -> Path.of(directory, it)))
        .anyMatch(Files::isExecutable);
  }

  /// The arguments of an argument file: one a line, `#` begins a comment.
  static List<String> arguments(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
