package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.queue.QueueFilter;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.journal.EventCodec;
import dev.lifeguard.journal.JournalReader;
import dev.lifeguard.journal.Tried;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the window costs off the JavaFX thread: filtering a million tasks between two key strokes,
/// reading and folding a recording of two million events, going to any moment of it, and the heap of a job that goes on and
/// on. No display and no toolkit.
///
///     mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowRates -Dbench="queue open seek soak"
final class WindowRates {
  private static final int TASKS = Integer.getInteger("tasks", 1_000_000);
  private static final int WORKERS = 8;

  private final JobModel job = new JobModel();
  private final Wishes wishes = new Wishes();
  private final WindowCamera camera = new WindowCamera(wishes);

  private WindowRates() {}

  static void main(String[] args) throws IOException {
    List<String> wanted =
        args.length == 0
            ? List.of("queue", "open", "seek", "soak")
            : List.of(String.join(" ", args).split(" "));
    if (wanted.contains("queue")) {
      new WindowRates().filterAMillionTasks();
    }
    if (wanted.contains("open")) {
      openTwoMillionEvents();
    }
    if (wanted.contains("seek")) {
      seekInTwoMillionEvents();
    }
    if (wanted.contains("soak")) {
      new WindowRates().soak();
    }
  }

  private void filterAMillionTasks() {
    begin(TASKS);
    for (int task = 1; task <= TASKS; task++) {
      run(task, task);
    }
    take();
    String[] typed = {"i", "it", "item 9", "item 99", "item 999", "ITEM 9999", "#4711", ""};
    long[] nanos = new long[typed.length * 5];
    for (int i = 0; i < nanos.length; i++) {
      wishes.tasks(new QueueFilter(Optional.empty(), typed[i % typed.length]));
      nanos[i] = take();
    }
    report("filter a million tasks by text, a key stroke", nanos);
    for (int i = 0; i < nanos.length; i++) {
      TaskState state = i % 2 == 0 ? TaskState.FAILED : TaskState.DONE;
      wishes.tasks(new QueueFilter(Optional.of(state), ""));
      nanos[i] = take();
    }
    report("filter a million tasks by state", nanos);
  }

  private static void openTwoMillionEvents() throws IOException {
    Path file = Files.createTempFile("lifeguard-bench", ".jsonl");
    try {
      write(file);
      System.out.printf("recording of %,d bytes%n", Files.size(file));
      long[] reading = new long[5];
      long[] all = new long[5];
      for (int i = 0; i < all.length; i++) {
        reading[i] = read(file, new WindowRates(), false);
        all[i] = read(file, new WindowRates(), true);
      }
      report("read two million events", reading);
      report("read and fold them for the whole window", all);
    } finally {
      Files.delete(file);
    }
  }

  /// From any later moment of a film to this one: everything since the last waypoint is folded
  /// anew, and waypoints are at the quarters.
  private static void seekInTwoMillionEvents() throws IOException {
    Path file = Files.createTempFile("lifeguard-bench", ".jsonl");
    try {
      write(file);
      List<PoolEvent> events = new ArrayList<>();
      if (JournalReader.open(file) instanceof Tried.Done<JournalReader>(JournalReader reader)) {
        try (reader) {
          events.addAll(reader.read(Integer.MAX_VALUE));
        }
      }
      long[] nanos = new long[50];
      for (int i = 0; i < nanos.length; i++) {
        int tenths = 1 + i % 10;
        WindowRates window = new WindowRates();
        int to = (int) ((long) events.size() * tenths / 10);
        int quarter = events.size() / 4;
        // The end itself is no waypoint, but may be gone to.
        int waypoint = Math.min(to - 1, 3 * quarter) / quarter * quarter;
        events.subList(0, waypoint).forEach(window::tell);
        long began = cpuNanos();
        events.subList(waypoint, to).forEach(window::tell);
        window.take();
        nanos[i] = cpuNanos() - began;
      }
      for (int tenths = 1; tenths <= 10; tenths++) {
        long[] there = new long[nanos.length / 10];
        for (int i = 0; i < there.length; i++) {
          there[i] = nanos[10 * i + tenths - 1];
        }
        report("go to " + 10 * tenths + " % of two million events", there);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static long read(Path file, WindowRates window, boolean fold) throws IOException {
    long began = cpuNanos();
    if (JournalReader.open(file) instanceof Tried.Done<JournalReader>(JournalReader reader)) {
      try (reader) {
        for (List<PoolEvent> batch = reader.read(4096);
            !batch.isEmpty();
            batch = reader.read(4096)) {
          if (fold) {
            batch.forEach(window::tell);
          }
        }
      }
    }
    if (fold) {
      window.take();
    }
    return cpuNanos() - began;
  }

  /// Writes an hour of eight workers down: a million tasks, two million events.
  static void write(Path file) throws IOException {
    String golden =
        Files.readString(Path.of("src", "test", "resources", "journals", "v1.1", "journal.jsonl"));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(golden.lines().limit(2).toList().get(0).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      out.write(golden.lines().limit(2).toList().get(1).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      out.write(EventCodec.encode(new PoolEvent.TasksQueued(1, 1, TASKS)));
      for (int worker = 1; worker <= WORKERS; worker++) {
        out.write(EventCodec.encode(new PoolEvent.WorkerStarting(2, worker, OptionalInt.empty())));
        out.write(EventCodec.encode(new PoolEvent.WorkerReady(3, worker, "bench", 1)));
      }
      for (int task = 1; task <= TASKS; task++) {
        for (PoolEvent event : attempt(task, task * 3_600_123L)) {
          out.write(EventCodec.encode(event));
        }
      }
    }
  }

  /// A job that begins and ends tasks for ever in one process; the heap after collection is told at
  /// every tenth of a million attempts. It must stay flat once the bounded stores are full, but for
  /// what the model keeps of every task.
  private void soak() {
    int rounds = Integer.getInteger("soak.rounds", 10);
    int tasks = 200_000;
    begin(tasks);
    long at = 0;
    for (int round = 1; round <= rounds; round++) {
      for (int task = 1; task <= tasks; task++) {
        at++;
        run(task, at);
        if (task % 1000 == 0) {
          take();
        }
      }
      System.gc();
      Runtime heap = Runtime.getRuntime();
      System.out.printf(
          "%,10d attempts  heap after collection %.1f MB%n",
          (long) round * tasks, (heap.totalMemory() - heap.freeMemory()) / 1e6);
    }
  }

  private void begin(int tasks) {
    tell(new PoolEvent.TasksQueued(0, 1, tasks));
    for (int worker = 1; worker <= WORKERS; worker++) {
      tell(new PoolEvent.WorkerStarting(0, worker, OptionalInt.empty()));
      tell(new PoolEvent.WorkerReady(1, worker, "bench", 1));
    }
  }

  private void run(int task, long at) {
    attempt(task, at * 1_000_000).forEach(this::tell);
  }

  private static List<PoolEvent> attempt(int task, long nanos) {
    int worker = 1 + task % WORKERS;
    boolean fails = task % 1000 == 0;
    return List.of(
        new PoolEvent.TaskStarted(nanos, task, 1, worker, "item " + task),
        new PoolEvent.TaskEnded(
            nanos + 900_000,
            task,
            fails ? TaskOutcome.FAILED : TaskOutcome.DONE,
            1,
            OptionalInt.of(worker),
            new TaskAnswer.Result(Payload.EMPTY)));
  }

  private void tell(PoolEvent event) {
    job.apply(event);
    camera.saw(event);
  }

  private long take() {
    long began = cpuNanos();
    camera.take(job, new Moment(job.lastNanos(), 0, ""));
    return cpuNanos() - began;
  }

  /// What this thread has used of a processor: on a machine that others use as well, the clock on
  /// the wall tells of them.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void report(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: median %.1f ms, slowest %.1f ms%n",
        what, sorted[sorted.length / 2] / 1e6, sorted[sorted.length - 1] / 1e6);
  }
}
