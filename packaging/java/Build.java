import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What all steps know.
///
/// @param output where everything goes
/// @param sources the directory `packaging` of the sources
/// @param version three numbers: neither rpm nor msi takes more
/// @param epochSeconds the time that every file gets
record Build(Path output, Path sources, String version, long epochSeconds) {
  static Build of(Path output, String version) throws IOException {
    Path sources = Path.of("packaging").toAbsolutePath();
    if (!Files.isDirectory(sources)) {
      throw new IOException("run it in the top directory of the sources");
    }
    return new Build(output, sources, version.replace("-SNAPSHOT", ""), epoch());
  }

  private static long epoch() throws IOException {
    String told = System.getenv().getOrDefault("SOURCE_DATE_EPOCH", "");
    if (!told.isEmpty()) {
      return Long.parseLong(told);
    }
    return Tool.said("git", "log", "-1", "--format=%ct")
        .map(Long::parseLong)
        .orElseGet(() -> System.currentTimeMillis() / 1000);
  }

  boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  /// The processor in Debian's words.
  String debianArchitecture() {
    return architecture().equals("x64") ? "amd64" : "arm64";
  }

  /// The processor in words of the JDK.
  String architecture() {
    String told = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (told) {
      case "amd64", "x86_64" -> "x64";
      case "aarch64" -> "aarch64";
      default -> throw new IllegalStateException("no package was ever made for " + told);
    };
  }

  Path source(String name) {
    return sources.resolve(name);
  }

  /// A directory below the output, made.
  Path directory(String name) throws IOException {
    return Files.createDirectories(output.resolve(name));
  }

  /// A text of the sources with what it leaves open.
  String text(String name) throws IOException {
    return Files.readString(source(name))
        .replace("@VERSION@", version)
        .replace("@ARCHITECTURE@", debianArchitecture())
        .replace("@DATE@", Trees.day(epochSeconds));
  }

  /// One line on the terminal.
  void tell(String line) {
    System.out.println("packaging: " + line);
  }
}
