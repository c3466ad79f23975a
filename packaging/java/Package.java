import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes what users install, from the jars of a build: an application image with a Java of its own,
/// and the packages of the system that this runs on. The build calls it on the toolchain's JDK:
/// `mvn -Pdist -DskipTests package`.
///
/// `java packaging/java/Package.java LIBRARIES OUTPUT VERSION [AOT]`
///
/// - LIBRARIES: the directory with our jar and those that it needs, of this system only
/// - OUTPUT: where everything goes; emptied first
/// - VERSION: of the build; packages know no `-SNAPSHOT`
/// - AOT: `train` (the usual), `none`, or the file of an earlier training
///
/// Two runs over the same jars give equal packages, but for the AOT cache, which the JDK writes
/// differently each time: hand the second run the first one's `lifeguard.aot`. All times are
/// `SOURCE_DATE_EPOCH`, or that of the last commit.
final class Package {
  void main(String[] arguments) throws IOException {
    if (arguments.length < 3 || arguments.length > 4) {
      System.err.println("java Package.java LIBRARIES OUTPUT VERSION [train|none|FILE.aot]");
      System.exit(2);
    }
    Path libraries = Path.of(arguments[0]).toAbsolutePath();
    Path output = Path.of(arguments[1]).toAbsolutePath();
    String aot = arguments.length == 4 ? arguments[3] : "train";
    Build build = Build.of(output, arguments[2]);
    try {
      packageAll(build, libraries, aot);
    } catch (Tool.Failed e) {
      System.err.println("packaging: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void packageAll(Build build, Path libraries, String aot) throws IOException {
    // Read before the directory is emptied: it may lie in there.
    byte[] given = List.of("train", "none").contains(aot) ? null : Files.readAllBytes(Path.of(aot));
    Trees.empty(build.output());
    List<Path> modules = new Modules(build).make(libraries);
    JavaImage image = new JavaImage(build).link(modules);
    if (given != null) {
      Files.write(image.cache(), given);
    } else if (aot.equals("train")) {
      image.train();
    }
    if (build.isWindows()) {
      new WindowsPackages(build, image).make();
    } else {
      new LinuxPackages(build, image).make();
    }
  }
}
