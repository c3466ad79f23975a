package dev.lifeguard.cli;

import dev.lifeguard.gui.shell.Settings;
import dev.lifeguard.gui.shell.Workbench;
import dev.lifeguard.journal.JsonFile;
import dev.lifeguard.journal.Tried;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The window's settings in their file. Several programs may run at the same time: each writes all
/// of them, and the last one wins. Thread-safe.
final class SettingsFile {
  private final JsonFile file;

  SettingsFile(Path file) {
    this.file = new JsonFile(file);
  }

  /// `lifeguard/settings.json` in `XDG_CONFIG_HOME`, or in `~/.config` when that is not set or not
  /// absolute (XDG Base Directory Specification); in `APPDATA` where there is such a thing.
  static Path usualFile(Map<String, String> environment, Path home) {
    Path directory = home.resolve(".config");
    for (String name : new String[] {"APPDATA", "XDG_CONFIG_HOME"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && Path.of(value).isAbsolute()) {
        directory = Path.of(value);
      }
    }
    return directory.resolve("lifeguard").resolve("settings.json");
  }

  /// The settings; the usual ones when there are none, or none that can be read.
  Workbench.KeptSettings read() {
    return switch (file.read()) {
      case JsonFile.Content.Found(Map<String, Object> object) ->
          new Workbench.KeptSettings(SettingsWords.read(object), "");
      case JsonFile.Content.Missing _ -> new Workbench.KeptSettings(Settings.USUAL, "");
      case JsonFile.Content.Broken(String sentence) ->
          new Workbench.KeptSettings(Settings.USUAL, sentence);
    };
  }

  /// Writes them.
  ///
  /// @return why that was not possible, a sentence; empty when it was
  Optional<String> write(Settings settings) {
    return file.write(SettingsWords.write(settings)) instanceof Tried.Refused<Path>(String sentence)
        ? Optional.of(sentence)
        : Optional.empty();
  }
}
