package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port on Linux: one thread waits in one epoll for the messages, the output and the ends of
/// all workers, so nothing is handed from thread to thread between an answer and the next task.
///
/// Workers are our own children, started with posix_spawn and not through the Java library, whose
/// reaper would take their exact status. Each leads a session and a process group of its own.
final class NativePort implements WorkerPort {
  private static final Logger LOG = LoggerFactory.getLogger(NativePort.class);

  private static final long WAKE_KEY = 0;
  private static final long CLOSE_NANOS = 2_000_000_000L;

  private final WorkerSettings settings;
  private final LongSupplier clock;
  private final NativeIo io;
  private final Wake wake;
  private final Guard guard;
  private final GuardWatch guardWatch;
  private final Rooms rooms;
  private final Undertaker undertaker;
  private final Spawner spawner;
  private final WorkerCommand command;
  private final Optional<Template> template;
  private final ExecutorService spawning;
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Spawned> spawned = new ConcurrentLinkedQueue<>();
  private final Map<Integer, NativeWorker> workers = new HashMap<>();
  // Released, but the process has not ended yet.
  private final Map<Integer, NativeWorker> dying = new HashMap<>();
  private boolean closed;

  private record Spawned(NativeWorker worker, int number, Spawner.Outcome outcome, long atNanos) {}

  private NativePort(WorkerSettings settings, LongSupplier clock, LinuxSys sys, int epoll) {
    this.settings = settings;
    this.clock = clock;
    sys.keepChildStatus();
    io = new NativeIo(sys, epoll);
    wake = new Wake(sys.forAnotherThread());
    if (io.watch(wake.fd(), LinuxSys.READABLE, WAKE_KEY) < 0) {
      throw new IllegalStateException("the kernel cannot watch the first descriptor");
    }
    rooms = new Rooms(settings.memory());
    guard = new Guard(sys.forAnotherThread(), rooms.mark());
    guardWatch =
        new GuardWatch(io, guard, clock, "a process that left its worker's group may survive");
    rooms.directory().ifPresent(guard::list);
    undertaker = new Undertaker(sys.forAnotherThread(), guard, rooms);
    command = WorkerCommands.of(settings, PythonCommand.Lifeline.KERNEL, HostSystem.LINUX);
    template = Template.of(sys.forAnotherThread(), command, settings, guard, undertaker);
    spawner = new Spawner(sys.forAnotherThread(), command, settings, guard, rooms, template);
    spawning =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("lifeguard-spawner").factory());
  }

  /// A port, or nothing where the kernel, the C library or the rights do not suffice.
  static Optional<WorkerPort> open(WorkerSettings settings, LongSupplier clock) {
    Optional<LinuxSys> sys = LinuxSys.open();
    boolean proc = Files.isReadable(Path.of("/proc/self/environ"));
    if (sys.isEmpty() || !proc || !PosixSpawn.isAvailable()) {
      return Optional.empty();
    }
    int epoll = sys.get().epollCreate();
    return epoll < 0
        ? Optional.empty()
        : Optional.of(new NativePort(settings, clock, sys.get(), epoll));
  }

  @Override
  public void spawn(int worker) {
    NativeWorker added =
        new NativeWorker(worker, io, settings.messageLimitBytes(), command.readsWholeMessages());
    workers.put(worker, added);
    spawning.execute(() -> {
      Spawner.Outcome outcome = outcomeOf(worker);
      spawned.add(new Spawned(added, worker, outcome, clock.getAsLong()));
      wake.up();
    });
  }

  /// Without an outcome the worker would be starting for ever.
  private Spawner.Outcome outcomeOf(int worker) {
    try {
      Spawner.Outcome outcome = spawner.spawn(worker);
      if (outcome instanceof Spawner.Outcome.Failed) {
        rooms.remove(worker);
      }
      return outcome;
    } catch (RuntimeException | Error bug) {
      LOG.error("a worker could not be started", bug);
      return new Spawner.Outcome.Failed(WorkerCommand.explain(bug));
    }
  }

  @Override
  public void run(int worker, int task, int attempt, Payload item) {
    send(worker, FrameType.RUN, task, attempt, item);
  }

  @Override
  public void interrupt(int worker, int task, int attempt) {
    NativeWorker to = workers.get(worker);
    if (to != null) {
      to.interrupt(task, attempt);
    }
  }

  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    NativeWorker from = workers.get(worker);
    return from != null && from.orders().takeBack(task, attempt);
  }

  @Override
  public void stop(int worker) {
    send(worker, FrameType.STOP, 0, 0, Payload.EMPTY);
  }

  private void send(int worker, FrameType type, int task, int attempt, Payload payload) {
    NativeWorker to = workers.get(worker);
    if (to != null) {
      to.orders().send(type, task, attempt, payload);
    }
  }

  @Override
  public void dump(int worker) {
    NativeWorker to = workers.get(worker);
    if (to != null) {
      to.dump();
    }
  }

  @Override
  public boolean signal(int worker, int signal) {
    NativeWorker to = workers.get(worker);
    return to != null && to.signal(signal);
  }

  @Override
  public void release(int worker) {
    NativeWorker gone = workers.remove(worker);
    if (gone == null) {
      return;
    }
    gone.release();
    if (gone.process().isEmpty() || !gone.hasExited()) {
      // Also one that is still being started: it is killed when it is there.
      dying.put(worker, gone);
    } else {
      bury(gone);
    }
  }

  private void bury(NativeWorker zombie) {
    zombie
        .process()
        .ifPresent(
            it -> undertaker.bury(new Undertaker.Dead(zombie.number(), it.pid(), it.pidfd())));
  }

  @Override
  public void post(Runnable action) {
    posted.add(action);
    wake.up();
  }

  @Override
  public void await(long deadlineNanos, WorkerFacts facts) {
    int count = io.waitFor(timeoutMillis(deadlineNanos));
    long atNanos = clock.getAsLong();
    boolean woken = false;
    for (int i = 0; i < count; i++) {
      long key = io.events().key(i);
      if (key == WAKE_KEY) {
        woken = true;
      } else if (key == GuardWatch.KEY) {
        guardWatch.replace();
      } else {
        handle((int) (key >> NativeWorker.KEY_BITS), (int) key & 7, facts, atNanos);
      }
    }
    if (woken) {
      wake.reset();
      for (Spawned next = spawned.poll(); next != null; next = spawned.poll()) {
        started(next, facts);
      }
      for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
        next.run();
      }
    }
  }

  private int timeoutMillis(long deadlineNanos) {
    if (deadlineNanos == Long.MAX_VALUE) {
      return -1;
    }
    long left = deadlineNanos - clock.getAsLong();
    return left <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }

  private void handle(int number, int what, WorkerFacts facts, long atNanos) {
    NativeWorker worker = workers.get(number);
    if (worker != null) {
      worker.handle(what, facts, atNanos);
      return;
    }
    NativeWorker last = dying.get(number);
    if (last != null && what == NativeWorker.END) {
      dying.remove(number);
      last.endUnseen();
      bury(last);
    }
  }

  private void started(Spawned spawned, WorkerFacts facts) {
    NativeWorker worker = spawned.worker();
    boolean wanted = workers.get(spawned.number()) == worker;
    switch (spawned.outcome()) {
      case Spawner.Outcome.Started it -> {
        int error = worker.started(it.process(), command.firstWords(spawned.number()));
        if (error < 0) {
          cannotListenTo(spawned, -error, facts);
        } else if (wanted) {
          facts.spawned(spawned.number(), it.process().identity(), spawned.atNanos());
        } else {
          worker.release();
        }
      }
      case Spawner.Outcome.Failed it -> {
        workers.remove(spawned.number(), worker);
        dying.remove(spawned.number(), worker);
        if (wanted) {
          facts.spawnFailed(spawned.number(), it.reason(), spawned.atNanos());
        }
      }
    }
  }

  /// Its end may not be told either, so the undertaker waits for it; it has got SIGKILL.
  private void cannotListenTo(Spawned spawned, int error, WorkerFacts facts) {
    NativeWorker worker = spawned.worker();
    boolean wanted = workers.remove(spawned.number(), worker);
    dying.remove(spawned.number(), worker);
    worker.release();
    worker.endUnseen();
    bury(worker);
    if (wanted) {
      facts.spawnFailed(
          spawned.number(),
          "the kernel cannot watch one more worker (error %d of epoll_ctl); run fewer workers or raise fs.epoll.max_user_watches"
              .formatted(error),
          spawned.atNanos());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    guardWatch.close();
    template.ifPresent(it -> it.close(io.sys()));
    if (finishSpawning()) {
      template.ifPresent(Template::free);
    }
    workers.keySet().stream().toList().forEach(this::release);
    long deadline = clock.getAsLong() + CLOSE_NANOS;
    WorkerFacts nobody = NoFacts.INSTANCE;
    while (!dying.isEmpty() && clock.getAsLong() < deadline) {
      await(deadline, nobody);
    }
    undertaker.close();
    rooms.close();
    guard.end();
    while (guard.pidfd() >= 0 && clock.getAsLong() < deadline) {
      await(deadline, nobody);
    }
    LateBurial.of(lateComers());
    command.close();
    wake.close();
    io.close();
  }

  private List<Integer> lateComers() {
    List<Integer> late = new ArrayList<>();
    dying.values().forEach(each -> each.process().ifPresent(it -> late.add(it.pidfd())));
    if (guard.pidfd() >= 0) {
      late.add(guard.handOver());
    }
    return late;
  }

  private boolean finishSpawning() {
    spawning.shutdown();
    try {
      if (spawning.awaitTermination(CLOSE_NANOS, TimeUnit.NANOSECONDS)) {
        return true;
      }
      spawning.shutdownNow();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
