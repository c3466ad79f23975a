import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Compiles the benchmarks and runs one main class of them, usually JMH's.
///
/// `java --class-path PROGRAM_AND_LIBRARIES Bench.java SOURCES CLASSES MAIN ARGUMENT…`. The class
/// path of this run is that of the benchmarks as well. Ends with the exit status of the main class.
final class Bench {

  void main(String[] arguments) throws IOException, InterruptedException {
    Path sources = Path.of(arguments[0]);
    if (!Files.isDirectory(sources)) {
      System.err.println("No benchmarks: there is no directory " + sources);
      System.exit(1);
    }
    Path classes = Path.of(arguments[1]);
    empty(classes);
    String classPath = System.getProperty("java.class.path");
    compile(sources, classes, classPath);

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    // As the program is started.
    command.add("-XX:+UseSerialGC");
    // JMH's own code reads memory with Unsafe, which Java 24 and newer warn of.
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--class-path");
    command.add(classes + File.pathSeparator + classPath);
    command.addAll(List.of(arguments).subList(2, arguments.length));
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /// A benchmark that was deleted must not be found again.
  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.toList().reversed()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }

  private static void compile(Path sources, Path classes, String classPath) throws IOException {
    List<String> command = new ArrayList<>();
    Collections.addAll(command, "-d", classes.toString(), "--class-path", classPath);
    Collections.addAll(command, "-proc:full", "-Xlint:all,-processing", "-Werror");
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, command.toArray(String[]::new)) != 0) {
      System.err.println("The benchmarks below " + sources + " do not compile.");
      System.exit(1);
    }
  }
}
