package dev.lifeguard.gui.memory;

import java.util.List;
import java.util.OptionalLong;

/// The lanes in sight at one moment.
///
/// @param lanes those in sight
/// @param first the number of the first of them, from 0
/// @param laneCount how many there are in all
/// @param spanNanos how long each span of the curves is
/// @param nowNanos the job's clock, where the lanes end on the right
/// @param scaleBytes the amount that fills the height of a lane
/// @param limitBytes what the job allows a worker
/// @param incidents when something went wrong
public record MemoryPicture(
    List<MemoryLane> lanes,
    int first,
    int laneCount,
    long spanNanos,
    long nowNanos,
    long scaleBytes,
    OptionalLong limitBytes,
    List<Mark> incidents) {
  /// Nobody looks, or nothing was measured yet.
  public static final MemoryPicture EMPTY =
      new MemoryPicture(List.of(), 0, 0, 1, 1, 1, OptionalLong.empty(), List.of());

  /// When something went wrong.
  ///
  /// @param incident its number
  public record Mark(int incident, int worker, long atNanos) {}

  /// Copies the lists.
  public MemoryPicture {
    lanes = List.copyOf(lanes);
    incidents = List.copyOf(incidents);
  }
}
