package dev.lifeguard.cli;

import dev.lifeguard.gui.shell.Workbench;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/// The real workbench, for tests of the window on real pools.
public final class RealWorkbench {
  private RealWorkbench() {}

  /// A workbench that runs jobs in this directory and records them below it.
  public static Workbench in(Path directory) {
    JobStarter starter =
        new JobStarter(
            Map.of("XDG_STATE_HOME", directory.resolve("state").toString()),
            directory,
            InputStream.nullInputStream());
    return new DesktopWorkbench(
        starter, directory, new SettingsFile(directory.resolve("config").resolve("settings.json")));
  }
}
