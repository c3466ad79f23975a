import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The packages of Linux: `.deb`, `.rpm` and `.tar.gz`, each where its tool is there.
///
/// Made from one tree with the system's own tools and not with jpackage: its launcher asks dpkg and
/// rpm at every start whose it is (a tenth of a second each), and its maintainer scripts fail where
/// there is no desktop. This tree needs no scripts: the system's triggers see the files.
final class LinuxPackages {
  private static final String ID = "dev.lifeguard.Lifeguard";
  private static final List<Integer> ICON_SIZES = List.of(16, 24, 32, 48, 64, 128, 256);

  private final Build build;
  private final JavaImage image;

  LinuxPackages(Build build, JavaImage image) {
    this.build = build;
    this.image = image;
  }

  void make() throws IOException {
    Path program = program();
    Path tree = tree(program);
    archive(program);
    if (Tool.exists("dpkg-deb")) {
      deb(tree);
    } else {
      build.tell("no .deb, because there is no dpkg-deb here");
    }
    if (Tool.exists("rpmbuild")) {
      rpm(tree);
    } else {
      build.tell("no .rpm, because there is no rpmbuild here");
    }
  }

  /// The program itself, which works wherever it lies.
  private Path program() throws IOException {
    Path program = build.directory("lifeguard-" + build.version());
    Trees.copy(image.directory(), program.resolve("lib/runtime"));
    if (Files.exists(image.cache())) {
      Files.copy(image.cache(), program.resolve("lib/lifeguard.aot"));
    }
    String options =
        Tool.arguments(build.source("common/java.args")).stream()
            .map(option -> "  " + option + " \\")
            .collect(Collectors.joining("\n"));
    Path script = program.resolve("bin/lifeguard");
    Trees.write(script, build.text("linux/lifeguard.sh").replace("@OPTIONS@", options));
    Trees.makeExecutable(script);
    Files.copy(build.source("../LICENSE"), program.resolve("LICENSE"));
    return program;
  }

  /// Everything where a package puts it.
  private Path tree(Path program) throws IOException {
    Path tree = build.directory("tree");
    Trees.copy(program, tree.resolve("usr/lib/lifeguard"));
    Files.delete(tree.resolve("usr/lib/lifeguard/LICENSE"));
    Files.createDirectories(tree.resolve("usr/bin"));
    Files.createSymbolicLink(
        tree.resolve("usr/bin/lifeguard"), Path.of("../lib/lifeguard/bin/lifeguard"));
    Path share = tree.resolve("usr/share");
    desktop(share);
    icons(share.resolve("icons/hicolor"));
    // Sourced and never run, so without the line that names an interpreter.
    String completion = said(program, "completion").replaceFirst("^#!.*\\R", "");
    write(share, "bash-completion/completions/lifeguard", completion);
    compressed(share, "man/man1/lifeguard.1", said(program, "completion", "--manual"));
    return tree;
  }

  private void desktop(Path share) throws IOException {
    write(share, "applications/" + ID + ".desktop", build.text("linux/lifeguard.desktop"));
    write(share, "mime/packages/" + ID + ".xml", build.text("linux/lifeguard.mime.xml"));
    write(share, "metainfo/" + ID + ".metainfo.xml", build.text("linux/lifeguard.metainfo.xml"));
  }

  /// What the new program says of itself.
  private static String said(Path program, String... arguments) throws IOException {
    return Tool.of(program.resolve("bin/lifeguard").toString()).with((Object[]) arguments).run();
  }

  private void icons(Path theme) throws IOException {
    scalable(theme, "lifeguard", "apps");
    scalable(theme, "lifeguard-recording", "mimetypes");
    boolean draws = Tool.exists("rsvg-convert");
    if (!draws) {
      build.tell("no small icons, because there is no rsvg-convert here");
      return;
    }
    for (int size : ICON_SIZES) {
      draw(theme, "lifeguard", "apps", size);
      draw(theme, "lifeguard-recording", "mimetypes", size);
    }
  }

  private void scalable(Path theme, String name, String kind) throws IOException {
    Path file = theme.resolve("scalable").resolve(kind).resolve(name + ".svg");
    Files.createDirectories(file.getParent());
    Files.copy(build.source("../assets/" + name + ".svg"), file);
  }

  private void draw(Path theme, String name, String kind, int size) throws IOException {
    Path file = theme.resolve(size + "x" + size).resolve(kind).resolve(name + ".png");
    Files.createDirectories(file.getParent());
    Tool.of("rsvg-convert")
        .with("-w", size, "-h", size, build.source("../assets/" + name + ".svg"), "-o", file)
        .run();
  }

  private static void write(Path share, String name, String text) throws IOException {
    Trees.write(share.resolve(name), text);
  }

  private static void compressed(Path share, String name, String text) throws IOException {
    Tool.of("gzip").with("-9n", Trees.write(share.resolve(name), text)).run();
  }

  private void archive(Path program) throws IOException {
    build.tell("packing the .tar.gz");
    Trees.settle(program, build.epochSeconds());
    String system = "-linux-" + build.architecture();
    Path tar = build.output().resolve(program.getFileName() + system + ".tar");
    Tool.of("tar")
        .with("--create", "--file", tar, "--format=gnu", "--sort=name")
        .with("--owner=0", "--group=0", "--numeric-owner", "--directory", build.output())
        .with(program.getFileName())
        .run();
    Tool.of("gzip").with("-9n", tar).run();
  }

  private void deb(Path common) throws IOException {
    Path tree = build.output().resolve("deb");
    Trees.copy(common, tree);
    Path doc = tree.resolve("usr/share/doc/lifeguard");
    write(doc, "copyright", build.text("linux/copyright"));
    compressed(doc, "changelog", build.text("linux/changelog").replace("@RFC_DATE@", when()));
    write(tree, "usr/share/lintian/overrides/lifeguard", build.text("linux/lintian-overrides"));
    Path control = tree.resolve("DEBIAN");
    write(control, "md5sums", sums(tree));
    String size = Long.toString(Trees.kibibytes(tree));
    write(control, "control", build.text("linux/control").replace("@INSTALLED_SIZE@", size));
    Trees.settle(tree, build.epochSeconds());
    build.tell("packing the .deb");
    Tool.of("dpkg-deb")
        // One thread: with several the result depends on how many there are. Level 9 is the largest
        // window.
        .with("--root-owner-group", "--threads-max=1", "-z9", "--build", tree, build.output())
        .where(epoch())
        .run();
  }

  private String when() throws IOException {
    return Tool.of("date").with("-Rud", "@" + build.epochSeconds()).run().strip();
  }

  private static String sums(Path tree) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : Trees.files(tree)) {
      sums.append(sum(file)).append("  ").append(tree.relativize(file)).append('\n');
    }
    return sums.toString();
  }

  private static String sum(Path file) throws IOException {
    try {
      // What dpkg --verify reads; it protects against broken disks and not against people.
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      try (var in = new DigestInputStream(Files.newInputStream(file), md5)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void rpm(Path common) throws IOException {
    Path top = build.output().resolve("rpm");
    Path tree = top.resolve("tree");
    Trees.copy(common, tree);
    Path license = tree.resolve("usr/share/licenses/lifeguard/LICENSE");
    Files.createDirectories(license.getParent());
    Files.copy(build.source("../LICENSE"), license);
    Trees.settle(tree, build.epochSeconds());
    Path spec = Trees.write(top.resolve("lifeguard.spec"), build.text("linux/lifeguard.spec"));
    build.tell("packing the .rpm");
    Tool.of("rpmbuild")
        .with("-bb", "--define", "_topdir " + top, "--define", "_rpmdir " + build.output())
        .with(
            "--define",
            "tree " + tree,
            "--define",
            "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm")
        .with(spec)
        .where(epoch())
        .run();
  }

  private Map<String, String> epoch() {
    return Map.of("SOURCE_DATE_EPOCH", Long.toString(build.epochSeconds()));
  }
}
