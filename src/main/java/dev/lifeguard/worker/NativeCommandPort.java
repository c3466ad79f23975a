package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for commands on Linux: a worker is a slot without a process, and each task a process of
/// its own. One thread starts them, waits for all of them in one epoll, and buries them.
///
/// An exit is an answer: 0 a result, anything else a failure. A death by a signal is the slot's
/// own: its exit and the end of its output are told as of any worker, and the slot waits to be
/// released.
final class NativeCommandPort implements WorkerPort {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCommandPort.class);

  private static final long WAKE_KEY = 0;
  private static final long GUARD_KEY = 1;
  private static final long CLOSE_NANOS = 2_000_000_000L;
  private static final String RUNTIME = "command";

  private final LongSupplier clock;
  private final NativeIo io;
  private final Wake wake;
  private final SlotBoard board;
  private final Guard guard;
  private final Undertaker undertaker;
  private final CommandSpawner spawner;
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  // What has happened outside of #await, to be told inside.
  private final ArrayDeque<Consumer<WorkerFacts>> untold = new ArrayDeque<>();
  private final Map<Integer, CommandSlot> slots = new HashMap<>();
  // By an id that is never used again, because a slot's number is.
  private final Map<Long, CommandAttempt> attempts = new HashMap<>();
  // Those whose exit was seen while something else still holds their output, with the time at which
  // that ends.
  private final Map<Long, Long> held = new HashMap<>();
  private final UnheardAttempts unheard = new UnheardAttempts();
  // Finished ones. They are buried when the next ones run: until then a processor has nothing to
  // do, and a fifth of what lies between the two was this.
  private final ArrayDeque<CommandAttempt> finished = new ArrayDeque<>();
  private long lastId = GUARD_KEY;
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
    board = new SlotBoard(sys);
    Rooms rooms = new Rooms(settings.memory());
    guard = new Guard(sys.forAnotherThread(), rooms.mark(), board.fd());
    watchGuard();
    rooms.directory().ifPresent(guard::list);
    undertaker = new Undertaker(sys.forAnotherThread(), guard, rooms);
    spawner = new CommandSpawner(sys, settings, command, board);
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
    Optional<int[]> lifeline = problem.isEmpty() ? spawner.lifeline() : Optional.empty();
    if (lifeline.isPresent()) {
      slots.put(worker, new CommandSlot(worker, lifeline.get()));
      tellLater(worker, (facts, at) -> facts.ready(worker, RUNTIME, 0, 0, at));
    } else {
      String reason =
          problem.isEmpty()
              ? "there are too many open files for one more worker; raise `ulimit -n`"
              : problem;
      long atNanos = clock.getAsLong();
      untold.add(facts -> facts.spawnFailed(worker, reason, atNanos));
    }
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
      slot.waiting().add(new CommandSpawner.Order(worker, task, attempt, item));
      startNext(slot);
    }
  }

  /// Starts what the slot was given, if it can.
  private void startNext(CommandSlot slot) {
    while (slot.current().isEmpty() && !slot.waiting().isEmpty()) {
      start(slot, slot.waiting().remove());
    }
    if (slot.current().isEmpty() && slot.state() == CommandSlot.State.STOPPING) {
      end(slot);
    }
  }

  private void start(CommandSlot slot, CommandSpawner.Order order) {
    int worker = slot.number();
    CommandSpawner.Outcome outcome = spawner.start(order, slot.lifelineOfProcesses());
    if (outcome instanceof CommandSpawner.Outcome.Unable && !finished.isEmpty()) {
      // What the finished ones hold may be what is short.
      buryFinished();
      outcome = spawner.start(order, slot.lifelineOfProcesses());
    }
    switch (outcome) {
      case CommandSpawner.Outcome.Started(CommandProcess process) -> listen(slot, order, process);
      case CommandSpawner.Outcome.Refused(String reason) ->
          tellLater(
              worker,
              (facts, at) ->
                  facts.failed(
                      worker, order.task(), order.attempt(), CommandOutput.refusal(reason), at));
      case CommandSpawner.Outcome.Unable(String reason) -> fail(slot, reason);
    }
  }

  private void listen(CommandSlot slot, CommandSpawner.Order order, CommandProcess process) {
    long id = ++lastId;
    CommandAttempt attempt = new CommandAttempt(io, order, process, slot.lines());
    attempts.put(id, attempt);
    int error = attempt.watchEnd(id);
    if (error < 0) {
      attempt.abandon();
      forget(id, attempt);
      fail(slot, cannotWatch(error));
      return;
    }
    unheard.add(id, attempt, clock.getAsLong());
    slot.setCurrent(Optional.of(attempt));
    tellLater(slot.number(), (facts, at) -> facts.spawned(slot.number(), process.identity(), at));
  }

  private static String cannotWatch(int error) {
    return "the kernel cannot watch one more process (error %d of epoll_ctl); run fewer workers or raise fs.epoll.max_user_watches"
        .formatted(-error);
  }

  /// The slot cannot go on, and nothing else is told of it.
  private void fail(CommandSlot slot, String reason) {
    slot.setState(CommandSlot.State.OVER);
    slot.waiting().clear();
    tellLater(
        slot.number(),
        (facts, at) -> {
          remove(slot);
          facts.spawnFailed(slot.number(), reason, at);
        });
  }

  private void end(CommandSlot slot) {
    int worker = slot.number();
    slot.setState(CommandSlot.State.OVER);
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
      slot.setState(CommandSlot.State.STOPPING);
      startNext(slot);
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
        && slot.current().get().signal(signal);
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
    slot.current().ifPresent(CommandAttempt::abandon);
    io.sys().close(slot.lifelineOfProcesses());
    io.sys().close(slot.lifelineOfOurs());
    slot.current().filter(CommandAttempt::hasExited).ifPresent(this::forget);
    slot.setCurrent(Optional.empty());
  }

  private void forget(CommandAttempt attempt) {
    for (Map.Entry<Long, CommandAttempt> each : List.copyOf(attempts.entrySet())) {
      if (each.getValue() == attempt) {
        forget(each.getKey(), attempt);
      }
    }
  }

  /// Leaves a killed attempt to the undertaker, who looks for what has left its group.
  private void forget(long id, CommandAttempt attempt) {
    attempts.remove(id);
    held.remove(id);
    attempt.unwatchEnd();
    board.clear(attempt.process().line());
    CommandProcess process = attempt.process();
    undertaker.bury(new Undertaker.Dead(attempt.order().worker(), process.pid(), process.pidfd()));
  }

  /// Never: one attempt is one process, and a second one is not taken before the first has ended.
  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    return false;
  }

  @Override
  public void post(Runnable action) {
    posted.add(action);
    wake.up();
  }

  @Override
  public void await(long deadlineNanos, WorkerFacts facts) {
    boolean waiting = !untold.isEmpty();
    tellAll(facts);
    buryFinished();
    int count = io.waitFor(waiting ? 0 : timeoutMillis(deadlineNanos));
    long atNanos = clock.getAsLong();
    boolean woken = false;
    for (int i = 0; i < count; i++) {
      long key = io.events().key(i);
      if (key == WAKE_KEY) {
        woken = true;
      } else if (key == GUARD_KEY) {
        replaceGuard();
      } else {
        handle(key >> CommandAttempt.KEY_BITS, (int) key & 3, facts, atNanos);
      }
    }
    letGoOfHeld(facts, atNanos);
    unheard.listen(atNanos);
    tellAll(facts);
    if (woken) {
      wake.reset();
      for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
        next.run();
      }
    }
  }

  private void buryFinished() {
    for (var next = finished.poll(); next != null; next = finished.poll()) {
      next.bury(board);
    }
  }

  private void tellAll(WorkerFacts facts) {
    for (var next = untold.poll(); next != null; next = untold.poll()) {
      next.accept(facts);
    }
  }

  private int timeoutMillis(long deadlineNanos) {
    long until = Math.min(deadlineNanos, unheard.untilNanos());
    for (long each : held.values()) {
      until = Math.min(until, each);
    }
    if (until == Long.MAX_VALUE) {
      return -1;
    }
    long left = until - clock.getAsLong();
    return left <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }

  private void handle(long id, int what, WorkerFacts facts, long atNanos) {
    CommandAttempt attempt = attempts.get(id);
    if (attempt == null) {
      return;
    }
    if (what == CommandAttempt.END) {
      attempt.readEnd(facts, atNanos);
    } else {
      attempt.readOutput(facts, atNanos);
    }
    CommandSlot slot = slots.get(attempt.order().worker());
    if (slot == null || slot.current().filter(it -> it == attempt).isEmpty()) {
      if (attempt.hasExited()) {
        forget(id, attempt);
      }
    } else if (what == CommandAttempt.END || attempt.isSilent()) {
      judge(id, attempt, slot, what == CommandAttempt.END, facts, atNanos);
    }
  }

  /// One of the two signs of its end was seen.
  private void judge(
      long id,
      CommandAttempt attempt,
      CommandSlot slot,
      boolean justExited,
      WorkerFacts facts,
      long atNanos) {
    if (!attempt.hasExited()) {
      return;
    }
    if (attempt.status() instanceof ExitStatus.Exited(int code)) {
      if (attempt.isSilent()) {
        answer(id, attempt, slot, code, facts, atNanos);
      } else {
        attempt.unwatchEnd();
        held.putIfAbsent(id, atNanos + CommandAttempt.HOLD_NANOS);
        int _ = attempt.watchOutput(id); // else it is decided in two seconds
      }
      return;
    }
    slot.setState(CommandSlot.State.OVER);
    slot.waiting().clear();
    if (justExited) {
      attempt.unwatchEnd();
      attempt.flush(facts, atNanos);
      int _ = attempt.watchOutput(id); // else the exit alone is decided upon
    }
    if (attempt.isSilent()) {
      facts.outputClosed(slot.number(), atNanos);
    }
    if (justExited) {
      facts.exited(slot.number(), attempt.status(), atNanos);
    }
  }

  /// The next process is started before anybody thinks about what the last one has answered.
  private void answer(
      long id,
      CommandAttempt attempt,
      CommandSlot slot,
      int code,
      WorkerFacts facts,
      long atNanos) {
    attempts.remove(id);
    held.remove(id);
    attempt.finish();
    finished.add(attempt);
    attempt.flush(facts, atNanos);
    slot.setCurrent(Optional.empty());
    startNext(slot);
    CommandSpawner.Order order = attempt.order();
    CommandOutput output = attempt.output();
    if (code == 0) {
      facts.result(order.worker(), order.task(), order.attempt(), output.success(), atNanos);
    } else {
      facts.failed(order.worker(), order.task(), order.attempt(), output.failure(code), atNanos);
    }
  }

  private void letGoOfHeld(WorkerFacts facts, long atNanos) {
    if (held.isEmpty()) {
      return;
    }
    for (Map.Entry<Long, Long> each : new ArrayList<>(held.entrySet())) {
      CommandAttempt attempt = attempts.get(each.getKey());
      if (each.getValue() <= atNanos
          && attempt != null
          && attempt.status() instanceof ExitStatus.Exited(int code)) {
        attempt.readOutput(facts, atNanos);
        CommandSlot slot = slots.get(attempt.order().worker());
        if (slot != null) {
          answer(each.getKey(), attempt, slot, code, facts, atNanos);
        }
      }
    }
  }

  private void watchGuard() {
    int pidfd = guard.pidfd();
    if (pidfd >= 0) {
      int _ = io.watch(pidfd, LinuxSys.READABLE, GUARD_KEY);
    }
  }

  private void replaceGuard() {
    io.unwatch(guard.pidfd());
    if (closed) {
      guard.bury();
    } else if (guard.restart(clock.getAsLong())) {
      watchGuard();
    } else {
      LOG.warn(
          "The guard process ended again and again; the pool goes on without it. When Lifeguard is"
              + " killed, a command may survive.");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(slots.values()).forEach(this::remove);
    untold.clear();
    long deadline = clock.getAsLong() + CLOSE_NANOS;
    while (!attempts.isEmpty() && clock.getAsLong() < deadline) {
      await(deadline, NoFacts.INSTANCE);
    }
    buryFinished();
    spawner.close();
    undertaker.close();
    guard.end();
    while (guard.pidfd() >= 0 && clock.getAsLong() < deadline) {
      await(deadline, NoFacts.INSTANCE);
    }
    LateBurial.of(lateComers());
    board.close();
    wake.close();
    io.close();
  }

  private List<Integer> lateComers() {
    List<Integer> late = new ArrayList<>();
    attempts.values().forEach(each -> late.add(each.process().pidfd()));
    if (guard.pidfd() >= 0) {
      late.add(guard.handOver());
    }
    return late;
  }
}
