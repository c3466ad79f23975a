package dev.lifeguard.bench;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.worker.WorkerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/// How long it takes from SIGKILL of a busy worker to the decision that it is dead, and until its
/// task runs again in another process; beside a loop in C that waits for a process handle and a
/// pipe and decides nothing (`src/bench/c/bareloop.c`), and beside the start of a bare interpreter
/// that imports the same.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.KillLatency [-Dbench="--help"]`. One kill of
/// ours and one of the loop take turns, so that both see the same machine and each kills a process
/// that has lain there while the other's was started. Wants `cc`.
public final class KillLatency {
  private static final int SIGKILL = 9;
  private static final int WARM_UP = 20;
  private static final String USAGE =
      """
      --kills N         kills for each size (200; a tenth of it, but 30 at least, from 50 MB on)
      --sizes MB,MB     resident memory of the worker; 0 for the interpreter's own (0)
      --imports M,M     modules that the tasks import (json,decimal,logging)
      --start spawn|template
      --markdown        end with rows of a table
      """;

  // What lies on the heap is written to, so that it is resident.
  private static final String TASKS =
      """
      import time
      import IMPORTS
      ballast = b"x" * (MEGABYTES << 20)
      def work(item):
          time.sleep(1000)
      """;

  // The same imports as those of a worker's own code, which has to be read from somewhere, too.
  private static final String SCRIPT =
      """
      import os, struct, sys, json, faulthandler, fcntl, _thread
      sys.path.insert(0, DIRECTORY)
      import bare_tasks
      os.write(1, b"r")
      bare_tasks.work(1)
      """;

  private final LinuxSys sys = LinuxSys.open().orElseThrow();
  private final Words words;
  private final String python = python();
  private final BlockingQueue<PoolEvent> events = new LinkedBlockingQueue<>();

  private record Words(
      int kills, List<Integer> sizes, String imports, boolean template, boolean markdown) {}

  /// What one size gave, all in milliseconds.
  private record Times(
      int megabytes, double[] decided, double[] loop, double[] again, double[] bare) {
    private static Times of(int megabytes, int count) {
      return new Times(
          megabytes, new double[count], new double[count], new double[count], new double[count]);
    }

    private Times sorted() {
      List.of(decided, loop, again, bare).forEach(Arrays::sort);
      return this;
    }
  }

  private KillLatency(Words words) {
    this.words = words;
  }

  /// Runs it and prints.
  public static void main(String[] arguments) throws Exception {
    Words words = new Words(200, List.of(0), "json,decimal,logging", false, false);
    for (int i = 0; i < arguments.length; i++) {
      words =
          switch (arguments[i]) {
            case "--kills" -> with(words, Integer.parseInt(arguments[++i]), words.sizes);
            case "--sizes" -> with(words, words.kills, numbers(arguments[++i]));
            case "--imports" ->
                new Words(words.kills, words.sizes, arguments[++i], words.template, words.markdown);
            case "--start" ->
                new Words(
                    words.kills,
                    words.sizes,
                    words.imports,
                    arguments[++i].equals("template"),
                    words.markdown);
            case "--markdown" ->
                new Words(words.kills, words.sizes, words.imports, words.template, true);
            default -> {
              System.out.print(USAGE);
              System.exit(arguments[i].equals("--help") ? 0 : 2);
              throw new IllegalStateException();
            }
          };
    }
    new KillLatency(words).run();
  }

  private static Words with(Words words, int kills, List<Integer> sizes) {
    return new Words(kills, sizes, words.imports, words.template, words.markdown);
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private void run() throws Exception {
    Path loop = Files.createTempFile("bareloop", "");
    String source = Path.of("src/bench/c/bareloop.c").toString();
    int compiled =
        new ProcessBuilder("cc", "-O2", "-o", loop.toString(), source)
            .inheritIO()
            .start()
            .waitFor();
    if (compiled != 0) {
      System.err.println("cc could not compile " + source + "; install gcc");
      System.exit(1);
    }
    List<Times> all = new ArrayList<>();
    for (int megabytes : words.sizes) {
      all.add(measure(loop, megabytes));
      tell(all.getLast());
    }
    if (words.markdown) {
      all.forEach(this::tellMarkdown);
    }
    Files.delete(loop);
  }

  private WorkerSettings.PythonStart start() {
    return words.template
        ? new WorkerSettings.PythonStart.Template(Arrays.asList(words.imports.split(",", -1)))
        : new WorkerSettings.PythonStart.Spawn();
  }

  private Times measure(Path loop, int megabytes) throws Exception {
    int count = megabytes < 50 ? words.kills : Math.max(30, words.kills / 10);
    Times times = Times.of(megabytes, count);
    String ballast = Integer.toString(Math.max(0, megabytes - 15));
    String tasks =
        TASKS
            .replace("IMPORTS", words.imports)
            .replace("MEGABYTES", megabytes == 0 ? "0" : ballast);
    events.clear();
    try (Bare bare = new Bare(tasks, start())) {
      Path script = Files.createTempFile("bare", ".py");
      Files.writeString(
          script, SCRIPT.replace("DIRECTORY", "\"" + bare.directory().toString() + "\""));
      ProcessBuilder builder = new ProcessBuilder(loop.toString(), python, script.toString());
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
      Process beside = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Engine engine = bare.engine(python, 1, new Numbers());
      engine.subscribe(batch -> batch.forEach(this::keep));
      engine.start();
      alternate(bare, beside, times);
      engine.send(new Command.Abort("the benchmark is over"));
      engine.ended().join();
      beside.outputWriter().close();
      beside.waitFor();
      Files.delete(script);
    }
    return times.sorted();
  }

  private void alternate(Bare bare, Process beside, Times times) throws Exception {
    long pid = running();
    for (int i = -WARM_UP; i < times.decided.length; i++) {
      Thread.sleep(20);
      long sent = bare.clock().getAsLong();
      sys.kill(pid, SIGKILL);
      long decided = 0;
      while (decided == 0) {
        if (events.take() instanceof PoolEvent.WorkerDied e) {
          decided = e.atNanos();
        }
      }
      pid = running();
      Thread.sleep(20);
      double kill = ask(beside, "kill");
      double start = ask(beside, "start");
      if (i >= 0) {
        times.decided[i] = (decided - sent) / 1e6;
        times.again[i] = (startedNanos - sent) / 1e6;
        times.loop[i] = kill;
        times.bare[i] = start;
      }
    }
  }

  private long startedNanos;

  /// Waits until a worker has its task.
  ///
  /// @return its process
  private long running() throws InterruptedException {
    long pid = 0;
    while (true) {
      PoolEvent event = events.take();
      if (event instanceof PoolEvent.WorkerSpawned e) {
        pid = e.process().pid();
      } else if (event instanceof PoolEvent.TaskStarted e) {
        startedNanos = e.atNanos();
        return pid;
      }
    }
  }

  private static double ask(Process beside, String what) throws Exception {
    beside.outputWriter().write(what + "\n");
    beside.outputWriter().flush();
    String answer = beside.inputReader().readLine();
    if (answer == null) {
      throw new IllegalStateException("the loop in C has ended");
    }
    return Double.parseDouble(answer);
  }

  private void keep(PoolEvent event) {
    if (event instanceof PoolEvent.TaskStarted
        || event instanceof PoolEvent.WorkerSpawned
        || event instanceof PoolEvent.WorkerDied) {
      events.add(event);
    }
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static double p95(double[] sorted) {
    return sorted[(int) (sorted.length * 0.95)];
  }

  private void tell(Times times) {
    System.out.printf("SIGKILL, %s, %d kills each%n", size(times), times.decided.length);
    line("Lifeguard: pronounced dead", times.decided);
    line("loop in C: exit and end of pipe seen", times.loop);
    System.out.printf(
        "  difference: median %+.2f ms, p95 %+.2f ms%n",
        median(times.decided) - median(times.loop), p95(times.decided) - p95(times.loop));
    line("Lifeguard: task runs again", times.again);
    line("bare interpreter, same imports: ready", times.bare);
    System.out.printf("  ratio of the medians: %.2f%n", median(times.again) / median(times.bare));
  }

  private static void line(String name, double[] sorted) {
    System.out.printf(
        "  %-40s median %7.2f ms   p95 %7.2f ms   max %7.2f ms%n",
        name, median(sorted), p95(sorted), sorted[sorted.length - 1]);
  }

  private static String size(Times times) {
    return times.megabytes == 0 ? "the interpreter's own size" : times.megabytes + " MB resident";
  }

  private void tellMarkdown(Times times) {
    System.out.printf(
        "| SIGKILL of a busy worker (%s) to the decision | median %.2f ms, p95 %.2f ms | a loop in"
            + " C: %.2f and %.2f ms |%n",
        size(times),
        median(times.decided),
        p95(times.decided),
        median(times.loop),
        p95(times.loop));
    System.out.printf(
        "| … until its task runs again, %s | median %.1f ms | start of a bare interpreter: %.1f ms"
            + " (ratio %.2f) |%n",
        words.template ? "template" : "spawn",
        median(times.again),
        median(times.bare),
        median(times.again) / median(times.bare));
  }

  /// The interpreter itself, not a script that looks for one.
  private static String python() {
    try {
      Process asked =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
      return new String(
              asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .strip();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// As many items as anybody wants.
  private static final class Numbers implements TaskSource {
    private boolean told;

    @Override
    public int discover() {
      int found = told ? 0 : 10;
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
}
