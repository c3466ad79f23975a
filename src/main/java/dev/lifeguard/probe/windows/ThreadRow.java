package dev.lifeguard.probe.windows;

import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.Waiting;

/// One thread in the list of all processes.
///
/// @param startMillis when it was started, since the epoch
/// @param switches how often it was put on a processor
/// @param state of the scheduler's (`KTHREAD_STATE`)
/// @param waitReason why it waits (`KWAIT_REASON`); means something only while it does
record ThreadRow(
    long tid, long startMillis, long cpuNanos, int switches, int state, int waitReason) {
  // KTHREAD_STATE, phnt's ntkeapi.h.
  private static final int READY = 1;
  private static final int RUNNING = 2;
  private static final int STANDBY = 3;
  static final int WAITING = 5;
  private static final int TRANSITION = 6;
  private static final int DEFERRED_READY = 7;

  // KWAIT_REASON, the same file. From 7 on each of the first seven comes again, for waits that the
  // kernel makes for itself.
  private static final int EXECUTIVE = 0;
  private static final int FREE_PAGE = 1;
  private static final int PAGE_IN = 2;
  private static final int POOL_ALLOCATION = 3;
  private static final int DELAY_EXECUTION = 4;
  static final int SUSPENDED = 5;
  static final int USER_REQUEST = 6;
  private static final int FIRST_REPEATED = 7;
  private static final int LAST_REPEATED = 13;
  private static final int QUEUE = 15;
  private static final int PAGE_OUT = 19;
  private static final int ALERT_BY_THREAD_ID = 37;

  /// Whether somebody has suspended it.
  boolean isSuspended() {
    return state == WAITING && reason() == SUSPENDED;
  }

  /// Whether it waits until something is read or written, by a request that it has made of the
  /// kernel and that returns only then: the kernel's I/O functions wait for the end of such a
  /// request without a deadline (`Executive`; ReactOS, `IopPerformSynchronousRequest`). A pipe, a
  /// file, a console or a device; which of them is not told. A socket is none: it is waited for by
  /// an event.
  boolean waitsForTransfer() {
    return state == WAITING && waitReason == EXECUTIVE;
  }

  /// Whether it runs or could run.
  boolean runs() {
    return state == RUNNING || state == READY || state == STANDBY || state == DEFERRED_READY;
  }

  RunState runState() {
    if (isSuspended()) {
      return RunState.STOPPED;
    }
    if (runs()) {
      return RunState.RUNNING;
    }
    return waitsForPages() ? RunState.UNINTERRUPTIBLE : RunState.SLEEPING;
  }

  /// What it waits for, as far as that can be told.
  ///
  /// A wait for an object (`UserRequest`) may be for a lock, an event, a process or a timer; so it
  /// stays untold. Locks of the process's own (SRW locks, condition variables) are told by a reason
  /// of their own. No deadline is ever told.
  Waiting waiting() {
    if (runs()) {
      return new Waiting.Not();
    }
    if (waitsForPages()) {
      return new Waiting.Uninterruptible();
    }
    return switch (reason()) {
      case SUSPENDED -> new Waiting.Stopped();
      case DELAY_EXECUTION -> new Waiting.Sleeping();
      case QUEUE -> new Waiting.Polling(-1, Waiting.Deadline.UNKNOWN);
      case ALERT_BY_THREAD_ID ->
          new Waiting.Locked(Waiting.Sharing.PRIVATE, Waiting.Deadline.UNKNOWN, 0);
      default -> new Waiting.Elsewhere();
    };
  }

  /// The same in the kernel's own word; empty while it runs.
  String reasonWord() {
    return switch (runs() ? -1 : reason()) {
      case -1 -> "";
      case EXECUTIVE -> "Executive";
      case FREE_PAGE -> "FreePage";
      case PAGE_IN -> "PageIn";
      case POOL_ALLOCATION -> "PoolAllocation";
      case DELAY_EXECUTION -> "DelayExecution";
      case SUSPENDED -> "Suspended";
      case USER_REQUEST -> "UserRequest";
      case QUEUE -> "WrQueue";
      case PAGE_OUT -> "WrPageOut";
      case ALERT_BY_THREAD_ID -> "WrAlertByThreadId";
      default -> "wait reason " + waitReason;
    };
  }

  private boolean waitsForPages() {
    int reason = reason();
    boolean pages = reason == FREE_PAGE || reason == PAGE_IN || reason == PAGE_OUT;
    return state == TRANSITION || (state == WAITING && pages);
  }

  private int reason() {
    boolean repeated = waitReason >= FIRST_REPEATED && waitReason <= LAST_REPEATED;
    return repeated ? waitReason - FIRST_REPEATED : waitReason;
  }
}
