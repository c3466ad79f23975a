package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The program as it is installed: in a jar and with an AOT cache (JEP 514), made once for all
/// tests. With them it starts in half the time, and a program without open files to spare can load
/// a class at all, which in a directory of classes is a file to be opened.
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
    try {
      Path home = Files.createTempDirectory("lifeguard-program");
      Path jar = home.resolve("lifeguard.jar");
      cache = home.resolve("lifeguard.aot");
      modulePath = modulePath(jar);
      train(home);
      // Deleted in the opposite order, when no test needs them any more.
      try (Stream<Path> all = Files.walk(home)) {
        all.sorted().map(Path::toFile).forEach(File::deleteOnExit);
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
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("jdk.module.path").split(File.pathSeparator, -1)) {
      boolean isOurs = Files.exists(Path.of(entry, "module-info.class"));
      path.add(isOurs ? jar(entry, jar) : entry);
    }
    return String.join(File.pathSeparator, path);
  }

  private static String jar(String classes, Path jar) {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int status = tool.run(System.out, System.err, "-c", "-f", jar.toString(), "-C", classes, ".");
    assertThat(status).isZero();
    return jar.toString();
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
