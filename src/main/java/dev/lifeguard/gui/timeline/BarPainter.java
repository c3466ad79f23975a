package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Ink.Hue;
import dev.lifeguard.gui.common.Text;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

/// Draws the bars of one lane. What is well is quiet, a tint with a solid left edge; what is not is
/// loud.
///
/// Bars too narrow to be told apart are drawn as one, so that a lane costs as many rectangles as it
/// has pixels and not as many as it has attempts.
final class BarPainter {
  private static final double EDGE = 2.5;
  private static final double TINT = 0.2;
  private static final double DENSE_TINT = 0.38;
  private static final double NARROW = 3;
  private static final double FADE = 22;
  private static final double TEXT_GAP = 5;

  private final Brush brush;
  private final Geometry geometry;
  private final long nowNanos;
  private final Paint hatch;
  private final Color doneTint;
  private final Color denseTint;
  private final Color done;
  private final double lowest;
  private double top;
  private double height;
  // The run of narrow bars that is not drawn yet; empty when it ends where it starts.
  private double runFrom;
  private double runUntil;

  BarPainter(Brush brush, Geometry geometry, long nowNanos) {
    this.brush = brush;
    this.geometry = geometry;
    this.nowNanos = nowNanos;
    hatch = brush.hatch(brush.ink().of(Hue.FAILED));
    done = brush.ink().of(Hue.DONE);
    doneTint = brush.ink().of(Hue.DONE, TINT);
    denseTint = brush.ink().of(Hue.DONE, DENSE_TINT);
    lowest = 1.15 * geometry.em();
  }

  void paint(Lane lane, int row) {
    top = geometry.barTop(row);
    height = geometry.barHeight();
    life(lane);
    finished(lane.bars());
    double moving = lane.hang().map(hang -> geometry.x(hang.sinceNanos())).orElse(Double.MAX_VALUE);
    lane.open().ifPresent(bar -> open(bar, moving));
    for (Standstill each : lane.standstills()) {
      standstill(lane, each);
    }
  }

  /// A trace of the worker's life, so that one that has nothing to do is not taken for a dead one.
  private void life(Lane lane) {
    double from = Math.max(geometry.chartLeft(), geometry.x(lane.fromNanos()));
    double until = geometry.x(Math.min(lane.untilNanos(), nowNanos));
    if (until > from) {
      double y = top + Math.floor(height / 2);
      brush.fill(brush.ink().of(Hue.IDLE, 0.35), from, y, until - from, 1);
    }
  }

  private void finished(Bars bars) {
    double right = geometry.window().rightNanos();
    int first = bars.firstEndingAfter((long) geometry.window().leftNanos());
    runFrom = 0;
    runUntil = 0;
    for (int i = first; i < bars.size() && bars.startNanos(i) <= right; i++) {
      double from = geometry.x(bars.startNanos(i));
      double until = geometry.x(bars.endNanos(i));
      if (bars.kind(i) == BarKind.DONE && until - from < NARROW) {
        narrow(from, until);
      } else {
        endRun();
        bar(bars, i, from, Math.max(until, from + 2));
      }
    }
    endRun();
  }

  private void narrow(double from, double until) {
    if (from - runUntil > 1) {
      endRun();
      runFrom = from;
    }
    runUntil = Math.max(until, from + 1);
  }

  private void endRun() {
    if (runUntil > runFrom) {
      clear(runFrom, runUntil);
      brush.fill(denseTint, runFrom, top, runUntil - runFrom, height);
    }
    runFrom = 0;
    runUntil = 0;
  }

  private void bar(Bars bars, int i, double from, double until) {
    switch (bars.kind(i)) {
      case STARTING, RUNNING -> starting(from, until);
      case DONE -> ended(bars, i, done, bars.count(i) > 1 ? denseTint : doneTint, from, until);
      case FAILED, TIMED_OUT ->
          ended(bars, i, brush.ink().of(Hue.FAILED), brush.ink().of(Hue.FAILED, TINT), from, until);
      case CANCELLED ->
          ended(bars, i, brush.ink().of(Hue.IDLE), brush.ink().of(Hue.IDLE, TINT), from, until);
      case LOST -> lost(bars, i, from, until);
    }
  }

  private void starting(double from, double until) {
    clear(from, until);
    brush.dashed(3, 2);
    brush.outline(brush.ink().of(Hue.IDLE), 1, from, top, until - from, height);
    brush.solid();
  }

  private void ended(Bars bars, int i, Color edge, Color tint, double from, double until) {
    // A hair's breadth between neighbours, so that two are not taken for one.
    double width = Math.max(1, until - from - 1);
    clear(from, from + width);
    brush.fill(tint, from, top, width, height);
    brush.fill(edge, from, top, width < 3 * EDGE ? 1 : EDGE, height);
    String mark =
        switch (bars.kind(i)) {
          case FAILED -> "✕ ";
          case TIMED_OUT -> "◷ ";
          case CANCELLED -> "– ";
          case STARTING, RUNNING, DONE, LOST -> "";
        };
    String text =
        bars.count(i) > 1
            ? mark + Text.of("timeline.many", bars.count(i))
            : mark + name(bars.task(i), bars.attempt(i), bars.item(i), width);
    label(text, brush.ink().of(Hue.TEXT), from + EDGE, from + width);
  }

  private void lost(Bars bars, int i, double from, double until) {
    clear(from, until);
    brush.fill(hatch, from, top, until - from, height);
    brush.outline(brush.ink().of(Hue.FAILED), 1, Math.rint(from), top, until - from, height);
    String text =
        bars.task(i) == 0
            ? Text.of("timeline.never-ready")
            : Text.of("timeline.lost-bar", bars.task(i), bars.attempt(i), bars.item(i));
    double left = Math.max(from, geometry.chartLeft());
    double room = until - left - 4 * TEXT_GAP;
    String fitting = brush.letters().fitting(text, room);
    if (!fitting.isEmpty() && height >= lowest) {
      // A ground under the letters: stripes behind them would make them hard to read.
      double width = brush.letters().width(fitting) + 2 * TEXT_GAP;
      brush.fill(Hue.BACKGROUND, left + 1, top + 1, width, height - 2);
      label(text, brush.ink().of(Hue.FAILED), from + 2, until - 2 * TEXT_GAP);
    }
  }

  /// @param moving until where it made progress: its name must not run into what is written there
  private void open(OpenBar bar, double moving) {
    double from = geometry.x(bar.startNanos());
    double until = Math.max(geometry.x(nowNanos), from + 2);
    if (until < geometry.chartLeft() || from > geometry.chartRight()) {
      return;
    }
    if (bar.kind() == BarKind.STARTING) {
      starting(from, until);
      return;
    }
    Color running = brush.ink().of(Hue.RUNNING);
    double solid = Math.max(from, until - FADE);
    clear(from, until);
    brush.fill(running, from, top, solid - from, height);
    brush.fill(Brush.fading(running, solid, until), solid, top, until - solid, height);
    String name = name(bar.task(), bar.attempt(), bar.item(), until - from);
    label(name, brush.ink().of(Hue.ON_RUNNING), from, Math.min(solid, moving));
  }

  private void standstill(Lane lane, Standstill hang) {
    double from = geometry.x(hang.sinceNanos());
    double until = Math.max(geometry.x(hang.untilNanos(nowNanos)), from + 2);
    if (until < geometry.chartLeft() || from > geometry.chartRight()) {
      return;
    }
    brush.fill(Hue.WARN, from, top, until - from, height);
    String lasted = Elapsed.text(hang.untilNanos(nowNanos) - hang.sinceNanos());
    String task =
        lane.open()
            .filter(bar -> bar.task() > 0 && hang.untilNanos() == Standstill.LASTS)
            .map(bar -> Text.of("timeline.hung-task", bar.task(), lasted, bar.item()))
            .orElseGet(() -> Text.of("timeline.hung", lasted));
    label(task, brush.ink().of(Hue.ON_WARN), from, until);
  }

  /// The task, and as much more as there is room for.
  private String name(int task, int attempt, String item, double width) {
    if (attempt > 1) {
      return Text.of("timeline.bar-again", task, attempt, item);
    }
    return width > 7 * geometry.em() && !item.isEmpty()
        ? Text.of("timeline.bar", task, item)
        : Text.of("timeline.task", task);
  }

  private void clear(double from, double until) {
    brush.fill(Hue.BACKGROUND, from, top, until - from, height);
  }

  /// Letters inside a bar. They stay in sight when its beginning is not.
  private void label(String text, Color colour, double from, double until) {
    double left = Math.max(from, geometry.chartLeft()) + TEXT_GAP;
    if (height >= lowest) {
      double room = Math.min(until, geometry.chartRight()) - left - 2;
      brush.write(brush.letters(), colour, text, left, top + height / 2, room);
    }
  }
}
