package dev.lifeguard.journal;

import java.nio.file.Path;
import java.util.List;

/// The runs under one root.
public final class RunList {
  private RunList() {}

  /// All of them, the newest first. Directories that are no runs are left out. Reads the disk.
  public static List<RunSummary> of(Path root) {
    throw new UnsupportedOperationException();
  }
}
