import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The packages of Windows: the image as a portable `.zip`, `.msi` and `.exe` where WiX is there.
///
/// jpackage does what a Windows installer needs: launchers with icons, the menu, the association of
/// recordings. Paths in its files of properties are relative to the top of the sources, where this
/// runs. `LG_SIGN`, a command with `{}` for a file, signs what users start and install.
final class WindowsPackages {
  private static final String NAME = "Lifeguard";

  private final Build build;
  private final JavaImage image;

  WindowsPackages(Build build, JavaImage image) {
    this.build = build;
    this.image = image;
  }

  void make() throws IOException {
    Path program = program();
    zip(program);
    if (Tool.exists("wix") || Tool.exists("candle")) {
      install(program, "msi");
      install(program, "exe");
    } else {
      build.tell("no .msi and no .exe, because there is no WiX here");
    }
  }

  private Path program() throws IOException {
    build.tell("making the application image");
    Tool tool =
        Tool.ofJdk("jpackage")
            .with("--type", "app-image", "--dest", build.output(), "--app-version", build.version())
            .with("--runtime-image", image.directory())
            .with(Tool.arguments(build.source("windows/image.args")).toArray());
    for (String option : Tool.arguments(build.source("common/java.args"))) {
      tool.with("--java-options", option);
    }
    boolean cached = Files.exists(image.cache());
    if (cached) {
      tool.with("--java-options", "-XX:AOTCache=$APPDIR\\lifeguard.aot");
    }
    tool.run();
    Path program = build.output().resolve(NAME);
    if (cached) {
      Files.copy(image.cache(), program.resolve("app/lifeguard.aot"));
    }
    sign(program.resolve("Lifeguard.exe"));
    sign(program.resolve("lifeguard-cli.exe"));
    return program;
  }

  private void install(Path program, String type) throws IOException {
    build.tell("making the ." + type);
    Tool.ofJdk("jpackage")
        .with("--type", type, "--dest", build.output(), "--app-version", build.version())
        .with("--app-image", program)
        .with(Tool.arguments(build.source("windows/package.args")).toArray())
        .run();
    sign(build.output().resolve(NAME + "-" + build.version() + "." + type));
  }

  private static void sign(Path file) throws IOException {
    String command = System.getenv().getOrDefault("LG_SIGN", "");
    if (!command.isEmpty()) {
      Tool.of("cmd").with("/c", command.replace("{}", "\"" + file + "\"")).run();
    }
  }

  private void zip(Path program) throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(build.epochSeconds()));
    String name = "lifeguard-" + build.version() + "-windows-" + build.architecture() + ".zip";
    List<Path> files = Trees.files(program);
    try (OutputStream file = Files.newOutputStream(build.output().resolve(name));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Path each : files) {
        String path = build.output().relativize(each).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(path).setLastModifiedTime(time));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }
}
