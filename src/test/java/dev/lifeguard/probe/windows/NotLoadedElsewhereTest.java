package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Where this is not Windows, nothing of it is loaded: what it is made of might not even link
/// there.
@DisabledOnOs(OS.WINDOWS)
final class NotLoadedElsewhereTest {
  /// Chooses as the program does, and prints what it has chosen.
  static final class Chooser {
    private Chooser() {}

    /// Makes its choice.
    public static void main(String... arguments) {
      System.out.println("chosen: " + Probes.forThisSystem().getClass().getSimpleName());
    }
  }

  @Test
  void classesOfWindowsStayUnloaded() throws IOException {
    List<String> lines = loaded();
    assertThat(lines).contains("chosen: LinuxProbes");
    assertThat(lines)
        .filteredOn(line -> line.contains("dev.lifeguard.probe.windows"))
        .isNotEmpty()
        .allMatch(line -> line.contains("Chooser"));
  }

  @Test
  void neitherDoPortableMeansLoadThem() throws IOException {
    List<String> lines = loaded("-Dlifeguard.probe=portable");
    assertThat(lines).contains("chosen: PortableProbes");
    assertThat(lines)
        .filteredOn(line -> line.contains("dev.lifeguard.probe.windows"))
        .isNotEmpty()
        .allMatch(line -> line.contains("Chooser"));
  }

  private static List<String> loaded(String... flags) throws IOException {
    List<String> line = new java.util.ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(flags));
    line.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:stdout:none",
            "--enable-native-access=dev.lifeguard",
            "--module-path",
            System.getProperty("jdk.module.path"),
            "--patch-module",
            "dev.lifeguard=target/test-classes",
            "--module",
            "dev.lifeguard/" + Chooser.class.getName()));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
