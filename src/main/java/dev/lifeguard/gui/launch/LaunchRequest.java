package dev.lifeguard.gui.launch;

import java.util.List;
import java.util.OptionalInt;

/// What the launch dialog asks for: a job of python workers.
///
/// @param target `MODULE:FUNCTION` or `FILE.py:FUNCTION`
/// @param items what it is called with
/// @param workers how many workers to keep, at least 1
/// @param directory where the workers run and what relative paths start from, an absolute path
/// @param interpreter the python to run them with; empty for the usual one (the active virtual
///   environment's, then `python3` on the path)
/// @param retries extra attempts after the first, for every kind of ending; absent for the usual
///   numbers
public record LaunchRequest(
    String target,
    Items items,
    int workers,
    String directory,
    String interpreter,
    OptionalInt retries) {

  /// Where the items come from.
  public sealed interface Items {
    /// The notation of `--items`: a range `A..B`, or a file whose suffix tells how it is read.
    record Source(String notation) implements Items {}

    /// Lines that were typed into the dialog; each one is an item, a string.
    record Typed(List<String> lines) implements Items {
      /// Copies the lines.
      public Typed {
        lines = List.copyOf(lines);
      }
    }
  }
}
