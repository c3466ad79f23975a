package dev.lifeguard.attach;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.ProcessFacts;
import java.util.Optional;
import java.util.OptionalInt;

/// A worker of a foreign pool, as it was last seen. Belongs to the pool's thread.
final class Member {
  private final int worker;
  private final ProcessIdentity process;
  private final long parentPid;
  private final long seenNanos;
  private final boolean wasThere;
  private WorkerActivity activity = WorkerActivity.STARTING;
  private String waitsFor = "";
  private long lookNanos;
  private long traffic = -1;
  private boolean wasIdle;
  private boolean stillInTask;
  private Optional<ExitStatus> end = Optional.empty();
  private OptionalInt signalled = OptionalInt.empty();

  /// @param wasThere whether it was there before we came, so that its age is not known
  Member(int worker, ProcessFacts facts, long seenNanos, boolean wasThere) {
    this.worker = worker;
    this.process = facts.process();
    this.parentPid = facts.parentPid();
    this.seenNanos = seenNanos;
    this.wasThere = wasThere;
  }

  int worker() {
    return worker;
  }

  ProcessIdentity process() {
    return process;
  }

  /// The number of its first parent, whoever has adopted it since.
  long parentPid() {
    return parentPid;
  }

  boolean isAlive() {
    return end.isEmpty();
  }

  /// Takes up a look.
  ///
  /// @return whether it does something else than before
  boolean looked(ProcessFacts facts, WorkerActivity now, long atNanos) {
    String words = now == WorkerActivity.BUSY ? "" : facts.mainWaiting().words();
    boolean changed = now != activity || !words.equals(waitsFor);
    wasIdle |= now == WorkerActivity.IDLE;
    stillInTask =
        wasIdle
            && now == WorkerActivity.BUSY
            && activity == WorkerActivity.BUSY
            && traffic >= 0
            && facts.traffic() == traffic;
    activity = now;
    waitsFor = words;
    traffic = facts.traffic();
    lookNanos = atNanos;
    return changed;
  }

  WorkerActivity activity() {
    return activity;
  }

  String waitsFor() {
    return waitsFor;
  }

  void signalled(int signal) {
    signalled = OptionalInt.of(signal);
  }

  /// Whether this status answers to a signal that a user of Lifeguard has sent.
  boolean answersTo(ExitStatus status) {
    return signalled.isPresent()
        && switch (status) {
          case ExitStatus.Signalled(int signal, boolean _) -> signal == signalled.getAsInt();
          case ExitStatus.Exited _ -> signalled.getAsInt() != 9;
          case ExitStatus.Windows(int code) ->
              WindowsCode.isOurs(code) || code == WindowsCode.TERMINATED_FROM_OUTSIDE;
          case ExitStatus.Ambiguous _, ExitStatus.Unknown _ -> true;
        };
  }

  /// Its end.
  Death ended(ExitStatus status, long atNanos) {
    end = Optional.of(status);
    return new Death(
        process,
        status,
        activity,
        stillInTask,
        Math.max(0, atNanos - lookNanos),
        wasThere ? Long.MAX_VALUE : atNanos - seenNanos,
        answersTo(status),
        atNanos);
  }
}
