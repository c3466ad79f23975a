import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Compiles what a Java worker runs on the user's own virtual machine, which may be older than
/// ours, with all checks; nothing when all classes are newer than their sources.
///
/// `java --class-path CHECKERS_AND_LIBRARIES WorkerClasses.java SOURCES CLASSES RELEASE`, on a
/// virtual machine that is opened to Error Prone. Maven's compiler plugin is no means for it: a
/// second directory of classes is to the plugin a mistake of the project, and in the first one
/// javac finds our module, which an older virtual machine does not know.
final class WorkerClasses {

  void main(String[] arguments) throws IOException {
    Path sources = Path.of(arguments[0]);
    Path classes = Path.of(arguments[1]);
    List<Path> files = filesBelow(sources, ".java");
    if (!isUpToDate(files, filesBelow(classes, ".class"))) {
      empty(classes);
      compile(files, classes, arguments[2]);
    }
  }

  private static List<Path> filesBelow(Path directory, String ending) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// Also after a source was deleted: every source has a class of its name, and no other file has.
  private static boolean isUpToDate(List<Path> sources, List<Path> classes) throws IOException {
    List<String> named = names(classes).filter(name -> !name.contains("$")).toList();
    if (!names(sources).toList().equals(named)) {
      return false;
    }
    FileTime lastChange = FileTime.fromMillis(0);
    for (Path source : sources) {
      lastChange = Collections.max(List.of(lastChange, Files.getLastModifiedTime(source)));
    }
    for (Path compiled : classes) {
      if (Files.getLastModifiedTime(compiled).compareTo(lastChange) <= 0) {
        return false;
      }
    }
    return true;
  }

  private static Stream<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString().replaceFirst("\\.\\w+$", ""));
  }

  private static void empty(Path directory) throws IOException {
    for (Path old : filesBelow(directory, ".class")) {
      Files.delete(old);
    }
    Files.createDirectories(directory);
  }

  private static void compile(List<Path> files, Path classes, String release) {
    String libraries = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command, "--release", release, "-d", classes.toString(), "-g", "-parameters");
    Collections.addAll(command, "--class-path", libraries, "--processor-path", libraries);
    // `path`: the directory of our own classes is on the path and need not be there yet.
    Collections.addAll(command, "-proc:none", "-Xlint:all,-path", "-Werror");
    Collections.addAll(command, "-XDcompilePolicy=simple", "--should-stop=ifError=FLOW");
    command.add("-Xplugin:ErrorProne -Xep:NullAway:ERROR -XepOpt:NullAway:OnlyNullMarked=true");
    files.forEach(file -> command.add(file.toString()));
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new))
        != 0) {
      System.err.println("The classes of Java workers do not compile.");
      System.exit(1);
    }
  }
}
