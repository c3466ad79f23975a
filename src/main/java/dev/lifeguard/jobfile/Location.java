package dev.lifeguard.jobfile;

/// Where something was written.
public sealed interface Location {
  /// As it begins an error line: `docbuild.yaml:12` or `--task-timeout`.
  String text();

  /// A line of a file.
  ///
  /// @param file the path as the user gave it
  /// @param line from 1; 0 for the file as a whole
  record Line(String file, int line) implements Location {
    @Override
    public String text() {
      return line == 0 ? file : file + ":" + line;
    }
  }

  /// A flag of the command line.
  ///
  /// @param flag with its dashes, `--set limits.message` for a setting
  record Flag(String flag) implements Location {
    @Override
    public String text() {
      return flag;
    }
  }
}
