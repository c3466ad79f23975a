package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.TaskState;

/// Tasks in words, glyphs and colours.
final class TaskWords {
  private TaskWords() {}

  static String state(TaskState state) {
    return switch (state) {
      case QUEUED -> Text.of("task.queued");
      case RUNNING -> Text.of("task.running");
      case DONE -> Text.of("task.done");
      case FAILED -> Text.of("task.failed");
      case TIMED_OUT -> Text.of("task.timed-out");
      case QUARANTINED -> Text.of("task.quarantined");
      case CANCELLED -> Text.of("task.cancelled");
      case NOT_RUN -> Text.of("task.not-run");
    };
  }

  /// The state, and that it waits for another attempt if it does.
  static String state(TaskLine line) {
    return isRetry(line) ? Text.of("task.to-retry") : state(line.state());
  }

  static String glyph(TaskLine line) {
    return isRetry(line) ? "↻" : glyph(line.state());
  }

  /// The name of its colour.
  static String style(TaskLine line) {
    return isRetry(line) ? "warn" : style(line.state());
  }

  private static boolean isRetry(TaskLine line) {
    return line.state() == TaskState.QUEUED && line.attempts() > 0;
  }

  static String glyph(TaskState state) {
    return switch (state) {
      case QUEUED -> "○";
      case RUNNING -> "▶";
      case DONE -> "✓";
      case FAILED, TIMED_OUT, QUARANTINED -> "✕";
      case CANCELLED, NOT_RUN -> "–";
    };
  }

  /// The name of its colour.
  static String style(TaskState state) {
    return switch (state) {
      case QUEUED, CANCELLED, NOT_RUN -> "idle";
      case RUNNING -> "running";
      case DONE -> "done";
      case FAILED, TIMED_OUT, QUARANTINED -> "failed";
    };
  }

  /// How long it has been waiting; empty for one that does not.
  static String waiting(TaskLine line, long nowNanos) {
    return line.state() == TaskState.QUEUED ? Elapsed.text(nowNanos - line.queuedNanos()) : "";
  }

  /// How long the last attempt took, or has been going on.
  static String time(TaskLine line, long nowNanos) {
    if (line.attempts() == 0 || line.state() == TaskState.QUEUED) {
      return "";
    }
    if (line.state() == TaskState.RUNNING) {
      return Elapsed.text(nowNanos - line.startedNanos());
    }
    return line.endedNanos() < line.startedNanos()
        ? ""
        : Elapsed.text(line.endedNanos() - line.startedNanos());
  }
}
