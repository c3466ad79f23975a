package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.ColumnPlace;
import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.launch.Preset;
import dev.lifeguard.gui.shell.SampleRate;
import dev.lifeguard.gui.shell.Settings;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class SettingsFileTest {
  private static final Settings SOME =
      new Settings(
          new Look(ThemeChoice.DARK, 18, MemoryUnits.DECIMAL, Motion.REDUCED),
          Confirmation.ONCE,
          SampleRate.FIVE,
          new Settings.Place(1400, 900, true, 0.7, 0.4, true),
          Map.of("processes", List.of(new ColumnPlace("pid", 7.5), new ColumnPlace("name", 0))),
          List.of(new Preset("é \"quoted\"", Map.of("target", "a:b", "lines", "1\n2"))),
          List.of("/r/1", "/r/2"));

  @TempDir private Path directory;

  @Test
  void whatIsKeptIsFoundAgain() {
    assertThat(file().write(SOME)).isEmpty();
    assertThat(file().read().settings()).isEqualTo(SOME);
    assertThat(file().read().remark()).isEmpty();
  }

  @Test
  void nothingIsKeptBeforeTheFirstTime() {
    assertThat(file().read().settings()).isEqualTo(Settings.USUAL);
    assertThat(path()).doesNotExist();
  }

  @Test
  void fileIsForItsOwnerOnlyAndNothingElseIsLeft() throws IOException {
    file().write(Settings.USUAL);
    file().write(SOME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory.resolve("lifeguard"))) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void brokenFileIsSetAsideAndSaidSo() throws IOException {
    write("{ \"theme\": \"dark\", ");
    var kept = file().read();
    assertThat(kept.settings()).isEqualTo(Settings.USUAL);
    assertThat(kept.remark()).contains("it is no JSON object").contains("settings.json.broken");
    assertThat(path()).doesNotExist();
    assertThat(path().resolveSibling("settings.json.broken")).exists();
    assertThat(file().write(SOME)).isEmpty();
    assertThat(file().read().settings()).isEqualTo(SOME);
  }

  @Test
  void listIsNoSettings() throws IOException {
    write("[1, 2]");
    assertThat(file().read().remark()).contains("set aside");
  }

  @Test
  void whatIsOfAnotherTypeOrUnknownIsAsUsual() throws IOException {
    write(
        """
        {"theme": 7, "fontPoints": 99, "units": "feet", "window": [], "future": {"a": 1},
         "columns": {"processes": [{"column": "pid", "width": "wide"}, 5]},
         "presets": [{"fields": {}}, {"name": "p", "fields": {"target": 1, "workers": "3"}}],
         "recent": ["/r/1", null]}
        """);
    Settings read = file().read().settings();
    assertThat(file().read().remark()).isEmpty();
    assertThat(read.look())
        .isEqualTo(new Look(ThemeChoice.SYSTEM, 24, MemoryUnits.BINARY, Motion.SYSTEM));
    assertThat(read.place()).isEqualTo(Settings.Place.USUAL);
    assertThat(read.columns()).containsEntry("processes", List.of(new ColumnPlace("pid", 0)));
    assertThat(read.presets()).containsExactly(new Preset("p", Map.of("workers", "3")));
    assertThat(read.recent()).containsExactly("/r/1");
  }

  @Test
  void directoryThatCannotBeWrittenIsAReasonAndNoFailure() throws IOException {
    Files.writeString(directory.resolve("lifeguard"), "a file in the way");
    assertThat(file().write(SOME).orElseThrow()).contains("cannot write");
  }

  @Test
  void placeOfTheFileIsWhereSystemsExpectIt() {
    Path home = Path.of("/home/kim");
    assertThat(SettingsFile.usualFile(Map.of(), home))
        .isEqualTo(home.resolve(".config/lifeguard/settings.json"));
    assertThat(SettingsFile.usualFile(Map.of("XDG_CONFIG_HOME", "/x"), home))
        .isEqualTo(Path.of("/x/lifeguard/settings.json"));
    assertThat(SettingsFile.usualFile(Map.of("XDG_CONFIG_HOME", "relative"), home))
        .isEqualTo(home.resolve(".config/lifeguard/settings.json"));
  }

  private SettingsFile file() {
    return new SettingsFile(path());
  }

  private Path path() {
    return directory.resolve("lifeguard").resolve("settings.json");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(directory.resolve("lifeguard"));
    Files.writeString(path(), text);
  }
}
