package dev.lifeguard.journal;

import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// How fast a recording is written and read, beside a plain buffered write of the same bytes: a
/// million tasks that do nothing, on two workers.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.journal.RecordingRates -Dbench=/tmp`
public final class RecordingRates {
  private static final int TASKS = 1_000_000;
  private static final int ROUNDS = 5;
  private static final Payload ITEM = Payload.of("123456");
  private static final TaskAnswer ANSWER = new TaskAnswer.Result(Payload.of("246912"));

  private RecordingRates() {}

  /// Runs all rounds in a new directory below the given one.
  public static void main(String[] arguments) throws IOException {
    Path below = Path.of(arguments.length == 0 ? "/tmp" : arguments[0]);
    List<List<PoolEvent>> batches = batches();
    for (int round = 1; round <= ROUNDS; round++) {
      Path directory = Files.createTempDirectory(below, "recording-rates");
      RunDirectory run = done(RunDirectory.createAt(directory.resolve("run")));
      double recorded = record(run, batches);
      long bytes = Files.size(run.journal()) + Files.size(run.results());
      double plain = writePlain(run, directory.resolve("plain"));
      double read = read(run);
      System.out.printf(
          "round %d: recorded %,.0f events/s, plain write %,.0f events/s, read and folded %,.0f"
              + " events/s; a task takes %d bytes of journal, %d of results%n",
          round,
          2L * TASKS / recorded,
          2L * TASKS / plain,
          2L * TASKS / read,
          Files.size(run.journal()) / TASKS,
          (bytes - Files.size(run.journal())) / TASKS);
      delete(directory);
    }
  }

  private static List<List<PoolEvent>> batches() {
    List<List<PoolEvent>> batches = new ArrayList<>();
    batches.add(
        List.of(
            new PoolEvent.TasksQueued(0, 1, TASKS),
            new PoolEvent.WorkerStarting(1, 1, OptionalInt.empty()),
            new PoolEvent.WorkerStarting(2, 2, OptionalInt.empty())));
    for (int task = 1; task <= TASKS; task++) {
      long at = task * 5_123L;
      int worker = 1 + task % 2;
      batches.add(
          List.of(
              new PoolEvent.TaskStarted(at, task, 1, worker, "123456"),
              new PoolEvent.TaskEnded(
                  at + 4_211, task, TaskOutcome.DONE, 1, OptionalInt.of(worker), ANSWER)));
    }
    batches.add(List.of(new PoolEvent.JobEnded(TASKS * 5_123L, JobEnd.FINISHED, 0)));
    return batches;
  }

  private static double record(RunDirectory run, List<List<PoolEvent>> batches) {
    JournalHeader header =
        JournalHeader.current("bench", new ProcessIdentity(1, 1, 1), Instant.EPOCH, "bench");
    Recording recording =
        new Recording(_ -> ITEM, Duration.ofMillis(200), System.err::println, ResultsCopy.none());
    long before = System.nanoTime();
    try (JournalWriter writer = done(JournalWriter.open(run, header, recording))) {
      for (List<PoolEvent> batch : batches) {
        while (writer.isBehind()) {
          Thread.onSpinWait();
        }
        writer.accept(batch);
      }
    }
    return (System.nanoTime() - before) / 1e9;
  }

  private static double writePlain(RunDirectory run, Path copy) throws IOException {
    byte[] journal = Files.readAllBytes(run.journal());
    byte[] results = Files.readAllBytes(run.results());
    long before = System.nanoTime();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 128 << 10)) {
      for (byte[] bytes : new byte[][] {journal, results}) {
        for (int at = 0; at < bytes.length; at += 100) {
          out.write(bytes, at, Math.min(100, bytes.length - at));
        }
      }
    }
    return (System.nanoTime() - before) / 1e9;
  }

  private static double read(RunDirectory run) throws IOException {
    long before = System.nanoTime();
    JobModel model = new JobModel();
    try (JournalReader reader = done(JournalReader.open(run.journal()))) {
      for (List<PoolEvent> events = reader.read(4096);
          !events.isEmpty();
          events = reader.read(4096)) {
        events.forEach(model::apply);
      }
    }
    if (model.attemptsStarted() != TASKS) {
      throw new IllegalStateException("read only " + model.attemptsStarted());
    }
    return (System.nanoTime() - before) / 1e9;
  }

  private static <T> T done(Tried<T> tried) {
    return switch (tried) {
      case Tried.Done<T>(T value) -> value;
      case Tried.Refused<T>(String sentence) -> throw new IllegalStateException(sentence);
    };
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
