package dev.lifeguard.pool;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.StopReason;
import java.util.Optional;

/// Ends workers: asked first, then SIGTERM, then SIGKILL, each step with its deadline. A step is
/// only taken when the one before did not help.
class Ladder {
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;

  /// How long SIGTERM and SIGKILL are given. Death by SIGKILL takes 27 ms with 500 MB resident (it
  /// is measured in the facts about Linux), so two seconds mean that something is wrong.
  private static final long STEP_NANOS = 2_000_000_000L;

  private final Pool pool;
  private final long graceNanos;
  private Optional<String> killedAll = Optional.empty();

  Ladder(Pool pool, long graceNanos) {
    this.pool = pool;
    this.graceNanos = graceNanos;
  }

  void askAll(StopReason reason) {
    for (Member member : pool.crew().all()) {
      ask(member, reason);
    }
  }

  /// Asks a worker to end; its grace time runs from now.
  void ask(Member member, StopReason reason) {
    switch (member.ending) {
      case NONE -> {
        tellToStop(member, reason);
        expectEnd(member);
      }
      // It got the message already, and now there is a deadline to it.
      case AFTER_TASK -> expectEnd(member);
      case ASKED, TERMINATED, KILLED, UNKILLABLE -> {}
    }
  }

  /// Asks a worker to end after its current task, however long that takes.
  void askAfterTask(Member member, StopReason reason) {
    switch (member.ending) {
      case NONE -> {
        if (member.hasWork()) {
          tellToStop(member, reason);
          member.ending = Member.Ending.AFTER_TASK;
          member.asked = Member.Ending.AFTER_TASK;
        } else {
          ask(member, reason);
        }
      }
      case AFTER_TASK, ASKED, TERMINATED, KILLED, UNKILLABLE -> {}
    }
  }

  private void tellToStop(Member member, StopReason reason) {
    member.stopAsked = true;
    pool.publish(new PoolEvent.WorkerStopping(pool.now(), member.worker, reason));
    // It would run first what was sent ahead.
    pool.dispatch().takeBack(member);
    pool.order(new Effect.Stop(member.worker));
  }

  /// Its task has ended: one that should end after it has no more excuse. Of a slot, what was
  /// signalled is gone with the attempt, and the slot itself is as good as before.
  void taskEnded(Member member) {
    recallSignals(member);
    switch (member.ending) {
      case AFTER_TASK -> expectEnd(member);
      case NONE, ASKED -> {}
      case TERMINATED, KILLED, UNKILLABLE -> {
        if (member.slot && member.stopAsked) {
          expectEnd(member);
        } else if (member.slot) {
          outlived(member);
        }
      }
    }
  }

  /// Its task has ended, and another one was sent ahead. Of a slot, what was signalled is gone with
  /// the first, and the second owes what was asked of the slot before that.
  void goesOn(Member member) {
    recallSignals(member);
    switch (member.ending) {
      case NONE, AFTER_TASK, ASKED -> {}
      case TERMINATED, KILLED, UNKILLABLE -> {
        if (member.slot) {
          owesAgain(member);
        }
      }
    }
  }

  private void owesAgain(Member member) {
    switch (member.asked) {
      case ASKED -> expectEnd(member);
      case AFTER_TASK -> {
        member.ending = Member.Ending.AFTER_TASK;
        member.endingDeadline = Member.NEVER;
      }
      case NONE, TERMINATED, KILLED, UNKILLABLE -> outlived(member);
    }
  }

  /// The task that was sent ahead has begun. In a slot it is another process than the one that was
  /// there when all were killed.
  void begunAhead(Member member) {
    if (member.slot && killedAll.isPresent()) {
      member.stopAsked = true;
      kill(member, killedAll.get());
    }
  }

  /// What is still to be sent to an attempt in a slot must not reach the one after it.
  void recallSignals(Member member) {
    if (member.slot) {
      pool.recallSignals(member.worker);
    }
  }

  /// A slot lives on after a signal that has reached nobody. While it was being killed nobody asked
  /// it to end, so now it may have to.
  private void outlived(Member member) {
    member.ending = Member.Ending.NONE;
    member.endingDeadline = Member.NEVER;
    if (pool.isDraining()) {
      askAfterTask(member, StopReason.SHUTDOWN);
    } else if (pool.isEnding()) {
      ask(member, StopReason.SHUTDOWN);
    } else {
      pool.recruiting().dismissSurplus();
    }
  }

  /// The deadline of the current step has passed.
  void next(Member member) {
    switch (member.ending) {
      case NONE, AFTER_TASK -> member.endingDeadline = Member.NEVER;
      case ASKED -> urge(member, "it did not end within its grace time");
      case TERMINATED -> kill(member, "it did not end after SIGTERM");
      case KILLED -> {
        pool.publish(new PoolEvent.WorkerUnkillable(pool.now(), member.worker));
        expect(member, Member.Ending.UNKILLABLE, STEP_NANOS);
      }
      // With SIGKILL pending it never runs an instruction of its program again, so its task can go
      // to another, and the job must end even when the kernel does not let go of the process.
      case UNKILLABLE -> pool.burial().bury(member);
    }
  }

  /// SIGTERM; where there are no signals, nothing is left but to end it.
  private void urge(Member member, String reason) {
    if (HostSystem.of(pool.model()).hasSignals()) {
      signal(member, SIGTERM, reason);
      expect(member, Member.Ending.TERMINATED, STEP_NANOS);
    } else {
      kill(member, reason);
    }
  }

  /// Kills a worker by a rule of the job.
  void kill(Member member, String reason) {
    signal(member, SIGKILL, reason);
    expectDeath(member);
  }

  /// SIGKILL is on its way, whoever sent it.
  void expectDeath(Member member) {
    if (member.ending != Member.Ending.UNKILLABLE) {
      expect(member, Member.Ending.KILLED, STEP_NANOS);
    }
  }

  void killAll(String reason) {
    killedAll = Optional.of(reason);
    for (Member member : pool.crew().all()) {
      // A slot without a task has no process; it ends by being asked.
      boolean hasProcess = !member.slot || member.task != 0;
      if (!member.isKilled() && hasProcess) {
        member.stopAsked = true;
        kill(member, reason);
      }
    }
  }

  /// A signal that was ordered before there was a process has gone nowhere.
  void spawned(Member member) {
    if (member.isKilled()) {
      pool.order(new Effect.Signal(member.worker, SIGKILL));
    } else if (member.ending == Member.Ending.TERMINATED) {
      pool.order(new Effect.Signal(member.worker, SIGTERM));
    }
  }

  private void signal(Member member, int signal, String reason) {
    pool.publish(
        new PoolEvent.WorkerSignalling(pool.now(), member.worker, signal, Origin.POLICY, reason));
    pool.order(new Effect.Signal(member.worker, signal));
  }

  private void expectEnd(Member member) {
    member.asked = Member.Ending.ASKED;
    expect(member, Member.Ending.ASKED, graceNanos);
  }

  private void expect(Member member, Member.Ending step, long withinNanos) {
    member.ending = step;
    member.endingDeadline = pool.now() + withinNanos;
    pool.crew().expect(member.endingDeadline);
  }
}
