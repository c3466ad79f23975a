package dev.lifeguard.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How a Python worker is started: the command line, and the text that goes into its standard input
/// before the first message. Owned by the one thread that starts processes, except for
/// [#firstWords].
final class PythonCommand implements WorkerCommand {
  /// How a worker learns that Lifeguard was killed.
  enum Lifeline {
    /// The kernel kills it, through the pipe that is its descriptor 3.
    KERNEL,
    /// A thread of its own waits for the end of its message pipe.
    WATCH
  }

  private static final byte[] NOTHING = {};

  private final WorkerSettings settings;
  private final WorkerSettings.Program.Python python;
  private final Lifeline lifeline;
  private final ShimText shim;
  // What a worker was promised on its command line, until it is sent.
  private final Map<Integer, byte[]> promised = new ConcurrentHashMap<>();
  private final boolean forked;
  private Path asNamed = Path.of("");
  private Path behind = Path.of("");

  PythonCommand(WorkerSettings settings, WorkerSettings.Program.Python python, Lifeline lifeline) {
    this.settings = settings;
    this.python = python;
    this.lifeline = lifeline;
    // A worker that is forked has its shim already: it was the template's.
    this.forked = python.start() instanceof WorkerSettings.PythonStart.Template;
    this.shim =
        forked
            ? new ShimText("messages.py", "template.py", "shim.py")
            : new ShimText("messages.py", "shim.py");
  }

  @Override
  public byte[] firstWords(int worker) {
    return Objects.requireNonNullElse(promised.remove(worker), NOTHING);
  }

  /// What the template reads first.
  byte[] templateWords() {
    return shim.words();
  }

  @Override
  public List<String> arguments(Path program, int worker) {
    byte[] words = shim.words();
    promised.put(worker, words);
    shim.compileLater(program);
    return arguments(program, "lifeguard-worker", worker, words.length, List.of());
  }

  /// The command line of the template that imports these modules.
  List<String> templateArguments(Path program, List<String> preload) {
    return arguments(program, "lifeguard-template", 0, shim.words().length, preload);
  }

  private List<String> arguments(
      Path program, String role, int worker, int wordsLength, List<String> preload) {
    List<String> all =
        new ArrayList<>(
            List.of(
                program.equals(asNamed) ? python.interpreter() : program.toString(),
                "-c",
                ShimText.LOADER,
                role,
                Integer.toString(worker),
                python.target(),
                Integer.toString(wordsLength),
                Integer.toString(settings.messageLimitBytes()),
                lifeline.name().toLowerCase(Locale.ROOT),
                python.initializer().orElse(""),
                Long.toString(dataLimitBytes())));
    all.addAll(preload);
    return all;
  }

  private long dataLimitBytes() {
    return switch (settings.memory()) {
      case WorkerSettings.MemoryHold.DataLimit limit -> limit.bytes();
      case WorkerSettings.MemoryHold.OwnCgroup _, WorkerSettings.MemoryHold.None _ -> 0;
    };
  }

  @Override
  public boolean needsNativeAccess() {
    return forked;
  }

  @Override
  public boolean readsWholeMessages() {
    return true;
  }

  /// The interpreter's file: the path itself, or the first executable of this name in `PATH`; when
  /// that is a script, the Python behind it, for which it waits, once.
  @Override
  public Optional<Path> program(String searchPath) {
    Optional<Path> found = find(searchPath);
    if (found.isPresent() && !found.get().equals(asNamed)) {
      asNamed = found.get();
      behind = InterpreterScript.behind(asNamed, settings.directory(), settings.environment());
    }
    return found.map(_ -> behind);
  }

  private Optional<Path> find(String searchPath) {
    String name = python.interpreter();
    try {
      if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
        return Optional.of(settings.directory().resolve(name)).filter(Files::isExecutable);
      }
      for (String directory : searchPath.split(File.pathSeparator, -1)) {
        Path candidate = settings.directory().resolve(directory).resolve(name);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    } catch (InvalidPathException notAName) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  @Override
  public String explain(String searchPath, String error) {
    Path directory = settings.directory();
    String name = python.interpreter();
    if (!Files.isDirectory(directory)) {
      return "the workers' directory %s does not exist; create it or change `directory`"
          .formatted(directory);
    }
    if (find(searchPath).isPresent()) {
      return "the Python interpreter %s could not be started: %s".formatted(name, error);
    }
    if (name.indexOf('/') < 0) {
      return "there is no program %s on the PATH; install it or name another one with `interpreter`"
          .formatted(name);
    }
    return Files.exists(directory.resolve(name))
        ? "the Python interpreter %s may not be executed; make it executable or name another one with `interpreter`"
            .formatted(name)
        : "the Python interpreter %s does not exist; install it or name another one with `interpreter`"
            .formatted(name);
  }
}
