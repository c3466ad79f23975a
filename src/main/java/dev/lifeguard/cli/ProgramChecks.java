package dev.lifeguard.cli;

import static dev.lifeguard.job.MachineCheck.Allows.LESS;
import static dev.lifeguard.job.MachineCheck.Allows.NOTHING;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.probe.ThisSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Which programs and displays there are for workers and the window.
final class ProgramChecks {
  private static final long PATIENCE_SECONDS = 10;

  private final Map<String, String> environment;
  private final HostSystem system = ThisSystem.kind();
  private final Optional<String> python;
  private final Optional<String> java;

  /// Asks Python and Java for their versions, which takes a moment.
  ProgramChecks(Map<String, String> environment) {
    this.environment = environment;
    python = pythonVersion(environment);
    java = said("java", "-version");
  }

  /// Whether a process can be started at all.
  boolean canStart() {
    String[] shell =
        system == HostSystem.WINDOWS
            ? new String[] {"cmd.exe", "/c", "echo ok"}
            : new String[] {"/bin/sh", "-c", "echo ok"};
    return python.isPresent() || java.isPresent() || said(shell).isPresent();
  }

  /// The launcher of Windows is told that Python 3 is meant.
  private static Optional<String> pythonVersion(Map<String, String> environment) {
    String interpreter = RunWiring.usualInterpreter(environment);
    return interpreter.equals("py")
        ? said(interpreter, "-3", "--version")
        : said(interpreter, "--version");
  }

  /// What Python says of its version; empty where none runs.
  Optional<String> pythonVersion() {
    return python;
  }

  /// Why no Python worker can be started here, a sentence without its end; empty when one can. Asks
  /// Python, which takes a moment.
  static Optional<String> pythonObstacle(Map<String, String> environment) {
    String interpreter = RunWiring.usualInterpreter(environment);
    return pythonVersion(environment).isPresent()
        ? Optional.empty()
        : Optional.of("there is no " + interpreter + " that runs; install Python 3.8 or newer");
  }

  List<MachineCheck> checks() {
    return List.of(python(), java(), display());
  }

  private MachineCheck python() {
    String name = "Python";
    String asked = RunWiring.usualInterpreter(environment);
    return python
        .map(said -> MachineCheck.all(name, said + " as " + asked))
        .orElseGet(() ->
            MachineCheck.wanting(
                name,
                NOTHING,
                "there is no " + asked + " that runs",
                system == HostSystem.WINDOWS
                    ? "install Python 3.8 or newer from python.org (the python.exe of the Microsoft"
                        + " Store is a stub that runs nothing), or name one with `interpreter`"
                    : "install Python 3.8 or newer, or name one with `interpreter`"));
  }

  private MachineCheck java() {
    String name = "Java for workers";
    String own = "the one that runs Lifeguard, " + Runtime.version();
    return java.map(said -> MachineCheck.all(name, said))
        .orElseGet(() -> MachineCheck.all(name, own));
  }

  private MachineCheck display() {
    String name = "display";
    if (system == HostSystem.WINDOWS) {
      return MachineCheck.all(name, "the desktop of Windows");
    }
    String wayland = environment.getOrDefault("WAYLAND_DISPLAY", "");
    String x = environment.getOrDefault("DISPLAY", "");
    return wayland.isEmpty() && x.isEmpty()
        ? MachineCheck.wanting(
            name,
            LESS,
            "none, so no window can be shown; everything else works in the terminal",
            "set DISPLAY or WAYLAND_DISPLAY, or use `ssh -X`")
        : MachineCheck.all(name, wayland.isEmpty() ? x : wayland);
  }

  /// The first line of its own that a program prints; empty when it cannot be run, or fails.
  private static Optional<String> said(String... command) {
    try {
      Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
      asked.getOutputStream().close();
      String text =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ended && asked.exitValue() == 0 ? firstOwnLine(text) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// A Java virtual machine that takes options from a variable (`JAVA_TOOL_OPTIONS`,
  /// `_JAVA_OPTIONS`, `JDK_JAVA_OPTIONS`) says so before its version, one line for each of them.
  static Optional<String> firstOwnLine(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("Picked up ") && !line.startsWith("NOTE: Picked up "))
        .findFirst();
  }
}
