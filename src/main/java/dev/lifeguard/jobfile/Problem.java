package dev.lifeguard.jobfile;

/// One thing that is wrong with a job file, a flag or a source of items.
///
/// @param location where it was written
/// @param key the dotted key, `limits.message`; empty when it is not about one
/// @param text what is wrong and what to do, in one line
public record Problem(Location location, String key, String text) {
  /// The whole error line: `docbuild.yaml:12: limits.message: what is wrong; what to do`. It has no
  /// line breaks and no control characters, whatever the file contains.
  public String line() {
    boolean said = key.isEmpty() || location.text().endsWith(" " + key);
    return Printable.oneLine(location.text() + ": " + (said ? "" : key + ": ") + text);
  }
}
