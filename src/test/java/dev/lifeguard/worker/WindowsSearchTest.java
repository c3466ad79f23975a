package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.Variables;
import dev.lifeguard.testing.EmptyProgram;
import dev.lifeguard.testing.NotOnWindows;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where programs are found on Windows.
@NotOnWindows
final class WindowsSearchTest {
  @TempDir private Path directory;

  private ProgramSearch search() {
    return new ProgramSearch(directory, "interpreter", HostSystem.WINDOWS);
  }

  private Path program(String name) throws IOException {
    return EmptyProgram.in(directory, name);
  }

  @Test
  void extensionOfAProgramNeedsNoWriting() throws IOException {
    Path script = program("bin/npm");
    Path batch = program("bin/npm.cmd");
    Path python = program("bin/python.exe");
    String path = directory.resolve("bin").toString();

    assertThat(search().find("python", path)).hasValue(python);
    assertThat(search().find("python.exe", path)).hasValue(python);
    assertThat(search().find("npm", path)).as("not the script of another shell").hasValue(batch);
    assertThat(search().find("bin/python", "")).hasValue(python);
    assertThat(new ProgramSearch(directory, "command", HostSystem.LINUX).find("npm", path))
        .hasValue(script);
    assertThat(new ProgramSearch(directory, "command", HostSystem.LINUX).find("python", path))
        .isEmpty();
  }

  @Test
  void stubOfTheStoreIsPassedOverAndNamedInTheRemedy() throws IOException {
    program("Local/Microsoft/WindowsApps/python.exe");
    Path store = directory.resolve("Local/Microsoft/WindowsApps");
    Path real = program("Python313/python.exe");
    String both = store + File.pathSeparator + real.getParent();

    assertThat(search().find("python", both)).hasValue(real);
    assertThat(search().find("python", store.toString())).isEmpty();
    assertThat(search().explain("python", store.toString(), ""))
        .contains("the only python on the PATH is an alias of the Microsoft Store")
        .contains("write the path of the one you mean in `interpreter`");
    assertThat(search().explain("python", "", ""))
        .contains("there is no program python on the PATH");
  }

  /// An alias is there and leads to no file.
  @Test
  void aliasOfTheStoreIsForThoseWhoNameIt() throws IOException {
    Path store = Files.createDirectories(directory.resolve("Microsoft/WindowsApps"));
    Path alias = Files.createSymbolicLink(store.resolve("py.exe"), Path.of("nowhere"));

    assertThat(search().find("py", store.toString())).isEmpty();
    assertThat(search().findAlias("py", store.toString())).hasValue(alias);
    assertThat(search().isOnlyOfStore("py", store.toString())).isTrue();
    assertThat(search().find(alias.toString(), "")).hasValue(alias);
    assertThat(search().find("Microsoft/WindowsApps/py", "")).hasValue(alias);
    Path real = program("Python313/py.exe");
    String both = store + File.pathSeparator + real.getParent();
    assertThat(search().isOnlyOfStore("py", both)).isFalse();
    assertThat(new ProgramSearch(directory, "command", HostSystem.LINUX).find(alias.toString(), ""))
        .isEmpty();
  }

  @Test
  void emptyPartOfThePathIsNoDirectory() throws IOException {
    program("python.exe");

    assertThat(search().find("python", File.pathSeparator)).isEmpty();
  }

  @Test
  void variablesDifferInMoreThanTheCaseOfTheirNames() {
    Map<String, String> started = new HashMap<>(Map.of("Path", "old", "Temp", "t"));
    Variables.change(started, Map.of("PATH", "new"), HostSystem.WINDOWS);
    assertThat(started).isEqualTo(Map.of("PATH", "new", "Temp", "t"));
    assertThat(Variables.of(Map.of("Path", "p"), HostSystem.WINDOWS).get("PATH")).isEqualTo("p");
    assertThat(Variables.of(Map.of("Path", "p"), HostSystem.LINUX)).doesNotContainKey("PATH");
  }

  @Test
  void launcherTellsWhoReallyRuns() {
    assertThat(WindowsPython.question(Path.of("py.exe")))
        .startsWith("py.exe", "-3", "-c")
        .hasSize(4);
    assertThat(WindowsPython.question(Path.of("venv/python.exe"))).contains("-I", "-S");

    WindowsPython behind =
        WindowsPython.of(List.of("/venv/python.exe\r", "/base/python.exe\r")).orElseThrow();
    assertThat(behind.program()).isEqualTo(Path.of("/base/python.exe"));
    assertThat(behind.environment()).isEqualTo(Map.of("__PYVENV_LAUNCHER__", "/venv/python.exe"));
    assertThat(WindowsPython.of(List.of("/p", "/p")).orElseThrow().environment()).isEmpty();
    assertThat(WindowsPython.of(List.of())).as("the stub of the Store").isEmpty();
  }
}
