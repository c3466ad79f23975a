package dev.lifeguard.gui.processes;

import java.util.List;

/// The process tree at one moment.
///
/// @param rows every row, siblings in the order in which they stand
public record ProcessesPicture(List<ProcessRow> rows) {
  /// There is no job yet.
  public static final ProcessesPicture EMPTY = new ProcessesPicture(List.of());

  /// Copies the list.
  public ProcessesPicture {
    rows = List.copyOf(rows);
  }
}
