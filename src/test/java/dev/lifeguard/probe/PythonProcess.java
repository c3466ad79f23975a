package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A python that does line by line what a test tells it, and answers when a line is done.
public final class PythonProcess implements AutoCloseable {
  private static final String LOOP =
      """
      import sys
      for line in sys.stdin:
          answer = ""
          exec(line)
          print(answer, flush=True)
      """;

  private final Process process;
  private final BufferedReader answers;

  private PythonProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts one.
  ///
  /// @param launcher a program with arguments that becomes python, or nothing
  public static PythonProcess start(String... launcher) throws IOException {
    List<String> command = new ArrayList<>(Arrays.asList(launcher));
    command.addAll(List.of("python3", "-I", "-S", "-c", LOOP));
    PythonProcess python =
        new PythonProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    python.run("pass");
    return python;
  }

  /// Has it run one line and waits until it is done.
  ///
  /// @return the value of the variable `answer`
  public String run(String line) {
    try {
      tell(line);
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("python ended in: " + line);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Has it run one line and does not wait.
  public void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  public long pid() {
    return process.pid();
  }

  public Process process() {
    return process;
  }

  /// Who it is, by the means under test.
  public ProcessIdentity identity(Probes probes) {
    return probes.identity(pid()).orElseThrow();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
