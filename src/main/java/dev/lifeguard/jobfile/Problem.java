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
    return Printable.oneLine(
        location.text() + ": " + (saysKey() ? Printable.beginning(key, 100) + ": " : "") + text);
  }

  /// A flag has its own name for the key; a setting names it, or a section around it.
  private boolean saysKey() {
    return switch (location) {
      case Location.Line _ -> !key.isEmpty();
      case Location.Flag flag ->
          flag.flag().startsWith("--set ") && !key.isEmpty() && !flag.flag().endsWith(" " + key);
    };
  }
}
