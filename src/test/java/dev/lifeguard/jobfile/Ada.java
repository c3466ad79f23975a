package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.List;

/// A machine that only exists in tests: Ada's, with job files in `/home/ada/jobs` and eight
/// processors.
final class Ada {
  static final Surroundings MACHINE =
      new Surroundings(
          Path.of("/home/ada"),
          8,
          path -> path.endsWith("render.py"),
          path -> !path.endsWith("missing"));

  static final Path FILE = Path.of("jobs/docbuild.yaml");

  private Ada() {}

  static JobFile read(String text) throws JobFileException {
    return JobFiles.read(FILE, text, Overrides.NONE, MACHINE);
  }

  static JobFile read(String text, String... settings) throws JobFileException {
    return JobFiles.read(FILE, text, new Overrides(List.of(settings), List.of()), MACHINE);
  }

  static JobFile flags(Overrides.Flag... flags) throws JobFileException {
    return JobFiles.fromFlags(new Overrides(List.of(), List.of(flags)), MACHINE);
  }

  static Overrides.Flag flag(String name, String key, String value) {
    return new Overrides.Flag(key, value, name);
  }
}
