package dev.lifeguard.pool;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Gives tasks to workers, one to each, and with a window of two a second one ahead to those that
/// are fast.
///
/// A task that was sent ahead is still queued for everybody else: its attempt begins when the task
/// before it was answered, and when its worker dies before that it goes back without having counted
/// as anything. It can be taken back while the worker has not read it; from the order to do so
/// until its answer nobody knows who has it, so nothing is decided about it.
///
/// A slot begins what was sent ahead as soon as the process before it has ended, which may be a
/// moment before that is known here. So a signal that was meant for the first must reach no other;
/// the time of the second counts from when its turn is known, which is at most that moment too
/// little; and a supervisor that is killed within it leaves an attempt that nobody knows of, as it
/// does with a worker that reads its tasks from a pipe. Where a failure ends the job nothing is
/// sent ahead to slots: what a command does to the world cannot be taken back.
class Dispatch {
  /// So many answers must be known before a worker counts as fast.
  static final int KNOWN_AFTER = 8;

  /// So many attempts make the moving average of how long they take.
  static final int AVERAGE_OF = 8;

  /// A task is sent ahead only behind tasks shorter than this on average. Handing a task over takes
  /// about 10 µs on a quiet machine, and to a slot, where two threads are woken for it, some 50 µs;
  /// so longer tasks would gain nothing.
  static final long SHORT_NANOS = 2_000_000L;

  /// A task that was sent ahead waits at most so long before it is asked back for somebody else.
  static final long PATIENCE_NANOS = 20_000_000L;

  private final Pool pool;
  private final PoolPolicy policy;
  private final Limits limits;
  private final Recycling recycling;
  private final Map<Integer, TaskAnswer.Failure> refused = new HashMap<>();
  private final List<Member> begun = new ArrayList<>();
  private boolean recorderBehind;
  private int sentAhead;

  Dispatch(Pool pool, PoolPolicy policy, Limits limits, Recycling recycling) {
    this.pool = pool;
    this.policy = policy;
    this.limits = limits;
    this.recycling = recycling;
  }

  /// No worker will be given the item of this task.
  void refuse(int task, TaskAnswer.Failure reason) {
    refused.put(task, reason);
  }

  /// A queued task was taken out of the queue.
  void forget(int task) {
    refused.remove(task);
  }

  void recorderBehind(boolean behind) {
    recorderBehind = behind;
    if (behind) {
      takeBackAll();
    }
  }

  /// Gives out what can be given out now.
  void goOn() {
    pool.backlog().order().ifPresent(pool::order);
    while (mayBegin() && pool.backlog().hasNext()) {
      TaskAnswer.Failure unfit = refused.remove(pool.backlog().peek());
      if (unfit != null) {
        // The item cannot be given to anybody: the task fails without an attempt.
        int task = pool.backlog().poll().task();
        pool.endTask(task, TaskOutcome.FAILED, OptionalInt.empty(), unfit);
      } else {
        Optional<Member> free = pool.crew().takeFree();
        if (free.isEmpty()) {
          break;
        }
        run(free.get(), pool.backlog().poll());
      }
      pool.backlog().order().ifPresent(pool::order);
    }
    begun.forEach(this::sendAhead);
    begun.clear();
    takeBackForTheIdle();
  }

  /// Whether attempts may begin now.
  boolean mayBegin() {
    return pool.isRunning() && !recorderBehind && !pool.model().isPaused();
  }

  private void run(Member member, Backlog.Next next) {
    int task = next.task();
    begin(member, next, pool.model().attempts(task) + 1, pool.now());
    pool.order(new Effect.Run(member.worker, task, member.attempt));
  }

  private void begin(Member member, Backlog.Next next, int attempt, long handedNanos) {
    int task = next.task();
    member.begins(task, attempt, handedNanos, pool.now());
    String item = next.isNew() ? next.label() : pool.model().item(task);
    pool.publish(new PoolEvent.TaskStarted(pool.now(), task, attempt, member.worker, item));
    limits.begun(member);
    begun.add(member);
  }

  void sendAhead(Member member) {
    if (!isFast(member) || !mayBegin() || recycling.isInLastTask(member)) {
      return;
    }
    boolean enough = pool.backlog().size() > pool.crew().size() && pool.backlog().hasNext();
    if (!enough || pool.crew().hasFree() || refused.containsKey(pool.backlog().peek())) {
      return;
    }
    Backlog.Next next = pool.backlog().poll();
    int attempt = pool.model().attempts(next.task()) + 1;
    member.ahead = Optional.of(new Member.Ahead(next, attempt, pool.now()));
    sentAhead++;
    pool.order(new Effect.Run(member.worker, next.task(), attempt));
    member.aheadDeadline = pool.now() + PATIENCE_NANOS;
    pool.crew().expect(member.aheadDeadline);
    pool.backlog().order().ifPresent(pool::order);
  }

  private boolean isFast(Member member) {
    return policy.window() > 1
        && (!member.slot || policy.onFailure() == PoolPolicy.OnFailure.CONTINUE)
        && member.task != 0
        && member.ahead.isEmpty()
        && !member.cancelled
        && member.isSound()
        && member.answered >= KNOWN_AFTER
        && member.averageNanos < SHORT_NANOS;
  }

  /// Somebody has nothing to do, and nothing is left but what waits behind other tasks.
  private void takeBackForTheIdle() {
    if (sentAhead > 0 && pool.backlog().size() == 0 && pool.crew().hasFree()) {
      takeBackAll();
    }
  }

  /// The task that was sent ahead has waited long.
  void passDeadline(Member member) {
    if (member.aheadDeadline <= pool.now()) {
      member.aheadDeadline = Member.NEVER;
      if (pool.recruiting().wanted() > 1) {
        takeBack(member);
      }
    }
  }

  void takeBackAll() {
    if (sentAhead > 0) {
      pool.crew().all().forEach(this::takeBack);
    }
  }

  void takeBack(Member member) {
    if (member.ahead.isEmpty() || member.ahead.get().claim != Member.Claim.NONE) {
      return;
    }
    Member.Ahead ahead = member.ahead.get();
    ahead.claim = Member.Claim.ASKED;
    member.aheadDeadline = Member.NEVER;
    pool.order(new Effect.TakeBack(member.worker, ahead.next.task(), ahead.attempt));
  }

  void takenBack(Member member, Input.TakenBack e) {
    if (!isAhead(member, e.task(), e.attempt())) {
      // It was answered in the meantime.
      return;
    }
    if (e.taken()) {
      goesBack(member);
    } else {
      member.ahead.get().claim = Member.Claim.REFUSED;
    }
    if (member.task == 0) {
      nextOf(member);
    }
  }

  /// A worker is gone. Workers answer in order, so the first task that it has not answered is the
  /// one that it ran, unless it was gone before it could; the other goes back.
  void settle(Member member) {
    boolean ran = member.ahead.filter(it -> !member.wasGoneBefore(it.handedNanos)).isPresent();
    if (member.task == 0 && ran) {
      member.cancelled = beginAhead(member).cancelled;
    }
    goesBack(member);
  }

  /// What was sent ahead to a worker is free for another, as if nothing had been.
  private void goesBack(Member member) {
    if (member.ahead.isEmpty()) {
      return;
    }
    Member.Ahead ahead = letGo(member);
    if (ahead.cancelled) {
      pool.cancelled(ahead.next.task(), OptionalInt.empty(), new TaskAnswer.None());
    } else {
      pool.backlog().giveBack(ahead.next);
    }
  }

  private Member.Ahead letGo(Member member) {
    Member.Ahead ahead = member.ahead.orElseThrow();
    member.ahead = Optional.empty();
    member.aheadDeadline = Member.NEVER;
    sentAhead--;
    return ahead;
  }

  /// Whether an answer of this worker can be for this attempt. Workers answer in order, so an
  /// answer for what was sent ahead means that it has begun, if nothing is before it.
  boolean isInHands(Member member, int task, int attempt) {
    if (member.task == 0 && isAhead(member, task, attempt)) {
      member.cancelled = beginAhead(member).cancelled;
    }
    return member.task == task && task != 0 && member.attempt == attempt;
  }

  private static boolean isAhead(Member member, int task, int attempt) {
    return member.ahead.isPresent()
        && member.ahead.get().next.task() == task
        && member.ahead.get().attempt == attempt;
  }

  /// The worker has answered its task and goes on.
  void nextOf(Member member) {
    if (member.ahead.isPresent()) {
      pool.ladder().goesOn(member);
      if (member.ahead.get().claim != Member.Claim.ASKED) {
        goOnWithAhead(member);
      }
      recycling.afterTask(member);
      return;
    }
    pool.ladder().taskEnded(member);
    recycling.afterTask(member);
    if (member.isFree()) {
      pool.crew().becameFree(member);
    }
  }

  private void goOnWithAhead(Member member) {
    Member.Ahead begun = beginAhead(member);
    pool.ladder().begunAhead(member);
    if (begun.cancelled) {
      pool.queueDesk().cancelRunning(member);
    }
  }

  /// A process runs in a slot. Where nothing is in its hands it is that of the task that was sent
  /// ahead, and the order to take that back has come too late.
  void spawned(Member member) {
    if (member.slot && member.task == 0 && member.ahead.isPresent()) {
      goOnWithAhead(member);
    }
  }

  private Member.Ahead beginAhead(Member member) {
    Member.Ahead ahead = letGo(member);
    begin(member, ahead.next, ahead.attempt, ahead.handedNanos);
    return ahead;
  }
}
