package dev.lifeguard.cli;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.Variables;
import dev.lifeguard.worker.ProgramSearch;
import dev.lifeguard.worker.WindowsArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As a console of Windows does it: the program shares the console with us, and Ctrl-C reaches
/// both. We hear it and wait for the program, which does with it what it likes.
///
/// Started by the Java library, which hands the three streams on and no other handle. The library
/// holds the process, so that its number has no other owner before it is freed.
///
/// @param system whose decisions are made, which is where this runs, but in tests
record ConsoleLauncher(HostSystem system) implements Launcher {

  @Override
  public Optional<Path> find(String name, Path directory, Map<String, String> environment) {
    return search(directory).find(name, path(environment));
  }

  @Override
  public Start.Failed missing(String name) {
    return search(Path.of("")).isOnlyOfStore(name, path(System.getenv()))
        ? new Start.Failed(
            NOT_FOUND,
            name
                + ": there is only an alias of the Microsoft Store, which may be a stub that runs"
                + " nothing; install it from its maker, or write its path")
        : Launcher.super.missing(name);
  }

  private ProgramSearch search(Path directory) {
    return new ProgramSearch(directory.toAbsolutePath(), "PROGRAM", system);
  }

  private String path(Map<String, String> environment) {
    return Variables.of(environment, system).getOrDefault("PATH", "");
  }

  @Override
  public List<String> line(Path file, List<String> words) throws JobStarter.Refusal {
    Optional<String> refusal =
        WindowsArguments.refusal(file.toString(), words.subList(1, words.size()));
    if (refusal.isPresent()) {
      throw new JobStarter.Refusal(List.of(refusal.get()));
    }
    List<String> line = new ArrayList<>(words);
    line.set(0, file.toString());
    return WindowsArguments.forJava(line);
  }

  @Override
  public Start start(Path file, List<String> words, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line(file, words)).inheritIO();
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Start.Running(new Shared(builder.start(), system));
    } catch (JobStarter.Refusal refusal) {
      return new Start.Failed(NOT_STARTED, String.join("; ", refusal.lines()));
    } catch (IOException e) {
      return new Start.Failed(
          NOT_STARTED, words.getFirst() + ": it cannot be started: " + RunWiring.reason(e));
    }
  }

  /// A program in our console.
  private record Shared(Process process, HostSystem system) implements Launched {
    @Override
    public long pid() {
      return process.pid();
    }

    /// Nothing: what the console sends, it sends to the program as well, and nobody else can send.
    @Override
    public void signal(int signal) {}

    @Override
    public ExitStatus await() throws InterruptedException {
      int code = process.waitFor();
      return system == HostSystem.WINDOWS
          ? new ExitStatus.Windows(code)
          : new ExitStatus.Ambiguous(code);
    }

    @Override
    public void reap() {}
  }
}
