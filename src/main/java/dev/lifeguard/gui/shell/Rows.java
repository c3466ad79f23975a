package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.gui.inspector.Subject;
import dev.lifeguard.gui.processes.Mark;
import dev.lifeguard.gui.processes.ProcessRow;

/// What a row of the process table is to the other parts of the window.
final class Rows {
  private Rows() {}

  /// What the inspector looks into when a row is chosen.
  static Subject subject(ProcessRow row) {
    return switch (row.key().kind()) {
      case TOMBS -> Subject.NONE;
      case POOL, WORKER, DESCENDANT ->
          new Subject(
              row.worker(),
              row.cells().name(),
              row.process(),
              row.mark() == Mark.DEAD || row.mark() == Mark.ENDED
                  ? Subject.Life.DEAD
                  : Subject.Life.ALIVE,
              row.incident(),
              row.memory());
    };
  }

  /// What the worker actions act on when a row is chosen.
  static WorkerTarget target(ProcessRow row) {
    WorkerTarget.Kind kind =
        switch (row.key().kind()) {
          case POOL, TOMBS -> WorkerTarget.Kind.NOTHING;
          case DESCENDANT -> WorkerTarget.Kind.DESCENDANT;
          case WORKER ->
              switch (row.mark()) {
                case DEAD, ENDED -> WorkerTarget.Kind.TOMBSTONE;
                case SUSPENDED -> WorkerTarget.Kind.SUSPENDED;
                case POOL,
                    PAUSED,
                    STARTING,
                    IDLE,
                    BUSY,
                    STOPPING,
                    HUNG,
                    UNINTERRUPTIBLE,
                    UNKILLABLE,
                    SLEEPING,
                    ZOMBIE,
                    UNKNOWN ->
                    WorkerTarget.Kind.RUNNING;
              };
        };
    return kind == WorkerTarget.Kind.NOTHING
        ? WorkerTarget.NONE
        : new WorkerTarget(row.worker(), row.cells().name(), row.process(), kind);
  }

  /// Whether it can be asked for the stacks of its threads: it runs, and has a process.
  static boolean canDump(ProcessRow row) {
    WorkerTarget target = target(row);
    return target.kind() == WorkerTarget.Kind.RUNNING && target.process().isPresent();
  }
}
