package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The port for commands on Linux: a worker is a slot without a process, and each task a process of
/// its own. A [SlotRunner] for each slot starts them and sees their exits; one thread listens to
/// those that live longer than most, in one epoll, and decides everything else.
///
/// An exit is an answer: 0 a result, anything else a failure. A death by a signal is the slot's
/// own: its exit and the end of its output are told as of any worker, and the slot waits to be
/// released.
final class NativeCommandPort implements WorkerPort {
  private static final long WAKE_KEY = 0;
  private static final long CLOSE_NANOS = 2_000_000_000L;

  private final LongSupplier clock;
  private final NativeIo io;
  private final Wake wake;
  private final SlotBoard board;
  private final Guard guard;
  private final GuardWatch guardWatch;
  private final Undertaker undertaker;
  private final Rooms rooms;
  private final Function<LinuxSys, CommandSpawner> spawners;
  // Starts nothing itself.
  private final CommandSpawner spawner;
  private final SlotInbox inbox;
  // What has happened outside of #await, to be told inside.
  private final ArrayDeque<Consumer<WorkerFacts>> untold = new ArrayDeque<>();
  private final Map<Integer, CommandSlot> slots = new HashMap<>();
  private final Set<SlotRunner> runners = new HashSet<>();
  // By an id that is never used again, because a slot's number is.
  private final Map<Long, CommandAttempt> attempts = new HashMap<>();
  private final HeldAttempts held = new HeldAttempts();
  private final UnheardAttempts unheard;
  private long lastId = GuardWatch.KEY;
  private boolean closed;

  private NativeCommandPort(
      WorkerSettings settings,
      WorkerSettings.Program.Command command,
      LongSupplier clock,
      LinuxSys sys,
      int epoll) {
    this.clock = clock;
    sys.keepChildStatus();
    sys.ignoreTerminalStops();
    io = new NativeIo(sys, epoll);
    wake = new Wake(sys.forAnotherThread());
    if (io.watch(wake.fd(), LinuxSys.READABLE, WAKE_KEY) < 0) {
      throw new IllegalStateException("the kernel cannot watch the first descriptor");
    }
    inbox = new SlotInbox(clock, wake);
    board = new SlotBoard(sys);
    rooms = new Rooms(settings.memory());
    guard = new Guard(sys.forAnotherThread(), rooms.mark(), board.fd());
    guardWatch = new GuardWatch(io, guard, clock, "a command may survive");
    rooms.directory().ifPresent(guard::list);
    // The room of a dead attempt may hold the next one: it is cleared when that starts.
    undertaker = new Undertaker(sys.forAnotherThread(), guard, Rooms.none());
    unheard = new UnheardAttempts(io);
    spawners = own -> new CommandSpawner(own, settings, command, board, rooms);
    spawner = spawners.apply(sys);
  }

  /// A port, or nothing where the kernel, the C library or the rights do not suffice.
  static Optional<WorkerPort> open(
      WorkerSettings settings, WorkerSettings.Program.Command command, LongSupplier clock) {
    Optional<LinuxSys> sys = LinuxSys.open();
    boolean proc = Files.isReadable(Path.of("/proc/self/environ"));
    if (sys.isEmpty() || !proc || !PosixSpawn.isAvailable()) {
      return Optional.empty();
    }
    int epoll = sys.get().epollCreate();
    return epoll < 0
        ? Optional.empty()
        : Optional.of(new NativeCommandPort(settings, command, clock, sys.get(), epoll));
  }

  @Override
  public void spawn(int worker) {
    String problem = spawner.problem();
    if (problem.isEmpty()) {
      problem = open(worker);
    }
    if (problem.isEmpty()) {
      tellLater(worker, (facts, at) -> facts.ready(worker, "command", 0, 0, at));
    } else {
      String reason = problem;
      long atNanos = clock.getAsLong();
      untold.add(facts -> facts.spawnFailed(worker, reason, atNanos));
    }
  }

  /// @return why it cannot be opened, or nothing
  private String open(int worker) {
    Optional<int[]> lifeline = spawner.lifeline();
    if (lifeline.isEmpty()) {
      return "there are too many open files for one more worker; raise `ulimit -n`";
    }
    LinuxSys sys = io.sys().forAnotherThread();
    SlotRunner runner = new SlotRunner(spawners.apply(sys), board, sys, lifeline.get(), inbox);
    if (!runner.start(worker)) {
      close(runner.lifeline());
      return "there are too many threads for one more worker; raise `ulimit -u`";
    }
    runners.add(runner);
    slots.put(worker, new CommandSlot(worker, runner));
    return "";
  }

  private void close(int[] lifeline) {
    io.sys().close(lifeline[0]);
    io.sys().close(lifeline[1]);
  }

  /// Something to be told of a slot.
  private interface Telling {
    void tell(WorkerFacts facts, long atNanos);
  }

  private void tellLater(int worker, Telling telling) {
    long atNanos = clock.getAsLong();
    Optional<CommandSlot> slot = Optional.ofNullable(slots.get(worker));
    untold.add(facts -> {
      // Nothing is told of a slot that was released, or of the one before.
      if (slot.isPresent() && slots.get(worker) == slot.get()) {
        telling.tell(facts, atNanos);
      }
    });
  }

  @Override
  public void run(int worker, int task, int attempt, Payload item) {
    CommandSlot slot = slots.get(worker);
    if (slot != null && slot.state() == CommandSlot.State.OPEN) {
      slot.give(new CommandSpawner.Order(worker, task, attempt, item));
    }
  }

  private void hear(SlotInbox.News news, WorkerFacts facts) {
    switch (news) {
      case SlotInbox.News.Started it -> started(it, facts);
      case SlotInbox.News.NotStarted it -> notStarted(it, facts);
      case SlotInbox.News.Ended it -> ended(it, facts);
      case SlotInbox.News.Gone(SlotRunner runner) -> {
        runners.remove(runner);
        close(runner.lifeline());
      }
      case SlotInbox.News.Broken(Throwable bug) ->
          throw new IllegalStateException("the thread of a slot is broken", bug);
      case SlotInbox.News.Wish(Runnable action) when !closed -> action.run();
      case SlotInbox.News.Wish _ -> {} // this may be another thread, see #closeLate
    }
  }

  /// The slot that a runner still belongs to.
  private Optional<CommandSlot> slot(SlotRunner runner, CommandSpawner.Order order) {
    return Optional.ofNullable(slots.get(order.worker())).filter(it -> it.runner() == runner);
  }

  private void started(SlotInbox.News.Started news, WorkerFacts facts) {
    CommandAttempt attempt = news.attempt();
    attempt.setId(++lastId);
    attempts.put(attempt.id(), attempt);
    Optional<CommandSlot> slot = slot(news.runner(), attempt.order());
    if (slot.isEmpty()) {
      attempt.abandon(io.sys());
      return;
    }
    slot.get().setCurrent(Optional.of(attempt));
    unheard.add(attempt, news.atNanos());
    facts.spawned(attempt.order().worker(), attempt.process().identity(), news.atNanos());
  }

  private void notStarted(SlotInbox.News.NotStarted news, WorkerFacts facts) {
    CommandSpawner.Order order = news.order();
    Optional<CommandSlot> slot = slot(news.runner(), order);
    if (slot.isEmpty()) {
      return;
    }
    switch (news.outcome()) {
      case CommandSpawner.Outcome.Refused(String reason) -> {
        TaskAnswer.Failure failure = CommandOutput.refusal(reason);
        facts.failed(order.worker(), order.task(), order.attempt(), failure, news.atNanos());
        answered(slot.get());
      }
      case CommandSpawner.Outcome.Unable(String reason) -> fail(slot.get(), reason);
      case CommandSpawner.Outcome.Started _ -> throw new IllegalArgumentException("it runs");
    }
  }

  /// The slot cannot go on, and nothing else is told of it.
  private void fail(CommandSlot slot, String reason) {
    slot.setOver();
    tellLater(
        slot.number(),
        (facts, at) -> {
          remove(slot);
          facts.spawnFailed(slot.number(), reason, at);
        });
  }

  private void answered(CommandSlot slot) {
    slot.setAnswered();
    endIfIdle(slot);
  }

  private void endIfIdle(CommandSlot slot) {
    if (slot.state() != CommandSlot.State.STOPPING || !slot.isIdle()) {
      return;
    }
    int worker = slot.number();
    slot.setOver();
    tellLater(
        worker,
        (facts, at) -> {
          facts.bye(worker, at);
          facts.exited(worker, new ExitStatus.Exited(0), at);
          facts.outputClosed(worker, at);
        });
  }

  @Override
  public void stop(int worker) {
    CommandSlot slot = slots.get(worker);
    if (slot != null && slot.state() == CommandSlot.State.OPEN) {
      slot.setStopping();
      endIfIdle(slot);
    }
  }

  /// No command knows how to.
  @Override
  public void interrupt(int worker, int task, int attempt) {}

  /// No command knows how to.
  @Override
  public void dump(int worker) {}

  @Override
  public boolean signal(int worker, int signal) {
    CommandSlot slot = slots.get(worker);
    return slot != null
        && slot.state() != CommandSlot.State.OVER
        && slot.current().isPresent()
        && slot.current().get().signal(io.sys(), signal);
  }

  @Override
  public void release(int worker) {
    CommandSlot slot = slots.get(worker);
    if (slot != null) {
      remove(slot);
    }
  }

  private void remove(CommandSlot slot) {
    slots.remove(slot.number(), slot);
    slot.runner().end();
    slot.current()
        .ifPresent(attempt -> {
          attempt.abandon(io.sys());
          if (attempt.isTold()) {
            forget(attempt);
          }
        });
    slot.setCurrent(Optional.empty());
  }

  /// Leaves a killed attempt to the undertaker, who looks for what has left its group.
  private void forget(CommandAttempt attempt) {
    attempts.remove(attempt.id());
    held.remove(attempt);
    board.clear(attempt.process().line());
    undertaker.bury(attempt.dead(rooms.mark()));
  }

  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    CommandSlot slot = slots.get(worker);
    if (slot == null || !slot.takeBack(task, attempt)) {
      return false;
    }
    endIfIdle(slot);
    return true;
  }

  @Override
  public void post(Runnable action) {
    inbox.wish(action);
  }

  @Override
  public void await(long deadlineNanos, WorkerFacts facts) {
    boolean waiting = !untold.isEmpty();
    tellAll(facts);
    int count = io.waitFor(waiting ? 0 : timeoutMillis(deadlineNanos));
    long atNanos = clock.getAsLong();
    boolean woken = false;
    for (int i = 0; i < count; i++) {
      long key = io.events().key(i);
      if (key == WAKE_KEY) {
        woken = true;
      } else if (key == GuardWatch.KEY) {
        guardWatch.replace();
      } else {
        printed(key, facts, atNanos);
      }
    }
    letGoOfHeld(facts, atNanos);
    unheard.listen(atNanos);
    tellAll(facts);
    if (woken) {
      wake.reset();
      for (var next = inbox.poll(); next.isPresent(); next = inbox.poll()) {
        hear(next.get(), facts);
      }
    }
  }

  private void tellAll(WorkerFacts facts) {
    for (var next = untold.poll(); next != null; next = untold.poll()) {
      next.accept(facts);
    }
  }

  private int timeoutMillis(long deadlineNanos) {
    long until = Math.min(deadlineNanos, Math.min(unheard.untilNanos(), held.untilNanos()));
    if (until == Long.MAX_VALUE) {
      return -1;
    }
    long left = until - clock.getAsLong();
    return left <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }

  /// There is something to read, or nobody is left who could print.
  private void printed(long id, WorkerFacts facts, long atNanos) {
    CommandAttempt attempt = attempts.get(id);
    if (attempt == null) {
      return;
    }
    attempt.readOutput(io.reader());
    attempt.tellPrinted(facts, atNanos);
    CommandSlot slot = slots.get(attempt.order().worker());
    if (attempt.isTold() && attempt.isSilent() && slot != null) {
      judge(attempt, slot, false, facts, atNanos);
    }
  }

  private void ended(SlotInbox.News.Ended news, WorkerFacts facts) {
    CommandAttempt attempt = news.attempt();
    attempt.setTold();
    Optional<CommandSlot> slot = slot(news.runner(), attempt.order());
    if (attempt.isFinished()) {
      attempts.remove(attempt.id());
      slot.ifPresent(it -> answer(attempt, it, facts, news.atNanos()));
    } else if (slot.isEmpty()) {
      attempt.abandon(io.sys());
      forget(attempt);
    } else {
      attempt.readEnd(io.reader());
      attempt.tellPrinted(facts, news.atNanos());
      judge(attempt, slot.get(), true, facts, news.atNanos());
    }
  }

  /// One of the two signs of its end was seen, and the other one may have been before.
  private void judge(
      CommandAttempt attempt,
      CommandSlot slot,
      boolean justExited,
      WorkerFacts facts,
      long atNanos) {
    if (attempt.status() instanceof ExitStatus.Exited) {
      if (attempt.isSilent()) {
        finish(attempt, slot, facts, atNanos);
      } else {
        held.add(attempt, atNanos);
        int _ = attempt.watchOutput(io); // else it is decided in two seconds
      }
      return;
    }
    slot.setOver();
    if (justExited) {
      attempt.flush(facts, atNanos);
      int _ = attempt.watchOutput(io); // else the exit alone is decided upon
    }
    if (attempt.isSilent()) {
      facts.outputClosed(slot.number(), atNanos);
    }
    if (justExited) {
      facts.exited(slot.number(), attempt.status(), atNanos);
    }
  }

  /// It has exited by itself, and its runner has left the rest to us. The next process is started
  /// before anybody thinks about what this one has answered.
  private void finish(CommandAttempt attempt, CommandSlot slot, WorkerFacts facts, long atNanos) {
    attempts.remove(attempt.id());
    held.remove(attempt);
    attempt.finish(io.sys());
    attempt.flush(facts, atNanos);
    slot.runner().goOn();
    attempt.bury(io.sys(), board);
    answer(attempt, slot, facts, atNanos);
  }

  private void answer(CommandAttempt attempt, CommandSlot slot, WorkerFacts facts, long atNanos) {
    attempt.tellPrinted(facts, atNanos);
    slot.setCurrent(Optional.empty());
    CommandSpawner.Order order = attempt.order();
    CommandOutput output = attempt.output();
    if (attempt.status() instanceof ExitStatus.Exited(int code) && code != 0) {
      facts.failed(order.worker(), order.task(), order.attempt(), output.failure(code), atNanos);
    } else {
      facts.result(order.worker(), order.task(), order.attempt(), output.success(), atNanos);
    }
    answered(slot);
  }

  private void letGoOfHeld(WorkerFacts facts, long atNanos) {
    for (CommandAttempt attempt : held.due(atNanos)) {
      attempt.readOutput(io.reader());
      CommandSlot slot = slots.get(attempt.order().worker());
      if (slot != null) {
        finish(attempt, slot, facts, atNanos);
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    guardWatch.close();
    List.copyOf(slots.values()).forEach(this::remove);
    untold.clear();
    long deadline = clock.getAsLong() + CLOSE_NANOS;
    if (awaitEnds(deadline)) {
      closeRest(deadline);
    } else {
      LateBurial.onItsOwnThread(this::closeLate);
    }
  }

  /// @return whether all commands and their runners have ended before that
  private boolean awaitEnds(long deadline) {
    while (!attempts.isEmpty() || !runners.isEmpty()) {
      if (clock.getAsLong() >= deadline) {
        return false;
      }
      await(deadline, NoFacts.INSTANCE);
    }
    return true;
  }

  /// In the place of the supervisor thread, which a command that the kernel cannot end yet must not
  /// hold up. Nothing may be closed before its runner is gone: both have the same handles.
  private void closeLate() {
    awaitEnds(Long.MAX_VALUE);
    closeRest(clock.getAsLong() + CLOSE_NANOS);
  }

  private void closeRest(long deadline) {
    spawner.close();
    undertaker.close();
    rooms.close();
    Strays.killAll(io.sys(), rooms.mark().of(WorkerMark.ANY));
    guard.end();
    while (guard.pidfd() >= 0 && clock.getAsLong() < deadline) {
      await(deadline, NoFacts.INSTANCE);
    }
    if (guard.pidfd() >= 0) {
      LateBurial.of(List.of(guard.handOver()));
    }
    board.close();
    wake.close();
    io.close();
  }
}
