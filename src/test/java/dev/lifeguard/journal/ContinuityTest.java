package dev.lifeguard.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.WorkerForm;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a damaged journal may not make a model believe.
final class ContinuityTest {
  private final Continuity continuity = new Continuity();

  @BeforeEach
  void oneTaskAndOneWorker() {
    assertThat(continuity.takes(new PoolEvent.TasksQueued(1, 1, 1))).isTrue();
    assertThat(continuity.takes(starting(1))).isTrue();
  }

  @Test
  void everyEventOfAWholeJournalFits() {
    Continuity whole = new Continuity();
    assertThat(EventfulStory.resumed()).allMatch(whole::takes);
  }

  @Test
  void hangOpensTheNextIncidentAndItsDeathBelongsToIt() {
    assertThat(continuity.takes(hung(2))).as("incident 1 is missing").isFalse();
    assertThat(continuity.takes(hung(1))).isTrue();
    assertThat(continuity.takes(new PoolEvent.WorkerMoved(3, 1, 2))).isFalse();
    assertThat(continuity.takes(new PoolEvent.WorkerMoved(3, 1, 1))).isTrue();
    assertThat(continuity.takes(hung(1))).as("it is open already").isFalse();
    assertThat(continuity.takes(hung(2))).isTrue();
  }

  @Test
  void repeatedTaskIsTheNextOneAndRepeatsOneThatIsKnown() {
    assertThat(continuity.takes(new PoolEvent.TaskRepeated(2, 3, 1))).isFalse();
    assertThat(continuity.takes(new PoolEvent.TaskRepeated(2, 2, 2))).isFalse();
    assertThat(continuity.takes(new PoolEvent.TaskRepeated(2, 2, 1))).isTrue();
    assertThat(continuity.takes(new PoolEvent.TasksQueued(3, 3, 5))).isTrue();
    assertThat(continuity.takes(new PoolEvent.TaskInterrupted(4, 9, 1, 1))).isFalse();
  }

  @Test
  void onlyASlotOpensAgainUnderItsNumber() {
    PoolEvent ended = new PoolEvent.WorkerEnded(2, 1, new ExitStatus.Exited(0));
    assertThat(continuity.takes(ended)).isTrue();
    assertThat(continuity.takes(starting(1))).isFalse();
    JobDescription slots =
        new JobDescription(
            "sums",
            "sum {}",
            Story.START,
            Story.SUPERVISOR,
            WorkerForm.SLOT,
            1,
            3,
            OptionalLong.empty(),
            MemoryMeans.NONE,
            "/nowhere",
            HostSystem.LINUX);
    assertThat(continuity.takes(new PoolEvent.JobStarted(0, slots))).isTrue();
    assertThat(continuity.takes(starting(1))).isTrue();
  }

  private static PoolEvent starting(int worker) {
    return new PoolEvent.WorkerStarting(1, worker, OptionalInt.empty());
  }

  private static PoolEvent hung(int incident) {
    return new PoolEvent.WorkerHung(
        2, incident, 1, OptionalInt.of(1), 1, 1, "waits for a lock", List.of());
  }
}
