package dev.lifeguard.jobfile;

import java.util.List;

/// What the command line says about a job. Flags beat settings, settings beat the file; of two for
/// the same key the later one wins.
///
/// @param settings the arguments of `--set`, each `KEY=VALUE` with a dotted key and a YAML value
/// @param flags the other flags
/// @param command the words after `--`, the program first; empty for none
public record Overrides(List<String> settings, List<Flag> flags, List<String> command) {
  /// Nothing.
  public static final Overrides NONE = new Overrides(List.of(), List.of());

  /// Takes copies of the lists.
  public Overrides {
    settings = List.copyOf(settings);
    flags = List.copyOf(flags);
    command = List.copyOf(command);
  }

  /// Without a command.
  public Overrides(List<String> settings, List<Flag> flags) {
    this(settings, flags, List.of());
  }

  /// A flag that stands for a key of the job file.
  ///
  /// @param key dotted: `limits.task-timeout`; `tasks` takes the SOURCE of `--items`
  /// @param value as the user wrote it
  /// @param name as the user knows it, with its dashes: `--task-timeout`
  public record Flag(String key, String value, String name) {}
}
