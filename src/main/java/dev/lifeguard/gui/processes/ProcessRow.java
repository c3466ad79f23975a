package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One row of the process tree at one moment. Two equal rows look alike, so an unchanged row costs
/// the window nothing.
///
/// @param parent the row that it stands below; absent for the pool
/// @param worker the worker that it is or belongs to, 0 for the pool
/// @param process who it is, once there is a process
/// @param incident the incident of its death, or of its hang while it lasts
public record ProcessRow(
    RowKey key,
    Optional<RowKey> parent,
    int worker,
    Optional<ProcessIdentity> process,
    Mark mark,
    Tint tint,
    Cells cells,
    Figures figures,
    MemoryLevel memory,
    OptionalInt incident) {

  /// The texts of the columns.
  ///
  /// @param task the task at hand: `#62 factor(97)`
  /// @param note why it is as it is
  public record Cells(String name, String pid, String task, String time, String cpu, String note) {}

  /// The same as numbers, for filters and for sorting; no finer than they are shown, so that a row
  /// does not change when nobody could see it.
  ///
  /// @param task the number of the task at hand
  /// @param cpuPercent of one processor
  /// @param tenths how long it has been going on, in tenths of a second
  public record Figures(OptionalLong task, OptionalLong cpuPercent, long tenths) {
    /// Nothing is known.
    public static final Figures NONE = new Figures(OptionalLong.empty(), OptionalLong.empty(), 0);
  }

  /// How much a row asks to be looked at.
  public enum Tint {
    /// Like any other.
    NONE,
    /// It has just come.
    NEW,
    /// It has just died.
    DIED,
    /// It died a while ago; the job goes on without it.
    TOMBSTONE
  }
}
