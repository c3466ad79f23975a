import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks or rewrites the form of every Java file below some directories with google-java-format.
///
/// Run by the build on the JDK of the toolchain, because the formatter does not run on the older
/// Java that Maven itself may use: `java Format.java check|write DIRECTORY…`. Ends with 1 when
/// `check` finds a file in another form, and names each one.
final class Format {

  private final Formatter formatter = new Formatter();

  void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    List<Path> different = new ArrayList<>();
    for (Path file : sources(List.of(arguments).subList(1, arguments.length))) {
      String source = Files.readString(file);
      String formatted = format(file, source);
      if (!formatted.equals(source)) {
        different.add(file);
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (write) {
      IO.println(different.size() + " file(s) rewritten");
    } else if (!different.isEmpty()) {
      different.forEach(file -> System.err.println("Not in google-java-format: " + file));
      System.err.println("To rewrite them: mvn -q -Pformat");
      System.exit(1);
    }
  }

  private static List<Path> sources(List<String> directories) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String directory : directories) {
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    return sources;
  }

  private String format(Path file, String source) {
    try {
      String imports = RemoveUnusedImports.removeUnusedImports(source);
      String ordered = ImportOrderer.reorderImports(imports, Style.GOOGLE);
      return StringWrapper.wrap(formatter.formatSource(ordered), formatter);
    } catch (FormatterException e) {
      System.err.println(file + " cannot be read as Java: " + e.getMessage());
      System.exit(1);
      throw new AssertionError(e);
    }
  }
}
