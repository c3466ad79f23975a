package dev.lifeguard.pool;

import dev.lifeguard.job.StopReason;
import java.util.OptionalLong;

/// Replaces healthy workers on purpose, between two tasks: after so many tasks, or when they have
/// grown too large. Such an end is wanted, so it is no incident and costs nothing of the restart
/// budget.
final class Recycling {
  private final Pool pool;
  private final PoolPolicy policy;

  Recycling(Pool pool, PoolPolicy policy) {
    this.pool = pool;
    this.policy = policy;
  }

  /// Whether a worker will be replaced after the task in its hands, as far as is known now.
  boolean isInLastTask(Member member) {
    return member.answered + 1 >= policy.recycle().afterTasks().orElse(Integer.MAX_VALUE);
  }

  /// A worker has brought a task to an end.
  void afterTask(Member member) {
    if (!mayBeReplaced(member)) {
      return;
    }
    if (member.answered >= policy.recycle().afterTasks().orElse(Integer.MAX_VALUE)) {
      pool.ladder().askAfterTask(member, StopReason.TASK_COUNT);
    } else if (isTooLarge(member)) {
      pool.ladder().askAfterTask(member, StopReason.MEMORY);
    }
  }

  /// New readings are known: those that have nothing to do are looked at.
  void measured() {
    if (policy.recycle().aboveBytes().isEmpty()) {
      return;
    }
    for (Member member : pool.crew().all()) {
      if (!member.hasWork() && mayBeReplaced(member) && isTooLarge(member)) {
        pool.ladder().ask(member, StopReason.MEMORY);
      }
    }
  }

  /// One that has not run anything yet would be no smaller the next time, and a slot has no process
  /// between two tasks.
  private boolean mayBeReplaced(Member member) {
    return pool.isRunning() && member.isSound() && member.answered > 0 && !member.slot;
  }

  private boolean isTooLarge(Member member) {
    OptionalLong most = policy.recycle().aboveBytes();
    return most.isPresent()
        && pool.model().worker(member.worker).residentBytes() > most.getAsLong();
  }
}
