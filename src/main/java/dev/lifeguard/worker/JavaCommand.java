package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.Variables;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a Java worker is started: the user's virtual machine with our jar in front of the user's
/// class path. Owned by the one thread that starts processes, [#close] by the one that ends it.
///
/// A shell moves the messages to the descriptors 4 and 5 before the virtual machine begins, so that
/// neither native code nor a process that a task starts can read or write in between.
final class JavaCommand implements WorkerCommand {
  private static final byte[] NO_WORDS = {};
  private static final Path SHELL = Path.of("/bin/sh");
  private static final String MOVE_MESSAGES = "exec \"$@\" 4<&0 5>&1 0</dev/null 1>&2";
  // On Windows the worker runs nothing of the user's before it is told to: it is put into its job
  // object meanwhile.
  private static final String WAIT = "wait";
  private static final byte[] GO = {'\n'};
  private static final String MAIN = "dev.lifeguard.javaworker.Worker";

  private final WorkerSettings settings;
  private final WorkerSettings.Program.Java java;
  private final ProgramSearch search;
  private final Optional<Path> setsid;
  private final HostSystem system;
  private Optional<JavaShim> shim = Optional.empty();
  private Path found = Path.of("");
  private String problem = "";

  JavaCommand(
      WorkerSettings settings,
      WorkerSettings.Program.Java java,
      PythonCommand.Lifeline lifeline,
      HostSystem system) {
    this.settings = settings;
    this.java = java;
    this.system = system;
    search = new ProgramSearch(settings.directory(), "JAVA_HOME", system);
    setsid =
        switch (lifeline) {
          case KERNEL, READER -> Optional.empty();
          case WATCH -> OwnSession.setsid();
        };
  }

  private boolean hasShell() {
    return system != HostSystem.WINDOWS && Files.isExecutable(SHELL);
  }

  @Override
  public Optional<Path> program(String searchPath) {
    Optional<Path> file = launcher(searchPath);
    if (file.isEmpty() || !hasJar()) {
      return Optional.empty();
    }
    found = file.get();
    return Optional.of(setsid.orElse(hasShell() ? SHELL : found));
  }

  private Optional<Path> launcher(String searchPath) {
    if (java.launcher().isPresent()) {
      return search.find(java.launcher().get(), searchPath);
    }
    return Stream.of(homeVariable(), Optional.of("java"), Optional.of(ownJava()))
        .flatMap(Optional::stream)
        .flatMap(name -> search.find(name, searchPath).stream())
        .findFirst();
  }

  private Optional<String> homeVariable() {
    String home =
        Variables.of(settings.environment(), system)
            .getOrDefault("JAVA_HOME", System.getenv("JAVA_HOME"));
    return Optional.ofNullable(home).filter(it -> !it.isEmpty()).map(JavaCommand::launcherOf);
  }

  private static String ownJava() {
    return launcherOf(System.getProperty("java.home", ""));
  }

  private static String launcherOf(String home) {
    return home + File.separator + "bin" + File.separator + "java";
  }

  @Override
  public List<String> arguments(Path started, int worker) {
    boolean shell = hasShell();
    List<String> arguments = new ArrayList<>();
    setsid.ifPresent(it -> arguments.add(it.toString()));
    if (shell) {
      arguments.addAll(List.of(SHELL.toString(), "-c", MOVE_MESSAGES, "lifeguard-worker"));
    }
    arguments.add(found.toString());
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    arguments.addAll(java.flags());
    arguments.addAll(
        List.of(
            "-cp",
            classPath(),
            MAIN,
            Integer.toString(worker),
            java.className(),
            Integer.toString(settings.messageLimitBytes()),
            shell ? "4" : "0",
            shell ? "5" : "1"));
    if (system == HostSystem.WINDOWS) {
      arguments.add(WAIT);
    }
    return arguments;
  }

  /// Ours comes first, so that nothing of the user's can take its place. Without a class path the
  /// workers' directory is it, as for `java` itself.
  private String classPath() {
    List<Path> users =
        java.classPath().isEmpty() ? List.of(settings.directory()) : java.classPath();
    return Stream.concat(Stream.of(jar()), users.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path jar() {
    return shim.orElseThrow().jar();
  }

  private boolean hasJar() {
    if (shim.isEmpty()) {
      try {
        shim = Optional.of(JavaShim.layOut());
      } catch (IOException refused) {
        problem =
            "the temporary directory %s cannot be written to (%s); name another one with -Djava.io.tmpdir"
                .formatted(System.getProperty("java.io.tmpdir"), refused.getMessage());
      }
    }
    return shim.isPresent();
  }

  @Override
  public byte[] firstWords(int worker) {
    return system == HostSystem.WINDOWS ? GO : NO_WORDS;
  }

  @Override
  public String explain(String searchPath, String error) {
    return launcher(searchPath).isPresent() && !problem.isEmpty()
        ? problem
        : search.explain(java.launcher().orElse("java"), searchPath, error);
  }

  @Override
  public void close() {
    shim.ifPresent(JavaShim::takeAway);
  }
}
