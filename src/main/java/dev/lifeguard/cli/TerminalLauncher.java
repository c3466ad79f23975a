package dev.lifeguard.cli;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.ForegroundProgram;
import dev.lifeguard.probe.linux.LinuxSys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As a shell of Linux does it: the program leads the foreground process group of the terminal.
///
/// @param sys the system calls; empty where there are none, and no terminal is shared
record TerminalLauncher(Optional<LinuxSys> sys) implements Launcher {

  /// As execvp(3) finds it.
  @Override
  public Optional<Path> find(String name, Path directory, Map<String, String> environment) {
    if (name.contains("/")) {
      return Optional.of(directory.resolve(name)).filter(Files::exists);
    }
    Optional<Path> forbidden = Optional.empty();
    for (String place : environment.getOrDefault("PATH", "/bin:/usr/bin").split(":", -1)) {
      Path file = directory.resolve(place.isEmpty() ? "." : place).resolve(name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
      forbidden = Files.isRegularFile(file) ? Optional.of(file) : forbidden;
    }
    return forbidden;
  }

  /// A path is relative to the program's directory, wherever this process is.
  @Override
  public List<String> line(Path file, List<String> words) {
    List<String> line = new ArrayList<>(words);
    if (words.getFirst().contains("/")) {
      line.set(0, file.toAbsolutePath().toString());
    }
    return line;
  }

  @Override
  public Start start(Path file, List<String> words, Map<String, String> environment) {
    return sys.map(it -> start(it, file, words, environment))
        .orElseGet(() ->
            new Start.Failed(
                Main.LACKS_SOMETHING,
                "programs can be launched on Windows, and on Linux with glibc 2.34 or newer"));
  }

  private Start start(
      LinuxSys sys, Path file, List<String> words, Map<String, String> environment) {
    List<byte[]> variables =
        environment.entrySet().stream()
            .map(
                entry -> (entry.getKey() + "=" + entry.getValue()).getBytes(StandardCharsets.UTF_8))
            .toList();
    ForegroundProgram.Start start = ForegroundProgram.start(sys, file, words, variables);
    if (start instanceof ForegroundProgram.Start.Failed(int error) && error == Errno.ENOEXEC) {
      // As every shell does with a script that does not name its interpreter.
      List<String> script = new ArrayList<>(List.of("sh", file.toString()));
      script.addAll(words.subList(1, words.size()));
      start = ForegroundProgram.start(sys, Path.of("/bin/sh"), script, variables);
    }
    return switch (start) {
      case ForegroundProgram.Start.Running(ForegroundProgram program) ->
          new Start.Running(new Group(program));
      case ForegroundProgram.Start.Failed(int error) -> failed(words.getFirst(), error);
    };
  }

  private Start.Failed failed(String name, int error) {
    return switch (error) {
      case Errno.ENOENT, Errno.ENOTDIR -> missing(name);
      case Errno.EACCES ->
          new Start.Failed(NOT_STARTED, name + ": it may not be executed (permission denied)");
      default ->
          new Start.Failed(NOT_STARTED, name + ": it cannot be started (error " + error + ")");
    };
  }

  /// The program's process group.
  private record Group(ForegroundProgram program) implements Launched {
    @Override
    public long pid() {
      return program.pid();
    }

    @Override
    public void signal(int signal) {
      program.signal(signal);
    }

    @Override
    public ExitStatus await() {
      return program.await();
    }

    @Override
    public void reap() {
      program.reap();
    }
  }
}
