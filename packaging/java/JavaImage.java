import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Java of the packages: a linked image of just our modules, and its AOT cache.
final class JavaImage {
  /// With its end the window has shown a whole run; then it is left alone for a moment.
  private static final int IDLE_SECONDS = 5;

  /// In the recording that is read; a few seconds.
  private static final int TASKS = 5_000;

  /// In the run that is watched: the virtual machine keeps what it has learned of a method only if
  /// that has run some ten thousand times.
  private static final int WATCHED_TASKS = 20_000;

  /// By SIGTERM: 128 and its number.
  private static final int STOPPED = 143;

  private final Build build;
  private final Path directory;

  JavaImage(Build build) {
    this.build = build;
    directory = build.output().resolve("runtime");
  }

  Path directory() {
    return directory;
  }

  /// The AOT cache, whether or not it is there.
  Path cache() {
    return build.output().resolve("lifeguard.aot");
  }

  /// Links it. A JDK without module files of its own links from what it runs on.
  JavaImage link(List<Path> modules) throws IOException {
    build.tell("linking");
    List<String> path = new ArrayList<>();
    modules.forEach(module -> path.add(module.toString()));
    Tool.ofJdk("jlink")
        .with("--module-path", String.join(System.getProperty("path.separator"), path))
        .with(Tool.arguments(build.source("common/jlink.args")).toArray())
        .with("--exclude-resources=" + String.join(",", leftOut()))
        .with("--output", directory)
        .run();
    if (!build.isWindows()) {
      // The same launcher under our name, which is what `ps` and `top` show.
      Files.copy(
          directory.resolve("bin/java"),
          directory.resolve("bin/lifeguard"),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    return this;
  }

  private List<String> leftOut() {
    List<String> patterns = new ArrayList<>(Tool.arguments(build.source("common/left-out.args")));
    String system = build.isWindows() ? "windows" : "linux";
    patterns.addAll(Tool.arguments(build.source(system + "/left-out.args")));
    return patterns;
  }

  /// Runs the program once and keeps what it loaded, linked and learned of its methods. On a screen
  /// where there is one, so that the classes of a real window are among it; the self-test runs
  /// everywhere. Beside either a recording is read.
  void train() throws IOException {
    List<String> options = new ArrayList<>(Tool.arguments(build.source("common/java.args")));
    options.add("-XX:AOTCacheOutput=" + cache());
    // It tells of each class that it cannot take, and of most that is the way of their kind.
    options.add("-Xlog:aot=error:stderr");
    options.addAll(program());
    boolean screen = !build.isWindows() && Tool.exists("xvfb-run");
    if (screen) {
      build.tell("training the AOT cache with a window");
      screen = succeeds(onAScreen(options));
    }
    if (!screen) {
      build.tell("training the AOT cache without a window");
      run(Tool.of(java()).with(options.toArray()).with("--self-test"));
    }
  }

  private boolean succeeds(Tool training) throws IOException {
    try {
      run(training);
      return true;
    } catch (Tool.Failed e) {
      build.tell("that did not work: " + e.getMessage());
      return false;
    }
  }

  private List<String> program() {
    String module = "dev.lifeguard/dev.lifeguard.cli.";
    return build.isWindows()
        ? List.of("--module", module + "Main")
        : List.of("--module", module + "Rehearsal", recording().toString());
  }

  /// A recording of so many tasks that its reading is worth to be learned.
  private Path recording() {
    return build.output().resolve("training/recording");
  }

  private void run(Tool training) throws IOException {
    Path directory = Trees.empty(build.output().resolve("training"));
    String home = directory.toString();
    Map<String, String> variables = Map.of("XDG_STATE_HOME", home, "XDG_CONFIG_HOME", home);
    leaveTraces(directory, variables);
    String said = training.where(variables).run(0, STOPPED);
    if (!Files.exists(cache()) || said.contains("lifeguard: the window")) {
      throw new Tool.Failed("it said:\n" + said);
    }
    // A cache that was not written to its end crashes the virtual machine.
    Tool.of(java())
        .with("-XX:AOTMode=on", "-XX:AOTCache=" + cache())
        .with(Tool.arguments(build.source("common/java.args")).toArray())
        .with("--module", "dev.lifeguard/dev.lifeguard.cli.Main", "--version")
        .run();
  }

  /// Settings and an earlier run, as whoever starts the program a second time has them: what reads
  /// them belongs to the first picture.
  private void leaveTraces(Path home, Map<String, String> variables) throws IOException {
    Path settings = Files.createDirectories(home.resolve("lifeguard")).resolve("settings.json");
    Files.writeString(settings, "{}");
    if (!build.isWindows()) {
      record(variables, "--items", "1..1", "--workers", "1");
      record(variables, "--items", "1.." + TASKS, "--run-dir", recording());
    }
  }

  private void record(Map<String, String> variables, Object... flags) throws IOException {
    Tool.of(java())
        .with(Tool.arguments(build.source("common/java.args")).toArray())
        .with("--module", "dev.lifeguard/dev.lifeguard.cli.Main", "run")
        .with(flags)
        .with("--", "/bin/true", "{}")
        .where(variables)
        .run();
  }

  /// A run of short commands with a window, about half a minute. One SIGTERM, when the run has
  /// ended: it closes the window. While the cache is written nothing may disturb the program.
  private Tool onAScreen(List<String> options) {
    Path run = build.output().resolve("training/run");
    String ended =
        """
        "$@" &
        until [ -e %s ] || ! kill -0 $! 2>/dev/null; do sleep 1; done
        sleep %d
        kill $!
        wait $!
        """
            .formatted(run.resolve("report.json"), IDLE_SECONDS);
    return Tool.of("xvfb-run")
        .with("-a", "-s", "-screen 0 1400x1000x24", "sh", "-c", ended, "sh", java())
        .with(options.toArray())
        .with("run", "--items", "1.." + WATCHED_TASKS, "--workers", "2", "--window")
        .with("--run-dir", run, "--", "/bin/true", "{}");
  }

  private String java() {
    return directory.resolve("bin").resolve(build.isWindows() ? "java" : "lifeguard").toString();
  }
}
