package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The program as it is installed: in a jar and with an AOT cache (JEP 514), made once for all
/// tests of a build, whichever process they run in. With them it starts in half the time, and a
/// program without open files to spare can load a class at all, which in a directory of classes is
/// a file to be opened.
final class InstalledProgram {
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=dev.lifeguard,javafx.graphics");
  private static final InstalledProgram ONCE = new InstalledProgram();

  private final Path cache;
  private final String modulePath;

  private InstalledProgram() {
    Path home = Path.of("target", "installed-program").toAbsolutePath();
    Path jar = home.resolve("lifeguard.jar");
    cache = home.resolve("lifeguard.aot");
    try {
      Files.createDirectories(home);
      // One test process makes it, the others wait for it.
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        boolean isMade = isNewer(cache, jar) && isNewer(jar, classes());
        modulePath = modulePath(jar);
        if (!isMade) {
          make(jar);
          train(home);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The beginning of its command line; what follows are its arguments.
  static List<String> command() {
    return ONCE.command("-XX:AOTCache=" + ONCE.cache);
  }

  private List<String> command(String option) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add(option);
    command.addAll(List.of("--module-path", modulePath));
    command.addAll(List.of("--module", "dev.lifeguard/dev.lifeguard.cli.Main"));
    return command;
  }

  private static String modulePath(Path jar) {
    Path classes = classes();
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("jdk.module.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(entry).equals(classes) ? jar.toString() : entry);
    }
    return String.join(File.pathSeparator, path);
  }

  /// The directory of our own classes on the module path.
  private static Path classes() {
    return Stream.of(System.getProperty("jdk.module.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(entry -> Files.exists(entry.resolve("module-info.class")))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isNewer(Path made, Path from) throws IOException {
    if (!Files.exists(made) || !Files.exists(from)) {
      return false;
    }
    FileTime time = Files.getLastModifiedTime(made);
    try (Stream<Path> sources = Files.walk(from)) {
      return sources.map(Path::toFile).allMatch(it -> it.lastModified() <= time.toMillis());
    }
  }

  private void make(Path jar) throws IOException {
    Files.deleteIfExists(cache);
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int status =
        tool.run(
            System.out, System.err, "-c", "-f", jar.toString(), "-C", classes().toString(), ".");
    assertThat(status).isZero();
  }

  /// One small run, so that the cache has the classes of one.
  private void train(Path home) throws IOException {
    List<String> command = command("-XX:AOTCacheOutput=" + cache);
    command.addAll(List.of("run", "--items", "1..3", "--results", "-", "--", "echo", "{}"));
    Path said = home.resolve("training.log");
    try {
      ProcessBuilder training =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      training.environment().put("XDG_STATE_HOME", home.toString());
      Process process = training.start();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
