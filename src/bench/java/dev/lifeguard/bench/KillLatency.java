package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.EngineSettings;
import dev.lifeguard.engine.Recorder;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.linux.EpollEvents;
import dev.lifeguard.probe.linux.LinuxProbes;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import dev.lifeguard.worker.WorkerSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/// How long it takes from SIGKILL to the decision that the worker is dead, beside the least that is
/// possible: a loop that waits for a process handle and a pipe, and decides nothing.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.KillLatency [-Dbench="KILLS MEGABYTES"]`: kills
/// so many busy workers (200) with so much resident memory besides Python itself (0), each followed
/// by a process of the bare loop with as much, so that both see the same machine.
public final class KillLatency {
  private static final int SIGKILL = 9;
  private static final int WARM_UP = 20;
  private static final String SLEEPER =
      """
      import time
      ballast = bytearray(MEGABYTES << 20)
      def work(item):
          time.sleep(1000)
      """;

  private final LinuxSys sys = LinuxSys.open().orElseThrow();
  private final RunClock clock = new RunClock();
  private final BlockingQueue<PoolEvent> events = new LinkedBlockingQueue<>();
  private final Path directory;
  private final int kills;
  private final int megabytes;

  private KillLatency(int kills, int megabytes) throws IOException {
    this.kills = kills;
    this.megabytes = megabytes;
    directory = Files.createTempDirectory("lifeguard-bench-");
    Files.writeString(directory.resolve("sleeper.py"), source());
  }

  /// Runs it and prints two lines and their ratio.
  public static void main(String[] arguments) throws Exception {
    int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int megabytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    new KillLatency(kills, megabytes).run();
  }

  private String source() {
    return SLEEPER.replace("MEGABYTES", Integer.toString(megabytes));
  }

  private void run() throws Exception {
    Engine engine = engine();
    engine.subscribe(batch -> batch.forEach(this::keep));
    engine.start();
    double[] lifeguard = new double[kills];
    double[] bare = new double[kills];
    for (int i = -WARM_UP; i < kills; i++) {
      double ours = killOne();
      double least = killBare();
      if (i >= 0) {
        lifeguard[i] = ours;
        bare[i] = least;
      }
    }
    engine.send(new Command.Abort("the benchmark is over"));
    engine.ended().join();
    System.out.printf("SIGKILL to decision, %d kills each, %d MiB of ballast%n", kills, megabytes);
    double[] a = report("lifeguard (worker pronounced dead)", lifeguard);
    double[] b = report("bare loop (exit and end of pipe seen)", bare);
    System.out.printf("difference: median %+.2f ms, p95 %+.2f ms%n", a[0] - b[0], a[1] - b[1]);
    Files.delete(directory.resolve("sleeper.py"));
    Files.delete(directory);
  }

  private void keep(PoolEvent event) {
    if (event instanceof PoolEvent.TaskStarted
        || event instanceof PoolEvent.WorkerSpawned
        || event instanceof PoolEvent.WorkerDied) {
      events.add(event);
    }
  }

  /// Kills the worker when it is in its task.
  ///
  /// @return milliseconds until it was pronounced dead
  private double killOne() throws InterruptedException {
    long pid = 0;
    while (true) {
      PoolEvent event = events.take();
      if (event instanceof PoolEvent.WorkerSpawned e) {
        pid = e.process().pid();
      } else if (event instanceof PoolEvent.TaskStarted) {
        break;
      }
    }
    Thread.sleep(20);
    long sent = clock.getAsLong();
    sys.kill(pid, SIGKILL);
    while (true) {
      if (events.take() instanceof PoolEvent.WorkerDied e) {
        return (e.atNanos() - sent) / 1e6;
      }
    }
  }

  /// The same with nothing around it.
  private double killBare() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      int[] pipe = new int[2];
      sys.pipe(pipe);
      int pid =
          PosixSpawn.spawn(
              new PosixSpawn.Order(
                  python(),
                  List.of("python3", "-c", source() + "\nprint('r', end='', flush=True)\nwork(1)"),
                  environment(),
                  directory,
                  List.of(pipe[1], pipe[1], pipe[1])));
      int pidfd = sys.pidfdOpen(pid);
      sys.close(pipe[1]);
      var buffer = arena.allocate(8);
      sys.read(pipe[0], buffer, 1);
      Thread.sleep(20);
      int epoll = sys.epollCreate();
      sys.epollAdd(epoll, pipe[0], LinuxSys.READABLE, 1);
      sys.epollAdd(epoll, pidfd, LinuxSys.READABLE, 2);
      EpollEvents ready = new EpollEvents(arena, 8);
      boolean exited = false;
      boolean closed = false;
      long sent = clock.getAsLong();
      sys.kill(pid, SIGKILL);
      while (!exited || !closed) {
        int count = sys.epollWait(epoll, ready, -1);
        for (int i = 0; i < count; i++) {
          if (ready.key(i) == 1) {
            closed = true;
            sys.epollRemove(epoll, pipe[0]);
          } else {
            exited = true;
            sys.reap(pidfd);
            sys.epollRemove(epoll, pidfd);
          }
        }
      }
      double millis = (clock.getAsLong() - sent) / 1e6;
      sys.close(epoll);
      sys.close(pidfd);
      sys.close(pipe[0]);
      return millis;
    }
  }

  private static Path python() {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, "python3"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static List<byte[]> environment() {
    return System.getenv().entrySet().stream()
        .map(e -> (e.getKey() + "=" + e.getValue()).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static double[] report(String name, double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    double p95 = sorted[(int) (sorted.length * 0.95)];
    System.out.printf(
        "%-40s median %6.2f ms   p95 %6.2f ms   max %6.2f ms%n",
        name, median, p95, sorted[sorted.length - 1]);
    return new double[] {median, p95};
  }

  private Engine engine() {
    long never = Duration.ofDays(1).toNanos();
    var settings =
        new EngineSettings(
            "kill-latency",
            "sleeper.py:work",
            directory.toString(),
            PoolPolicy.usual(1)
                .with(new PoolPolicy.Retry(0, 0, 0, 1))
                .with(new PoolPolicy.Restart(Integer.MAX_VALUE, never, 0, 0))
                .with(new PoolPolicy.Times(OptionalLong.empty(), OptionalLong.empty(), 0)),
            new WorkerSettings(
                new WorkerSettings.Program.Python(
                    "python3",
                    directory.resolve("sleeper.py") + ":work",
                    Optional.empty(),
                    new WorkerSettings.PythonStart.Spawn()),
                directory,
                Map.of(),
                new WorkerSettings.MemoryHold.None(),
                WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
            clock,
            Duration.ofMillis(250));
    Probes probes = new LinuxProbes();
    return new Engine(settings, new Numbers(), probes, new Nothing());
  }

  /// As many items as anybody wants.
  private static final class Numbers implements TaskSource {
    private boolean told;

    @Override
    public int discover() {
      int found = told ? 0 : 1_000_000;
      told = true;
      return found;
    }

    @Override
    public boolean isStream() {
      return false;
    }

    @Override
    public List<Item> read(int firstTask, int count) {
      return IntStream.range(firstTask, firstTask + count)
          .mapToObj(task -> new Item(Payload.of(Integer.toString(task)), ""))
          .toList();
    }

    @Override
    public void close() {}
  }

  /// Records nothing.
  private static final class Nothing implements Recorder {
    @Override
    public void accept(List<PoolEvent> batch) {}

    @Override
    public void output(int worker, int task, int attempt, List<String> lines) {}

    @Override
    public void outputEnded(int worker) {}

    @Override
    public List<String> lastLines(int worker) {
      return List.of();
    }

    @Override
    public boolean isBehind() {
      return false;
    }

    @Override
    public boolean takesItems() {
      return false;
    }
  }
}
