package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a program that speaks the protocol by itself is started: as it is written in the job file.
/// See `protocol.md` for what it has to do.
///
/// With the kernel's lifeline it dies with us whatever it does; without, it is asked to end when
/// its standard input does.
final class ProgramCommand implements WorkerCommand {
  private static final byte[] NO_WORDS = {};

  private final WorkerSettings.Program.Protocol program;
  private final ProgramSearch search;
  private final Optional<Path> setsid;
  private Path found = Path.of("");

  ProgramCommand(
      WorkerSettings settings,
      WorkerSettings.Program.Protocol program,
      PythonCommand.Lifeline lifeline,
      HostSystem system) {
    this.program = program;
    search = new ProgramSearch(settings.directory(), "program", system);
    setsid =
        switch (lifeline) {
          case KERNEL, READER -> Optional.empty();
          case WATCH -> OwnSession.setsid();
        };
  }

  private String name() {
    return program.arguments().getFirst();
  }

  @Override
  public Optional<Path> program(String searchPath) {
    Optional<Path> file = search.find(name(), searchPath);
    file.ifPresent(it -> found = it);
    return file.map(setsid::orElse);
  }

  @Override
  public List<String> arguments(Path started, int worker) {
    if (setsid.isEmpty()) {
      return program.arguments();
    }
    List<String> arguments = new ArrayList<>(program.arguments());
    arguments.set(0, found.toString());
    arguments.addFirst(started.toString());
    return arguments;
  }

  @Override
  public byte[] firstWords(int worker) {
    return NO_WORDS;
  }

  @Override
  public String explain(String searchPath, String error) {
    return search.explain(name(), searchPath, error);
  }
}
