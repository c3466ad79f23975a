package dev.lifeguard.probe.windows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.probe.WorkerJobs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Where the functions of Windows can be called: on Windows in this process, elsewhere in one under
/// Wine. Where there is neither, tests are skipped and say what is missing.
///
/// What is made here stays in `target/windows-lab` for the next run: the programs, and Wine's own
/// directory, which takes ten seconds.
public final class WindowsLab {
  static final boolean IS_WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
  private static final Path DIRECTORY = Path.of("target", "windows-lab").toAbsolutePath();
  private static final Path SOURCES = Path.of("src", "test", "c").toAbsolutePath();

  private static final String CRASHES =
      "HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug";

  private WindowsLab() {}

  /// Opens the functions of Windows, or skips the test that asks.
  static Win32 open() {
    assumeCompiler();
    return IS_WINDOWS ? NativeWin32.ofThisSystem() : openBridge();
  }

  /// Job objects, by the real functions.
  ///
  /// @param program where a program of `src/test/c` is, for those that are started in them
  /// @param end gives back what they were opened with
  public record Jobs(WorkerJobs all, Path program, Runnable end) {
    /// Ends all that was started in them.
    public void close() throws Exception {
      all.close();
      end.run();
    }
  }

  /// Opens job objects, or skips the test that asks.
  public static Jobs jobs(String program) throws IOException {
    Win32 win32 = open();
    Runnable end = win32 instanceof WineBridge bridge ? bridge::close : () -> {};
    return new Jobs(WindowsWorkerJobs.open(win32, OptionalLong.empty()), program(program), end);
  }

  /// Another process that calls them, or skips the test.
  static WineBridge openBridge() {
    assumeTrue(!IS_WINDOWS, "the bridge is for Wine");
    try {
      return new WineBridge(start("winrpc"));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /// Starts a program of `src/test/c` as one of Windows, or skips the test.
  public static Process start(String name) throws IOException {
    assumeTrue(
        IS_WINDOWS || wine().isPresent(), "needs Debian's packages wine and wine64, or any Wine");
    assumeCompiler();
    String program = program(name).toString();
    if (IS_WINDOWS) {
      return new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
    prepareWine();
    ProcessBuilder builder = new ProcessBuilder(wine().orElseThrow().toString(), program);
    setUp(builder.environment());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static void assumeCompiler() {
    assumeTrue(
        compiler().isPresent(),
        IS_WINDOWS
            ? "needs the C compiler gcc of MinGW-w64 on the PATH"
            : "needs Debian's package gcc-mingw-w64-x86-64");
  }

  /// The C compiler that makes programs for Windows.
  static Optional<Path> compiler() {
    return onPath(IS_WINDOWS ? "gcc.exe" : "x86_64-w64-mingw32-gcc");
  }

  /// Debian keeps the one of 64 bits out of the way.
  private static Optional<Path> wine() {
    return Optional.of(Path.of("/usr/lib/wine/wine64"))
        .filter(Files::isExecutable)
        .or(() -> onPath("wine64"))
        .or(() -> onPath("wine"));
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// A program of `src/test/c`, compiled when it is not there or older than its text.
  static Path program(String name) {
    Path source = SOURCES.resolve(name + ".c");
    Path program = DIRECTORY.resolve(name + ".exe");
    return alone(() -> {
      boolean isThere =
          Files.exists(program)
              && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source))
                  > 0;
      if (!isThere) {
        compile(List.of("-O0", "-o", program.toString(), source.toString()));
      }
      return program;
    });
  }

  /// Runs the compiler, which must have nothing to complain about but casts to function pointers.
  static void compile(List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(compiler().orElseThrow().toString());
    line.addAll(List.of("-Wall", "-Wextra", "-Werror", "-Wno-cast-function-type"));
    line.addAll(arguments);
    run(new ProcessBuilder(line));
  }

  /// The name that Windows has for a file.
  static String windowsName(Path file) {
    return IS_WINDOWS ? file.toString() : "Z:" + file.toString().replace('/', '\\');
  }

  private static void prepareWine() {
    alone(() -> {
      Path done = DIRECTORY.resolve("wine-is-ready");
      if (!Files.exists(done)) {
        wine("wineboot", "--init");
        // Without a debugger that comes to look at whoever crashes, and changes its exit code.
        wine("reg", "add", CRASHES, "/v", "Debugger", "/d", "", "/f");
        Files.createFile(done);
      }
      return done;
    });
  }

  private static void wine(String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(wine().orElseThrow().toString());
    builder.command().addAll(List.of(words));
    setUp(builder.environment());
    run(builder);
  }

  private static void setUp(Map<String, String> environment) {
    environment.put("WINEPREFIX", DIRECTORY.resolve("wine").toString());
    environment.put("WINEDEBUG", "-all");
    // No question whether to download a runtime, and no window anywhere.
    environment.put("WINEDLLOVERRIDES", "mscoree,mshtml=");
    environment.remove("DISPLAY");
  }

  private static void run(ProcessBuilder builder) throws IOException {
    Path log = Files.createTempFile(DIRECTORY, "run", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int code = process.onExit().join().exitValue();
    String said = Files.readString(log);
    Files.delete(log);
    if (code != 0) {
      throw new IOException(builder.command() + " ended with " + code + ":\n" + said);
    }
  }

  /// Something that one test process at a time does.
  private interface Making {
    Path make() throws IOException;
  }

  private static Path alone(Making making) {
    try {
      Files.createDirectories(DIRECTORY);
      try (FileChannel channel =
              FileChannel.open(
                  DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        return making.make();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
