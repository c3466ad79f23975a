package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
    WATCH,
    /// A thread of its own reads the message pipe to its end: where nothing can wait for the end of
    /// a pipe without reading it. On Windows.
    READER
  }

  private static final byte[] NOTHING = {};

  private final WorkerSettings settings;
  private final WorkerSettings.Program.Python python;
  private final Lifeline lifeline;
  private final ShimText shim;
  // What a worker was promised on its command line, until it is sent.
  private final Map<Integer, byte[]> promised = new ConcurrentHashMap<>();
  private final boolean forked;
  private final HostSystem system;
  private final ProgramSearch search;
  private Map<String, String> launcherEnvironment = Map.of();
  private String problem = "";
  private Path asNamed = Path.of("");
  private Path behind = Path.of("");

  PythonCommand(
      WorkerSettings settings,
      WorkerSettings.Program.Python python,
      Lifeline lifeline,
      HostSystem system) {
    this.settings = settings;
    this.python = python;
    this.lifeline = lifeline;
    this.system = system;
    this.search = new ProgramSearch(settings.directory(), "interpreter", system);
    // A worker that is forked has its shim already: it was the template's.
    this.forked = python.start() instanceof WorkerSettings.PythonStart.Template;
    this.shim =
        forked
            ? new ShimText("messages.py", "template.py", "shim.py")
            : lifeline == Lifeline.READER
                ? new ShimText("messages.py", "reader.py", "shim.py")
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
      case WorkerSettings.MemoryHold.OwnCgroup _,
          WorkerSettings.MemoryHold.JobObject _,
          WorkerSettings.MemoryHold.None _ ->
          0;
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
  /// that is a script or a launcher, the Python behind it, for which it waits, once. So an alias of
  /// the Microsoft Store will do when there is nothing else: a stub has no Python behind it.
  @Override
  public Optional<Path> program(String searchPath) {
    String name = python.interpreter();
    Optional<Path> found =
        search.find(name, searchPath).or(() -> search.findAlias(name, searchPath));
    if (found.isPresent() && !found.get().equals(asNamed)) {
      asNamed = found.get();
      lookBehind();
    }
    return found.filter(_ -> problem.isEmpty()).map(_ -> behind);
  }

  private void lookBehind() {
    if (system != HostSystem.WINDOWS) {
      behind = InterpreterScript.behind(asNamed, settings.directory(), settings.environment());
      return;
    }
    Optional<WindowsPython> real =
        InterpreterScript.behindLauncher(asNamed, settings.directory(), settings.environment());
    behind = real.map(WindowsPython::program).orElse(asNamed);
    launcherEnvironment = real.map(WindowsPython::environment).orElse(Map.of());
    problem =
        real.isPresent()
            ? ""
            : ("the Python interpreter %s does not run (it is the Microsoft Store's stub, or"
                    + " broken); install Python 3.8 or newer from python.org, or name another one"
                    + " with `interpreter`")
                .formatted(asNamed);
  }

  /// On Windows, Python's own streams and what `open` takes a text for are UTF-8, as elsewhere,
  /// unless the user has said otherwise.
  @Override
  public Map<String, String> environment() {
    if (system != HostSystem.WINDOWS) {
      return Map.of();
    }
    Map<String, String> all = new HashMap<>(launcherEnvironment);
    Map<String, String> own = Variables.own();
    for (String name : List.of("PYTHONUTF8", "PYTHONIOENCODING")) {
      if (!own.containsKey(name)) {
        all.put(name, name.equals("PYTHONUTF8") ? "1" : "utf-8");
      }
    }
    return all;
  }

  @Override
  public String explain(String searchPath, String error) {
    if (!problem.isEmpty() && search.hasDirectory()) {
      return problem;
    }
    return search.explain(python.interpreter(), searchPath, error);
  }
}
