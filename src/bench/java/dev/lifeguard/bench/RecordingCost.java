package dev.lifeguard.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.Recorder;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.journal.JournalHeader;
import dev.lifeguard.journal.JournalWriter;
import dev.lifeguard.journal.Recording;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.worker.WorkerSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What recording costs a pool: the same no-op tasks on the same engine, by turns with a recording
/// and without one, in one process. Prints each round, the median of the ratios, and what the
/// supervisor's process used of a processor for a task, which tells more on a machine that others
/// use as well.
///
///     mvn -q -Pbench -Dbench.main=dev.lifeguard.bench.RecordingCost -Dbench="python3 2 200000 21"
public final class RecordingCost {
  // The compiler is busy with the engine for the first seconds, and takes turns with what is
  // measured.
  private static final int WARM_UPS = 4;
  private static final String NOOP = "def work(item):\n    return None\n";

  private final String python;
  private final int workers;
  private final int tasks;

  private RecordingCost(String python, int workers, int tasks) {
    this.python = python;
    this.workers = workers;
    this.tasks = tasks;
  }

  /// Runs all rounds.
  public static void main(String[] arguments) throws IOException {
    String[] words = arguments.length == 0 ? "python3 2 200000 21".split(" ") : arguments;
    RecordingCost cost =
        new RecordingCost(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    int rounds = Integer.parseInt(words[3]);
    for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
      cost.rate(warmUp % 2 == 0);
    }
    double[] ratios = new double[rounds];
    double[] extra = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      // What the machine does besides changes slowly: who is first takes turns.
      boolean recordedFirst = round % 2 == 0;
      Speed first = cost.rate(recordedFirst);
      Speed second = cost.rate(!recordedFirst);
      Speed recorded = recordedFirst ? first : second;
      Speed bare = recordedFirst ? second : first;
      ratios[round] = 1 - recorded.tasksPerSecond() / bare.tasksPerSecond();
      extra[round] = recorded.cpuMicros() - bare.cpuMicros();
      System.out.printf(
          "recorded %,.0f tasks/s, not recorded %,.0f tasks/s: costs %.1f %%;"
              + " %.2f and %.2f us of a processor for a task%n",
          recorded.tasksPerSecond(),
          bare.tasksPerSecond(),
          100 * ratios[round],
          recorded.cpuMicros(),
          bare.cpuMicros());
    }
    Arrays.sort(ratios);
    Arrays.sort(extra);
    System.out.printf(
        "recording a task takes %.2f us of a processor (median)%n", extra[rounds / 2]);
    System.out.printf(
        "recording costs %.1f %% of no-op throughput (median)%n", 100 * ratios[rounds / 2]);
  }

  /// How fast a pool was.
  ///
  /// @param tasksPerSecond in the second half
  /// @param cpuMicros what the supervisor's process used for a task, in microseconds
  private record Speed(double tasksPerSecond, double cpuMicros) {}

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private Speed rate(boolean recorded) throws IOException {
    long before = cpuNanos();
    long[] seen = new long[2];
    try (Bare bare = new Bare(NOOP, new WorkerSettings.PythonStart.Spawn())) {
      Journal journal = recorded ? new Journal(bare.directory()) : null;
      Engine engine =
          journal == null
              ? bare.engine(python, workers, new AllAtOnce(2 * tasks))
              : bare.engine(python, workers, new AllAtOnce(2 * tasks), journal);
      if (journal != null) {
        journal.engine = Optional.of(engine);
      }
      engine.subscribe(batch ->
          batch.forEach(event -> {
            if (event instanceof PoolEvent.TaskEnded e) {
              seen[0] = e.task() == tasks ? e.atNanos() : seen[0];
              seen[1] = e.atNanos();
            }
          }));
      engine.start();
      engine.ended().join();
      if (journal != null) {
        journal.close();
      }
    }
    return new Speed(
        tasks / ((seen[1] - seen[0]) / 1e9), (cpuNanos() - before) / 1e3 / (2.0 * tasks));
  }

  /// A recording as that of a run.
  private static final class Journal implements Recorder {
    private final Path directory;
    private final JournalWriter writer;
    private volatile Optional<Engine> engine = Optional.empty();

    private Journal(Path below) {
      directory = below.resolve("run");
      Recording recording =
          new Recording(
              task -> engine.map(e -> e.takeItem(task)).orElse(Payload.EMPTY),
              Recording.DEFAULT_SYNC,
              System.err::println,
              ResultsCopy.none());
      JournalHeader header =
          JournalHeader.current("bench", new ProcessIdentity(1, 1, 1), Instant.EPOCH, "bench");
      writer = done(JournalWriter.open(done(RunDirectory.createAt(directory)), header, recording));
    }

    @Override
    public void accept(List<PoolEvent> batch) {
      writer.accept(batch);
    }

    @Override
    public void output(int worker, int task, int attempt, List<String> lines) {
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      writer.output(worker, task, attempt, text, text.length);
    }

    @Override
    public void outputEnded(int worker) {
      writer.outputEnded(worker);
    }

    @Override
    public List<String> lastLines(int worker) {
      return writer.lastLines(worker);
    }

    @Override
    public boolean isBehind() {
      return writer.isBehind();
    }

    @Override
    public boolean takesItems() {
      return writer.takesItems();
    }

    private void close() throws IOException {
      writer.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }

    private static <T> T done(Tried<T> tried) {
      return switch (tried) {
        case Tried.Done<T>(T value) -> value;
        case Tried.Refused<T>(String sentence) -> throw new IllegalStateException(sentence);
      };
    }
  }
}
