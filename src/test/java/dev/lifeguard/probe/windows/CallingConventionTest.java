package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The last step to Windows, which no bridge takes: the virtual machine is told to use its calling
/// convention, and calls a library of Linux that is compiled for it.
@Tag("wine")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class CallingConventionTest {
  @TempDir private Path directory;

  @Test
  void numbersAndBuffersArriveWhereWindowsExpectsThem() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/gcc")), "needs Debian's packages gcc and libc6-dev");
    Path library = directory.resolve("libfakedll.so");
    String compiled =
        run(
            "/usr/bin/gcc",
            "-shared",
            "-fPIC",
            "-Wall",
            "-Werror",
            "-o",
            library.toString(),
            Path.of("src", "test", "c", "fakedll.c").toString());
    assertThat(compiled).isEmpty();
    assertThat(
            run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.internal.foreign.CABI=WIN_64",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/classes" + File.pathSeparator + "target/test-classes",
                FakeLibraryCalls.class.getName(),
                library.toString()))
        .isEqualTo(
            """
            123456789
            -2
            false 1455
            42
            true
            fake has no Missing
            """);
  }

  private static String run(String... line) throws IOException {
    List<String> words = new ArrayList<>(List.of(line));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
