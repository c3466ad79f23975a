package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/// What python workers cost, without the pool: how many tasks that do nothing two of them take in a
/// second with one or two tasks in hand, and how long it takes from the order for a worker to its
/// hello, started and forked, beside a bare interpreter with the same imports.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.worker.PythonWorkers [-Dbench="TASKS STARTS BYTES"]`
/// with so many tasks (200000), starts (30) and bytes of an item (10).
public final class PythonWorkers {
  private static final int ROUNDS = 5;
  private static final int WORKERS = 2;
  private static final List<String> IMPORTS = List.of("json", "asyncio", "decimal");
  private static final String TARGET =
      """
      import json, asyncio, decimal
      def noop(_item):
          return None
      """;

  private final Path directory;
  private final String python;
  private final Payload item;

  private PythonWorkers(int bytes) throws IOException {
    directory = Files.createTempDirectory("lifeguard-bench-");
    Files.writeString(directory.resolve("bench_target.py"), TARGET);
    Process asked =
        new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
    python = new String(asked.getInputStream().readAllBytes()).strip();
    item = Payload.of("\"" + "x".repeat(bytes) + "\"");
  }

  /// Measures everything.
  public static void main(String[] arguments) throws IOException {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    int starts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    PythonWorkers bench =
        new PythonWorkers(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10);
    bench.measureStarts(starts);
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.printf(
          "round %d: window 1 %,.0f tasks/s, window 2 %,.0f tasks/s%n",
          round, bench.rate(tasks, 1), bench.rate(tasks, 2));
    }
  }

  private WorkerSettings settings(WorkerSettings.PythonStart start) {
    return new WorkerSettings(
        new WorkerSettings.Program.Python(python, "bench_target:noop", Optional.empty(), start),
        directory,
        Map.of(),
        new WorkerSettings.MemoryHold.None(),
        64 << 20);
  }

  private void measureStarts(int starts) throws IOException {
    double[] bare = new double[starts];
    double[] spawned = new double[starts];
    double[] forked = new double[starts];
    WorkerSettings.PythonStart spawn = new WorkerSettings.PythonStart.Spawn();
    WorkerSettings.PythonStart template = new WorkerSettings.PythonStart.Template(IMPORTS);
    try (WorkerPort spawning = WorkerPorts.open(settings(spawn), System::nanoTime);
        WorkerPort forking = WorkerPorts.open(settings(template), System::nanoTime)) {
      start(spawning, 1);
      start(forking, 1);
      for (int i = 0; i < starts; i++) {
        bare[i] = bareMillis();
        spawned[i] = start(spawning, i + 2);
        forked[i] = start(forking, i + 2);
      }
    }
    System.out.println("python3 -c 'import " + String.join(", ", IMPORTS) + "': " + told(bare));
    System.out.println("spawn, from order to hello: " + told(spawned));
    System.out.println("template, from order to hello: " + told(forked));
  }

  private static String told(double[] millis) {
    Arrays.sort(millis);
    return "best %.1f ms, p50 %.1f ms, p90 %.1f ms"
        .formatted(millis[0], millis[millis.length / 2], millis[millis.length * 9 / 10]);
  }

  private double bareMillis() throws IOException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(python, "-c", "import " + String.join(", ", IMPORTS) + "\nprint(1)")
            .directory(directory.toFile())
            .start();
    int _ = process.getInputStream().read();
    return (System.nanoTime() - began) / 1e6;
  }

  private static double start(WorkerPort port, int worker) {
    Counter counter = new Counter(_ -> {});
    long began = System.nanoTime();
    port.spawn(worker);
    while (counter.ready == 0) {
      port.await(Long.MAX_VALUE, counter);
    }
    double millis = (System.nanoTime() - began) / 1e6;
    if (worker > 1) {
      port.release(worker);
    }
    return millis;
  }

  private double rate(int tasks, int window) {
    int[] given = {0};
    WorkerSettings.PythonStart spawn = new WorkerSettings.PythonStart.Spawn();
    try (WorkerPort port = WorkerPorts.open(settings(spawn), System::nanoTime)) {
      Counter counter =
          new Counter(worker -> {
            if (given[0] < tasks) {
              port.run(worker, ++given[0], 1, item);
            }
          });
      for (int worker = 1; worker <= WORKERS; worker++) {
        port.spawn(worker);
      }
      while (counter.ready < WORKERS) {
        port.await(Long.MAX_VALUE, counter);
      }
      long began = System.nanoTime();
      for (int i = 0; i < window * WORKERS; i++) {
        port.run(1 + i % WORKERS, ++given[0], 1, item);
      }
      while (counter.answered < tasks) {
        port.await(Long.MAX_VALUE, counter);
      }
      return tasks / ((System.nanoTime() - began) / 1e9);
    }
  }

  private static final class Counter implements WorkerFacts {
    private final IntConsumer next;
    private int ready;
    private int answered;

    Counter(IntConsumer next) {
      this.next = next;
    }

    @Override
    public void spawned(int worker, ProcessIdentity process, long atNanos) {}

    @Override
    public void spawnFailed(int worker, String reason, long atNanos) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void startFailed(int worker, String reason, long atNanos) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void ready(int worker, String runtime, long pid, long tid, long atNanos) {
      ready++;
    }

    @Override
    public void result(int worker, int task, int attempt, Payload json, long atNanos) {
      answered++;
      next.accept(worker);
    }

    @Override
    public void failed(
        int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos) {
      throw new IllegalStateException(failure.toString());
    }

    @Override
    public void bye(int worker, long atNanos) {}

    @Override
    public void violation(int worker, String offence, long atNanos) {
      throw new IllegalStateException(offence);
    }

    @Override
    public void output(int worker, List<String> lines, long atNanos) {
      lines.forEach(System.out::println);
    }

    @Override
    public void outputClosed(int worker, long atNanos) {}

    @Override
    public void exited(int worker, ExitStatus status, long atNanos) {}
  }
}
