package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.util.ArrayDeque;
import java.util.Optional;

/// The thread of one slot of a [NativeCommandPort]: starts a process, waits for its end, and starts
/// the next one. Only what is out of the ordinary waits for the supervisor thread.
///
/// Why a thread for each slot: who starts a process sleeps until its program is loaded (vfork(2)).
/// When the supervisor thread did that for all slots, Linux put nearly every second process on the
/// processor that was busy with another one, where it waited for half a millisecond while the
/// supervisor's own had nothing to do: a fifth of a machine of two processors. A thread that starts
/// one process and sleeps until it ends stays on one processor with it.
final class SlotRunner implements Runnable {
  // It calls little, and there may be hundreds.
  private static final int STACK_BYTES = 256 << 10;
  private static final int READ_BYTES = 8 << 10;

  private final CommandSpawner spawner;
  private final SlotBoard board;
  private final LinuxSys sys;
  private final int[] lifeline;
  private final SlotInbox inbox;
  private final PipeReader reader;
  private final OutputLines lines = new OutputLines();
  private final ArrayDeque<CommandSpawner.Order> orders = new ArrayDeque<>();
  private boolean mayGoOn = true;
  private boolean over;
  // Of this thread: what has ended and is buried once the next one runs, as nobody waits for that.
  private Optional<CommandAttempt> finished = Optional.empty();

  /// @param spawner owned by the runner from now on, like `sys`
  /// @param lifeline the two ends of the slot's pipe
  /// @param inbox hears what happens
  SlotRunner(
      CommandSpawner spawner, SlotBoard board, LinuxSys sys, int[] lifeline, SlotInbox inbox) {
    this.spawner = spawner;
    this.board = board;
    this.sys = sys;
    this.lifeline = lifeline;
    this.inbox = inbox;
    reader = new PipeReader(sys, READ_BYTES);
  }

  /// Starts the thread.
  ///
  /// @return whether the machine has one more
  boolean start(int number) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("lifeguard-slot-" + number)
            .stackSize(STACK_BYTES)
            .unstarted(this);
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError noThread) {
      spawner.close();
      return false;
    }
  }

  /// The pipe whose other ends the processes have.
  int[] lifeline() {
    return lifeline;
  }

  /// Has this run after what was ordered before. Any thread.
  synchronized void add(CommandSpawner.Order order) {
    orders.add(order);
    notifyAll();
  }

  /// Forgets this order, unless it has begun. Any thread.
  ///
  /// @return whether it never will begin
  synchronized boolean takeBack(int task, int attempt) {
    return orders.removeIf(order -> order.task() == task && order.attempt() == attempt);
  }

  /// Goes on with the next order. Any thread.
  synchronized void goOn() {
    mayGoOn = true;
    notifyAll();
  }

  /// Begins nothing any more. Any thread.
  synchronized void end() {
    over = true;
    orders.clear();
    notifyAll();
  }

  /// Forgets what it was ordered and has not begun. Any thread.
  synchronized void forgetOrders() {
    orders.clear();
  }

  private synchronized void pause() {
    mayGoOn = false;
  }

  /// The next order, or nothing at the end. Whoever has finished is buried before anything is
  /// waited for: that an order is there is known only once it is taken, as it may be taken away
  /// meanwhile.
  private Optional<CommandSpawner.Order> next() throws InterruptedException {
    Optional<CommandSpawner.Order> ready = ready();
    if (ready.isPresent()) {
      return ready;
    }
    bury();
    return awaitNext();
  }

  private synchronized Optional<CommandSpawner.Order> ready() {
    return mayGoOn ? Optional.ofNullable(orders.poll()) : Optional.empty();
  }

  private synchronized Optional<CommandSpawner.Order> awaitNext() throws InterruptedException {
    while (!over && (!mayGoOn || orders.isEmpty())) {
      wait();
    }
    return Optional.ofNullable(orders.poll());
  }

  @Override
  public void run() {
    try {
      for (var order = next(); order.isPresent(); order = next()) {
        attempt(order.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      inbox.add(new SlotInbox.News.Broken(bug));
    } finally {
      spawner.close();
      inbox.add(new SlotInbox.News.Gone(this));
    }
  }

  private void attempt(CommandSpawner.Order order) {
    CommandSpawner.Outcome outcome = spawner.start(order, lifeline[0]);
    if (outcome instanceof CommandSpawner.Outcome.Unable && finished.isPresent()) {
      // What the finished one holds may be what is short.
      bury();
      outcome = spawner.start(order, lifeline[0]);
    }
    switch (outcome) {
      case CommandSpawner.Outcome.Started(CommandProcess process) ->
          follow(new CommandAttempt(order, process, lines));
      case CommandSpawner.Outcome.Refused _ -> inbox.notStarted(this, order, outcome);
      case CommandSpawner.Outcome.Unable _ -> {
        pause();
        inbox.notStarted(this, order, outcome);
      }
    }
  }

  private void follow(CommandAttempt attempt) {
    inbox.started(this, attempt);
    bury();
    WaitStatus status = awaitEnd(attempt.process().pidfd());
    if (attempt.endUnheard(status, reader)) {
      finished = Optional.of(attempt);
    } else {
      pause();
    }
    inbox.ended(this, attempt);
  }

  private WaitStatus awaitEnd(int pidfd) {
    while (true) {
      WaitStatus status = sys.awaitStatus(pidfd);
      if (!(status instanceof WaitStatus.Failed(int error)) || error != Errno.EINTR) {
        return status;
      }
    }
  }

  private void bury() {
    finished.ifPresent(attempt -> attempt.bury(sys, board));
    finished = Optional.empty();
  }
}
