package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port with the means of the Java library alone: threads that block on pipes, and the
/// library's own reaper. Slower by a hand-over between threads for each message, and an exit code
/// over 128 cannot be told from a signal.
///
/// There is no guard: a worker notices by itself that its message pipe has ended (see `shim.py`);
/// on Windows its job object ends with us.
final class PortablePort implements WorkerPort {
  private static final Logger LOG = LoggerFactory.getLogger(PortablePort.class);

  private static final long CLOSE_NANOS = 2_000_000_000L;

  private final WorkerSettings settings;
  private final LongSupplier clock;
  private final HostSystem system;
  private final Grip grip;
  private final WorkerCommand command;
  private final Rooms rooms;
  private final Inbox inbox = new Inbox();
  private final Map<Integer, PortableWorker> workers = new HashMap<>();
  private final ExecutorService spawning =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lifeguard-spawner").factory());
  private boolean closed;

  /// What happens on other threads, in order. The threads of workers wait when much is there that
  /// the supervisor thread has not heard yet; posts from elsewhere never wait.
  static final class Inbox {
    private final LinkedBlockingQueue<Consumer<WorkerFacts>> queue = new LinkedBlockingQueue<>();

    /// Has something told on the supervisor thread.
    void add(Consumer<WorkerFacts> telling) {
      queue.add(telling);
    }

    /// Waits until there is something to tell or the deadline has passed, and tells all there is.
    void await(long deadlineNanos, LongSupplier clock, WorkerFacts facts) {
      Consumer<WorkerFacts> next = first(deadlineNanos, clock);
      // As many as there are now: those that come meanwhile are for the next time.
      for (int left = queue.size(); next != null; left--) {
        next.accept(facts);
        next = left > 0 ? queue.poll() : null;
      }
    }

    private Consumer<WorkerFacts> first(long deadlineNanos, LongSupplier clock) {
      try {
        if (deadlineNanos == Long.MAX_VALUE) {
          return queue.take();
        }
        long left = Math.max(0, deadlineNanos - clock.getAsLong());
        Consumer<WorkerFacts> next = queue.poll(left, TimeUnit.NANOSECONDS);
        return next == null ? Inbox::nothing : next;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Inbox::nothing;
      }
    }

    private static void nothing(WorkerFacts facts) {}
  }

  PortablePort(WorkerSettings settings, LongSupplier clock, HostSystem system) {
    this.settings = settings;
    this.clock = clock;
    this.system = system;
    this.grip = Grip.of(system, settings.memory());
    this.rooms = new Rooms(settings.memory());
    this.command = WorkerCommands.of(settings, lifeline(system), system);
  }

  private static PythonCommand.Lifeline lifeline(HostSystem system) {
    return system == HostSystem.WINDOWS
        ? PythonCommand.Lifeline.READER
        : PythonCommand.Lifeline.WATCH;
  }

  @Override
  public void spawn(int worker) {
    PortableWorker added =
        new PortableWorker(worker, inbox, clock, grip, settings.messageLimitBytes());
    workers.put(worker, added);
    spawning.execute(() -> start(worker, added));
  }

  private void start(int number, PortableWorker worker) {
    String told = tryToStart(number, worker);
    if (!told.isEmpty()) {
      long atNanos = clock.getAsLong();
      inbox.add(facts -> {
        if (workers.remove(number, worker)) {
          facts.spawnFailed(number, told, atNanos);
        }
      });
    }
  }

  /// Answers why it did not start; empty when it did.
  private String tryToStart(int number, PortableWorker worker) {
    try {
      if (command.needsNativeAccess()) {
        return system == HostSystem.WINDOWS
            ? "`start: template` forks, which Windows cannot; use `start: spawn`"
            : "`start: template` needs Linux with native access, which this run does not have; use"
                + " `start: spawn`, or see `lifeguard doctor`";
      }
      String path = searchPath();
      var program = command.program(path);
      if (program.isEmpty()) {
        return command.explain(path, "");
      }
      ProcessBuilder builder = builder(number, program.get());
      String reason = worker.start(builder, command.firstWords(number));
      return reason.isEmpty() ? "" : command.explain(path, reason);
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    } catch (RuntimeException | Error bug) {
      // Without an answer the worker would be starting for ever.
      LOG.error("a worker could not be started", bug);
      return WorkerCommand.explain(bug);
    }
  }

  private ProcessBuilder builder(int number, Path program) throws IOException {
    List<String> arguments = new ArrayList<>(command.arguments(program, number));
    arguments.set(0, program.toString());
    List<String> line = rooms.commandLine(number, arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.directory(settings.directory().toFile());
    Map<String, String> environment = builder.environment();
    Variables.change(environment, command.environment(), system);
    Variables.change(environment, settings.environment(), system);
    environment.put(WorkerMark.NAME, rooms.mark().value(number));
    return builder;
  }

  private String searchPath() {
    Map<String, String> all = new HashMap<>(System.getenv());
    Variables.change(all, settings.environment(), system);
    return Variables.of(all, system).getOrDefault("PATH", "");
  }

  @Override
  public void run(int worker, int task, int attempt, Payload item) {
    send(worker, FrameType.RUN, task, attempt, item);
  }

  /// Without native access only a message can be sent. A worker with a thread that reads does what
  /// it says at once, others when they have done their task: too late. The hard time limit ends the
  /// task then.
  @Override
  public void interrupt(int worker, int task, int attempt) {
    send(worker, FrameType.INTERRUPT, task, attempt, Payload.EMPTY);
  }

  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    // What is written to the pipe cannot be told from what the worker has read.
    return false;
  }

  @Override
  public void stop(int worker) {
    send(worker, FrameType.STOP, 0, 0, Payload.EMPTY);
  }

  /// Without native access only a message can be sent, which a worker without a thread that reads
  /// has after its task.
  @Override
  public void dump(int worker) {
    send(worker, FrameType.DUMP, 0, 0, Payload.EMPTY);
  }

  private void send(int worker, FrameType type, int task, int attempt, Payload payload) {
    PortableWorker to = workers.get(worker);
    if (to != null) {
      to.send(type, task, attempt, payload);
    }
  }

  @Override
  public boolean signal(int worker, int signal) {
    PortableWorker to = workers.get(worker);
    return to != null && to.signal(signal);
  }

  @Override
  public void release(int worker) {
    PortableWorker gone = workers.remove(worker);
    if (gone != null) {
      gone.release();
      // It may wait for the end of what it kills.
      spawning.execute(() -> {
        grip.remove(worker);
        rooms.remove(worker);
      });
    }
  }

  @Override
  public void post(Runnable action) {
    inbox.add(_ -> action.run());
  }

  @Override
  public void await(long deadlineNanos, WorkerFacts facts) {
    inbox.await(deadlineNanos, clock, facts);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    spawning.shutdown();
    try {
      spawning.awaitTermination(CLOSE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    List<PortableWorker> last = List.copyOf(workers.values());
    workers.clear();
    last.forEach(PortableWorker::release);
    last.forEach(it -> it.awaitEnd(CLOSE_NANOS));
    command.close();
    grip.close();
    rooms.close();
  }
}
