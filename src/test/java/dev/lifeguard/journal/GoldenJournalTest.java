package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recordings of every format version, which are never changed: what was recorded once can be read
/// for ever. `-Dsnapshots=rewrite` writes the one of the newest format again, which is only right
/// as long as no released version has written that format.
final class GoldenJournalTest {
  private static final JournalHeader NEWEST =
      WindowsStory.header().withJobFile(new JournalHeader.Seal(1, "0".repeat(64)));

  @Test
  void journalOfVersion1IsReadAndMeansWhatItMeant() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMajor()).isEqualTo(1);
      assertThat(reader.header().application()).isEqualTo("0.1.0");
      assertThat(events).hasSize(56);
      assertThat(events).doesNotHaveAnyElementsOfTypes(PoolEvent.Unrecognised.class);
      assertThat(model.taskCount()).isEqualTo(7);
      assertThat(model.count(TaskState.DONE)).isEqualTo(3);
      assertThat(model.count(TaskState.FAILED)).isEqualTo(1);
      assertThat(model.count(TaskState.QUARANTINED)).isEqualTo(1);
      assertThat(model.count(TaskState.CANCELLED)).isEqualTo(1);
      assertThat(model.count(TaskState.NOT_RUN)).isEqualTo(1);
      assertThat(model.attemptsStarted()).isEqualTo(10);
      assertThat(model.lostAttempts()).isEqualTo(4);
      assertThat(model.workerCount()).isEqualTo(6);
      assertThat(model.incidents())
          .extracting(Incident::cause)
          .extracting(cause -> cause.kind())
          .containsExactly(
              CauseKind.SIGNAL, CauseKind.KERNEL_OOM, CauseKind.SIGNAL, CauseKind.OPERATOR);
      assertThat(model.incident(2).output())
          .containsExactly("reading doc-3.txt", "allocating 1.9 GiB");
      assertThat(model.end().orElseThrow().end()).isEqualTo(JobEnd.STOPPED);
      assertThat(model.lastNanos()).isEqualTo(83_921_754);
    }
  }

  @Test
  void journalOfVersion1Point1IsReadAndMeansWhatItMeant() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.1/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMinor()).isEqualTo(1);
      assertThat(events).hasSize(98);
      assertThat(model.countingTasks()).isEqualTo(12);
      assertThat(model.countOfCounting(TaskState.DONE)).isEqualTo(6);
      assertThat(model.countOfCounting(TaskState.FAILED)).isEqualTo(1);
      assertThat(model.recycledWorkers()).isEqualTo(2);
      assertThat(model.diedWorkers()).isEqualTo(5);
      assertThat(model.interruptedAttempts()).isEqualTo(1);
      assertThat(model.incident(5).isDeath()).isFalse();
      assertThat(model.incident(6).cause().kind()).isEqualTo(CauseKind.HANG);
      assertThat(model.isPaused()).isFalse();
      assertThat(model.isDraining()).as("ended by a stop").isFalse();
      assertThat(model.wantedWorkers()).isEqualTo(3);
    }
  }

  @Test
  void journalOfVersion1Point2MeansWhatItMeant() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.2/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);

      assertThat(reader.header().formatMinor()).isEqualTo(2);
      assertThat(ModelText.of(ModelText.fold(events)))
          .isEqualTo(ModelText.of(ModelText.fold(EventfulStory.events())));
      MemoryReading memory =
          events.stream()
              .filter(PoolEvent.Sampled.class::isInstance)
              .map(PoolEvent.Sampled.class::cast)
              .findFirst()
              .orElseThrow()
              .readings()
              .getFirst()
              .memory();
      assertThat(memory.pssBytes()).hasValue(41L << 20);
      assertThat(memory.ussBytes()).hasValue(38L << 20);
      assertThat(memory.swapBytes()).hasValue(3L << 20);
    }
  }

  @Test
  void journalOfVersion1Point3TellsOfAForeignPool() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.3/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMinor()).isEqualTo(3);
      assertThat(events).isEqualTo(ForeignStory.events());
      assertThat(model.foreign().recognised().orElseThrow().kind())
          .isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
      assertThat(model.foreign().helpers()).as("the helper has gone").isEmpty();
      assertThat(model.worker(2).state()).isEqualTo(WorkerState.IDLE);
      assertThat(model.incident(1).sentence()).contains("its task is lost");
      assertThat(model.foreign().verdict().orElseThrow().verdict().kind())
          .isEqualTo(VerdictKind.ENDED);
    }
  }

  @Test
  void journalOfVersion1Point4TellsOfAResumedJob() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.4/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMinor()).isEqualTo(4);
      assertThat(reader.header().jobFile()).hasValueSatisfying(s -> assertThat(s.bytes()).isOne());
      assertThat(ModelText.of(model))
          .isEqualTo(ModelText.of(ModelText.fold(EventfulStory.resumed())));
      assertThat(reader.sawJobEnd()).isTrue();
      assertThat(model.count(TaskState.NOT_RUN)).isZero();
      assertThat(model.count(TaskState.QUEUED)).isZero();
      assertThat(model.attempts(8)).isEqualTo(2);
      assertThat(model.workers()).as("none outlives its supervisor").allMatch(w -> w.isDead());
      assertThat(model.end().orElseThrow().end()).isEqualTo(JobEnd.FINISHED);
      assertThat(model.gaveUp()).isEmpty();
    }
  }

  @Test
  void journalOfVersion1Point5TellsOfTasksThatAreSeenFromInside() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.5/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMinor()).isEqualTo(5);
      assertThat(events).isEqualTo(ForeignStory.seenInside());
      assertThat(model.foreign().inside().orElseThrow().callsWaiting()).isEqualTo(2);
      assertThat(model.count(TaskState.DONE)).isEqualTo(5);
      assertThat(model.count(TaskState.FAILED)).isEqualTo(1);
      assertThat(model.count(TaskState.NOT_RUN)).isEqualTo(6);
      assertThat(model.attempts(1)).isEqualTo(2);
      assertThat(model.attempts(2)).as("nobody saw it in hand").isZero();
      assertThat(model.incident(1).sentence()).contains("task 1 goes back to the queue");
    }
  }

  @Test
  void journalOfVersion1Point6ReadsTheSameOnEverySystem() throws IOException {
    Path file = Path.of("src/test/resources/journals/v1.6/journal.jsonl");
    try (JournalReader reader = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(10_000);
      JobModel model = ModelText.fold(events);

      assertThat(reader.header().formatMinor()).isEqualTo(6);
      assertThat(events).isEqualTo(WindowsStory.events());
      assertThat(HostSystem.of(model)).isEqualTo(HostSystem.WINDOWS);
      assertThat(model.incidents())
          .extracting(Incident::sentence)
          .containsExactly(
              "worker 1 (pid 5001) ended with code 0xC0000005 without saying good-bye (access"
                  + " violation) while it ran task 1, attempt 1; task 1 goes back to the queue,"
                  + " attempt 2 of 3",
              "worker 2 (pid 5002) ended with code 1 without saying good-bye (Windows does not tell"
                  + " whether it ended itself so or was terminated from outside) while it ran task"
                  + " 1, attempt 2; task 1 goes back to the queue, attempt 3 of 3",
              "worker 3 (pid 5003) was ended by the user (terminated by the user) while it ran task"
                  + " 1, attempt 3; task 1 is cancelled");
      assertThat(model.incident(3).timeline().getFirst().note()).isEqualTo("terminate");
    }
  }

  @Test
  void someGoldenJournalHasEveryTypeOfEvent() {
    List<PoolEvent> all = new ArrayList<>(EventfulStory.resumed());
    all.addAll(ForeignStory.events());
    all.addAll(ForeignStory.seenInside());

    assertThat(PoolEvent.class.getPermittedSubclasses())
        .allSatisfy(type -> assertThat(all).hasAtLeastOneElementOfType(type));
  }

  @Test
  void whatIsWrittenNowIsWhatTheNewestJournalHolds() throws IOException {
    StringBuilder written = new StringBuilder();
    JsonLine header = new JsonLine();
    HeaderLine.append(NEWEST, header);
    written.append(new String(header.copy(), UTF_8));
    WindowsStory.events().forEach(e -> written.append(new String(EventCodec.encode(e), UTF_8)));
    Path newest = Path.of("src/test/resources/journals/v1.6/journal.jsonl");
    if ("rewrite".equals(System.getProperty("snapshots"))) {
      Files.createDirectories(newest.getParent());
      Files.writeString(newest, written.toString());
    }

    assertThat(newest)
        .as("a change of the format needs a higher minor version and a journal of its own")
        .hasContent(written.toString());
  }
}
