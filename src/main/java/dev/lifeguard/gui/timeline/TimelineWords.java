package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import java.util.stream.Collectors;

/// The timeline in words: what stands under the pointer, and the whole for those who do not see it.
final class TimelineWords {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private TimelineWords() {}

  /// What a place stands for; empty when there is nothing to say.
  static String of(Target target, TimelinePicture picture) {
    return switch (target) {
      case Target.Bar(Lane lane, int i) -> bar(lane, i, picture);
      case Target.Open(Lane lane, OpenBar bar) -> open(lane, bar, picture.nowNanos());
      case Target.Hang(Lane lane, Standstill hang) ->
          Text.of(
              "timeline.tip.hung",
              lane.worker(),
              lasted(hang.untilNanos(picture.nowNanos()) - hang.sinceNanos()),
              hang.incident(),
              at(hang.sinceNanos()));
      case Target.Empty(Lane lane) -> lane(lane, picture.nowNanos());
      case Target.Incident(IncidentMark mark) ->
          Text.of(
              "timeline.tip.incident", mark.id(), mark.text(), mark.worker(), at(mark.atNanos()));
      case Target.Map _ -> Text.of("timeline.tip.map");
      case Target.Nothing _ -> "";
    };
  }

  private static String bar(Lane lane, int i, TimelinePicture picture) {
    Bars bars = lane.bars();
    String time = lasted(bars.endNanos(i) - bars.startNanos(i));
    String at = at(bars.startNanos(i));
    if (bars.count(i) > 1) {
      return Text.of(
          "timeline.tip.many", bars.count(i), outcome(bars.kind(i)), bars.task(i), time, at);
    }
    if (bars.task(i) == 0) {
      return bars.kind(i) == BarKind.STARTING
          ? Text.of("timeline.tip.came-up", lane.worker(), time, at)
          : Text.of("timeline.tip.never-ready", lane.worker(), time, at);
    }
    String how =
        bars.incident(i) == 0
            ? outcome(bars.kind(i))
            : Text.of(
                "timeline.tip.lost",
                bars.incident(i),
                picture.incidents().get(bars.incident(i) - 1).text());
    return Text.of(
        "timeline.tip.attempt",
        bars.task(i),
        bars.item(i),
        bars.attempt(i),
        lane.worker(),
        how,
        time,
        at);
  }

  private static String open(Lane lane, OpenBar bar, long nowNanos) {
    String time = lasted(nowNanos - bar.startNanos());
    String at = at(bar.startNanos());
    return bar.kind() == BarKind.STARTING
        ? Text.of("timeline.tip.starting", lane.worker(), time, at)
        : Text.of(
            "timeline.tip.attempt",
            bar.task(),
            bar.item(),
            bar.attempt(),
            lane.worker(),
            outcome(bar.kind()),
            time,
            at);
  }

  private static String lane(Lane lane, long nowNanos) {
    return lane.lives()
        ? Text.of("timeline.tip.worker", lane.worker(), lasted(nowNanos - lane.fromNanos()))
        : Text.of(
            "timeline.tip.worker-gone",
            lane.worker(),
            lasted(lane.untilNanos() - lane.fromNanos()),
            at(lane.untilNanos()));
  }

  private static String outcome(BarKind kind) {
    return switch (kind) {
      case STARTING -> Text.of("state.starting");
      case RUNNING -> Text.of("task.running");
      case DONE -> Text.of("task.done");
      case FAILED -> Text.of("task.failed");
      case TIMED_OUT -> Text.of("task.timed-out");
      case CANCELLED -> Text.of("task.cancelled");
      case LOST -> Text.of("timeline.lost");
    };
  }

  /// Everything in two sentences, without clocks, so that it is not read out again and again.
  static String summary(TimelinePicture picture) {
    String hung =
        picture.lanes().stream()
            .filter(lane -> lane.hang().isPresent())
            .map(lane -> Text.of("row.worker", lane.worker()))
            .collect(Collectors.joining(", "));
    Optional<IncidentMark> last =
        picture.incidents().isEmpty()
            ? Optional.empty()
            : Optional.of(picture.incidents().getLast());
    return Text.of("timeline.summary", picture.living(), picture.attempts())
        + (hung.isEmpty() ? "" : " " + Text.of("timeline.summary-hung", hung))
        + last.map(mark ->
                " "
                    + Text.of(
                        "timeline.summary-incidents",
                        picture.incidents().size(),
                        mark.worker(),
                        mark.text()))
            .orElse("");
  }

  /// How long something took, as exact as it can be read.
  private static String lasted(long nanos) {
    return nanos < SECOND ? Elapsed.millis(nanos) : Elapsed.text(nanos);
  }

  private static String at(long nanos) {
    return nanos < 60 * SECOND ? TimeTicks.text((double) nanos, 10e6) : Elapsed.text(nanos);
  }
}
