package dev.lifeguard.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files that the packages are made from, as far as they can be checked without making one.
@NotOnWindows
class PackagingFilesTest {
  private static final Path PACKAGING = Path.of("packaging");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  /// jpackage's help has the options of all systems in one file, whatever system it is for.
  private static final URI HELP =
      URI.create("jrt:/jdk.jpackage/jdk/jpackage/internal/resources/HelpResources.properties");

  @ParameterizedTest
  @ValueSource(strings = {"windows/image.args", "windows/package.args"})
  void optionsOfWindowsAreThoseOfJpackage(String file) throws IOException {
    Set<String> known = options(Files.readString(Path.of(HELP)));
    assertThat(known).contains("--win-upgrade-uuid").doesNotContain("--win-frobnicate");
    assertThat(optionsIn(file)).isNotEmpty().isSubsetOf(known);
  }

  /// "Per type": what an image must not be told, and what an installer must.
  @Test
  void imageAndInstallerAreToldTheirOwn() throws IOException {
    assertThat(optionsIn("windows/image.args")).noneMatch(option -> option.startsWith("--win-"));
    assertThat(optionsIn("windows/package.args"))
        .contains("--win-upgrade-uuid", "--win-per-user-install", "--win-dir-chooser")
        .contains("--win-menu", "--win-shortcut-prompt", "--file-associations", "--resource-dir")
        .doesNotContain("--module", "--runtime-image", "--java-options");
    // Another one would be another program to Windows, installed beside the old one.
    assertThat(arguments("windows/package.args"))
        .containsSequence("--win-upgrade-uuid", "6f0c6a53-3d0b-4d0e-9a58-0c1f5f4e7a21");
  }

  @Test
  void filesThatWindowsArgumentsNameAreThere() throws IOException {
    List<String> named = new ArrayList<>();
    for (String file : List.of("windows/image.args", "windows/package.args")) {
      arguments(file).stream()
          .map(value -> value.substring(value.indexOf('=') + 1))
          .filter(value -> value.startsWith("assets/") || value.startsWith("packaging/"))
          .forEach(named::add);
    }
    Files.readAllLines(PACKAGING.resolve("windows/recording.properties")).stream()
        .filter(line -> line.startsWith("icon="))
        .map(line -> line.substring("icon=".length()))
        .forEach(named::add);
    assertThat(named).hasSizeGreaterThan(4).allMatch(name -> Files.exists(Path.of(name)));
  }

  @Test
  void optionsOfTheJavaImageAreThoseOfJlink() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    assertThat(jlink.run(out, out, "--help")).isZero();
    assertThat(jlink.run(out, out, "--list-plugins")).isZero();
    Set<String> known = options(said.toString(StandardCharsets.UTF_8));
    assertThat(optionsIn("common/jlink.args")).isNotEmpty().isSubsetOf(known);
  }

  /// The start script of a checkout and that of the packages start the same program alike.
  @Test
  void nativeAccessIsTheSameEverywhere() throws IOException {
    String access = "--enable-native-access=dev.lifeguard,javafx.graphics,com.sun.jna";
    assertThat(arguments("common/java.args")).contains(access);
    assertThat(Files.readString(Path.of("src/build/lifeguard.sh"))).contains(access);
    assertThat(Files.readString(Path.of("pom.xml"))).contains(access);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "windows/resources/overrides.wxi",
        "linux/lifeguard.mime.xml",
        "linux/lifeguard.metainfo.xml",
        "../assets/lifeguard.svg",
        "../assets/lifeguard-recording.svg"
      })
  void xmlIsWellFormed(String file) throws Exception {
    String parse = "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])";
    assertThat(ended("python3", "-c", parse, PACKAGING.resolve(file).toString())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prove.sh", "icons.sh", "linux/lifeguard.sh"})
  void scriptsAreScripts(String file) throws Exception {
    Path script = PACKAGING.resolve(file);
    String shell = Files.readString(script).startsWith("#!/bin/sh") ? "sh" : "bash";
    assertThat(ended(shell, "-n", script.toString())).isZero();
  }

  /// Whoever opens what will not change any more waits for it, and for nothing else; and commands
  /// want the processors for themselves.
  @Test
  void secondCompilerIsLeftOutWhereItComesTooLate(@TempDir Path home) throws Exception {
    Path script = Files.createDirectories(home.resolve("bin")).resolve("lifeguard");
    Files.writeString(
        script, Files.readString(PACKAGING.resolve("linux/lifeguard.sh")).replace("@OPTIONS@", ""));
    Path java = Files.createDirectories(home.resolve("lib/runtime/bin")).resolve("lifeguard");
    Files.writeString(java, "#!/bin/sh\ncase \" $* \" in *TieredStopAtLevel=1*) exit 1;; esac\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path ended = Files.createDirectories(home.resolve("an ended run"));
    Files.createFile(ended.resolve("report.json"));
    Path live = Files.createDirectories(home.resolve("a live run"));

    assertThat(started(script, "open", ended.toString())).isEqualTo(1);
    assertThat(started(script, "open", "of yesterday.lifeguard")).isEqualTo(1);
    assertThat(started(script, "open", live.toString())).isZero();
    assertThat(started(script, "open", "job.yaml")).isZero();
    assertThat(started(script, "open")).isZero();
    assertThat(started(script, "resume", ended.toString())).isZero();
    assertThat(started(script)).isZero();
    assertThat(started(script, "run", "-q", "--items", "1..9", "--", "true", "{}")).isEqualTo(1);
    assertThat(started(script, "run", "--", "env", "--window")).isEqualTo(1);
    assertThat(started(script, "run", "--window", "--items", "1..9", "--", "true")).isZero();
    assertThat(started(script, "run", "job.yaml")).isZero();
    assertThat(started(script, "watch", "--", "true")).isZero();
  }

  private static int started(Path script, String... words) throws Exception {
    return ended(
        Stream.concat(Stream.of("sh", script.toString()), Stream.of(words)).toArray(String[]::new));
  }

  @Test
  void recordingsAreTheSameKindOfFileEverywhere() throws IOException {
    String kind = "application/x-lifeguard-recording";
    for (String file :
        List.of(
            "linux/lifeguard.desktop",
            "linux/lifeguard.mime.xml",
            "linux/lifeguard.metainfo.xml",
            "windows/recording.properties")) {
      assertThat(Files.readString(PACKAGING.resolve(file))).as(file).contains(kind);
    }
    assertThat(Files.readString(PACKAGING.resolve("linux/lifeguard.mime.xml")))
        .contains("pattern=\"*.lifeguard\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lifeguard", "lifeguard-recording"})
  void iconsOfWindowsHaveEverySizeThatItAsksFor(String name) throws IOException {
    byte[] file = Files.readAllBytes(Path.of("assets", name + ".ico"));
    // The directory of an icon file: 6 bytes of head, 16 for each picture, the width first.
    ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> sizes = new ArrayList<>();
    for (int at = 0; at < head.getShort(4); at++) {
      int width = head.get(6 + 16 * at) & 255;
      sizes.add(width == 0 ? 256 : width);
    }
    assertThat(sizes).contains(16, 24, 32, 48, 64, 128, 256);
  }

  @Test
  void pictureOfTheIconIs256PixelsWideAndHigh() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Path.of("assets/lifeguard-256.png")));
    assertThat(List.of(file.getInt(16), file.getInt(20))).containsExactly(256, 256);
  }

  private static int ended(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static Set<String> optionsIn(String file) {
    return options(String.join("\n", arguments(file)));
  }

  private static Set<String> options(String text) {
    Set<String> options = new TreeSet<>();
    OPTION.matcher(text).results().forEach(found -> options.add(found.group()));
    return options;
  }

  private static List<String> arguments(String file) {
    try {
      return Files.readAllLines(PACKAGING.resolve(file)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
