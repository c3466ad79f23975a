import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/// Makes a module file (jmod) of every jar, with its native libraries beside the classes.
///
/// Why: JavaFX and JNA carry their native libraries as resources of a jar and unpack them at the
/// first start, JavaFX into the user's home. From a jmod they come into the image's library
/// directory, where Java looks first, and nothing is written anywhere.
final class Modules {
  /// Java versions that a jar may have classes of its own for, `META-INF/versions/N/`.
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.+)");

  /// Stands for what is outside of those directories.
  private static final int OLDEST = 8;

  private static final Pattern USELESS =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|maven/.*|proguard/.*|[^/]*\\.(SF|RSA|DSA|EC|kotlin_module))");

  private static final Set<String> LICENSES =
      Set.of("LICENSE", "LICENSE.TXT", "LICENSE.MD", "NOTICE", "NOTICE.TXT", "AL2.0", "LGPL2.1");

  private final Build build;

  Modules(Build build) {
    this.build = build;
  }

  /// @param libraries a directory of jars, each a module with a descriptor
  /// @return the module files
  List<Path> make(Path libraries) throws IOException {
    Path target = build.directory("modules");
    List<Path> modules = new ArrayList<>();
    // In the order of their file names, because the order of a set differs from run to run.
    for (Path jar : Trees.files(libraries)) {
      for (ModuleReference module : ModuleFinder.of(jar).findAll()) {
        if (module.descriptor().isAutomatic()) {
          throw new Tool.Failed(jar + " has no module descriptor, so it cannot be linked");
        }
        modules.add(make(jar, module, target));
      }
    }
    return modules;
  }

  private Path make(Path jar, ModuleReference module, Path target) throws IOException {
    String name = module.descriptor().name();
    Path parts = Trees.empty(build.output().resolve("parts").resolve(name));
    unpack(jar, parts);
    Path file = target.resolve(name + ".jmod");
    List<String> arguments = new ArrayList<>(List.of("create"));
    addIfThere(arguments, "--class-path", parts.resolve("classes"));
    addIfThere(arguments, "--libs", parts.resolve("libs"));
    addIfThere(arguments, "--legal-notices", parts.resolve("legal"));
    module
        .descriptor()
        .rawVersion()
        .ifPresent(version -> arguments.addAll(List.of("--module-version", version)));
    arguments.add(file.toString());
    // In this process: twenty virtual machines take longer to start than this to do.
    ToolProvider jmod = ToolProvider.findFirst("jmod").orElseThrow();
    if (jmod.run(System.out, System.err, arguments.toArray(String[]::new)) != 0) {
      throw new Tool.Failed("no module file could be made of " + jar);
    }
    return file;
  }

  private static void addIfThere(List<String> arguments, String option, Path directory) {
    if (Files.isDirectory(directory)) {
      arguments.addAll(List.of(option, directory.toString()));
    }
  }

  private void unpack(Path jar, Path parts) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        URLClassLoader relatives = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      OldClasses old = new OldClasses(relatives);
      // Later versions over earlier ones, as a virtual machine would read them.
      for (int version = OLDEST; version <= Runtime.version().feature(); version++) {
        for (JarEntry entry : Collections.list(file.entries())) {
          Optional<Path> place = nameIn(version, entry).flatMap(name -> place(name, parts));
          if (place.isPresent()) {
            write(file, entry, old, place.get());
          }
        }
      }
    }
  }

  /// What an entry is called for this version; empty when it is not of this version.
  private static Optional<String> nameIn(int version, JarEntry entry) {
    Matcher versioned = VERSIONED.matcher(entry.getName());
    boolean isBase = !versioned.matches();
    if (entry.isDirectory() || isBase != (version == OLDEST)) {
      return Optional.empty();
    }
    return isBase
        ? Optional.of(entry.getName())
        : Optional.of(versioned)
            .filter(it -> Integer.parseInt(it.group(1)) == version)
            .map(it -> it.group(2));
  }

  /// Where an entry goes; empty for what an image has no use for: native code of other systems,
  /// manifests, signatures, instructions for Maven and Android. Fonts and services lie in META-INF
  /// as well, and stay.
  private Optional<Path> place(String name, Path parts) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (isNative(file)) {
      return Optional.of(parts.resolve("libs").resolve(file))
          .filter(_ -> isOurs(name) && !isOfTheJdk(file));
    }
    if (name.startsWith("META-INF/") && LICENSES.contains(file.toUpperCase(Locale.ROOT))) {
      return Optional.of(parts.resolve("legal").resolve(file));
    }
    return Optional.of(parts.resolve("classes").resolve(name))
        .filter(_ -> !USELESS.matcher(name).matches());
  }

  private static boolean isNative(String file) {
    return List.of(".so", ".dll", ".jnilib", ".dylib", ".a").stream().anyMatch(file::endsWith);
  }

  /// JavaFX has a jar for each system; JNA has all systems in one, each in its directory.
  private boolean isOurs(String name) {
    if (!name.startsWith("com/sun/jna/")) {
      return name.endsWith(build.isWindows() ? ".dll" : ".so");
    }
    String processor = build.architecture().equals("x64") ? "x86-64" : "aarch64";
    return name.startsWith(
        "com/sun/jna/" + (build.isWindows() ? "win32-" : "linux-") + processor + "/");
  }

  /// The Windows jars of JavaFX bring Microsoft's runtime, as the JDK does; jlink refuses the
  /// second of a name.
  private static boolean isOfTheJdk(String file) {
    return file.startsWith("api-ms-win-")
        || file.startsWith("vcruntime140")
        || file.startsWith("msvcp140")
        || file.equals("ucrtbase.dll");
  }

  private static void write(JarFile jar, JarEntry entry, OldClasses old, Path file)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream content = jar.getInputStream(entry)) {
      byte[] bytes = content.readAllBytes();
      Files.write(file, file.toString().endsWith(".class") ? old.lifted(bytes) : bytes);
    }
  }
}
