package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.WorkerState;

/// The state of a row as glyph, word and colour; never as colour alone.
public enum Mark {
  /// The pool is at work.
  POOL("◆", "idle"),
  /// The pool starts no task until a user says so.
  PAUSED("‖", "warn"),
  /// Comes up.
  STARTING("◔", "running"),
  /// Waits for work.
  IDLE("○", "idle"),
  /// At work.
  BUSY("▶", "running"),
  /// Was asked to end.
  STOPPING("◑", "idle"),
  /// Makes no progress.
  HUNG("!", "warn"),
  /// Stopped by a signal.
  SUSPENDED("‖", "warn"),
  /// Waits for a device.
  UNINTERRUPTIBLE("⊘", "waiting"),
  /// Survived SIGKILL.
  UNKILLABLE("!", "failed"),
  /// Ended as wanted.
  ENDED("✓", "idle"),
  /// Died.
  DEAD("✕", "failed"),
  /// A descendant sleeps.
  SLEEPING("○", "idle"),
  /// A descendant waits to be reaped.
  ZOMBIE("✕", "idle"),
  /// Could not be read.
  UNKNOWN("·", "idle");

  private final String glyph;
  private final String style;

  Mark(String glyph, String style) {
    this.glyph = glyph;
    this.style = style;
  }

  /// One character.
  public String glyph() {
    return glyph;
  }

  /// The style class that colours it.
  public String style() {
    return style;
  }

  /// The word.
  public String word() {
    return switch (this) {
      case POOL -> Text.of("state.pool");
      case PAUSED -> Text.of("state.paused");
      case STARTING -> Text.of("state.starting");
      case IDLE -> Text.of("state.idle");
      case BUSY -> Text.of("state.busy");
      case STOPPING -> Text.of("state.stopping");
      case HUNG -> Text.of("state.hung");
      case SUSPENDED -> Text.of("state.suspended");
      case UNINTERRUPTIBLE -> Text.of("state.uninterruptible");
      case UNKILLABLE -> Text.of("state.unkillable");
      case ENDED -> Text.of("state.ended");
      case DEAD -> Text.of("state.dead");
      case SLEEPING -> Text.of("state.sleeping");
      case ZOMBIE -> Text.of("state.zombie");
      case UNKNOWN -> Text.of("state.unknown");
    };
  }

  static Mark of(WorkerState state) {
    return switch (state) {
      case STARTING -> STARTING;
      case IDLE -> IDLE;
      case BUSY -> BUSY;
      case STOPPING -> STOPPING;
      case DEAD -> DEAD;
      case HUNG -> HUNG;
      case SUSPENDED -> SUSPENDED;
      case UNINTERRUPTIBLE -> UNINTERRUPTIBLE;
      case UNKILLABLE -> UNKILLABLE;
    };
  }

  static Mark of(RunState state) {
    return switch (state) {
      case RUNNING -> BUSY;
      case SLEEPING -> SLEEPING;
      case UNINTERRUPTIBLE -> UNINTERRUPTIBLE;
      case STOPPED -> SUSPENDED;
      case ZOMBIE -> ZOMBIE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
