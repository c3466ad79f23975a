package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recordings of every format version, which are never changed: what was recorded once can be read
/// for ever.
final class GoldenJournalTest {

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
}
