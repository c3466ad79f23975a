package dev.lifeguard.gui.timeline;

import java.util.List;

/// Everything that the timeline can show at one moment.
///
/// @param lanes in the order of the process table: a replacement right below the one it replaces
/// @param incidents oldest first
/// @param retries oldest first
/// @param gaps when the pool had nothing to do
/// @param attempts how many were begun
/// @param nowNanos the job's clock
/// @param ended whether the job has ended
public record TimelinePicture(
    List<Lane> lanes,
    List<IncidentMark> incidents,
    List<Retry> retries,
    Gaps gaps,
    MemoryCurve memory,
    int attempts,
    long nowNanos,
    boolean ended) {
  /// There is no worker yet.
  public static final TimelinePicture EMPTY =
      new TimelinePicture(
          List.of(), List.of(), List.of(), Gaps.NONE, MemoryCurve.NONE, 0, 0, false);

  /// How many workers live.
  int living() {
    return (int) lanes.stream().filter(Lane::lives).count();
  }
}
