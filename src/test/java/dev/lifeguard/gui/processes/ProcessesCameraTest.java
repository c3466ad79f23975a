package dev.lifeguard.gui.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.processes.ProcessRow.Tint;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessesCameraTest {
  private final ProcessesCamera camera = new ProcessesCamera();

  @Test
  void replacementStandsRightBelowTheOneItReplaces() {
    assertThat(rows(Stories.killed(), 0))
        .extracting(row -> row.cells().name())
        .containsExactly(
            "primes-demo", "worker 1", "worker 2", "worker 3", "worker 5", "worker 4", "sh", "gap");
  }

  @Test
  void descendantsStandBelowTheirParents() {
    List<ProcessRow> rows = rows(Stories.running(), 0);
    ProcessRow sh = row(rows, "sh");
    assertThat(sh.parent()).contains(RowKey.worker(4));
    assertThat(row(rows, "gap").parent()).contains(sh.key());
  }

  @Test
  void tombstoneSaysWhyAndKeepsWhatItHad() {
    ProcessRow dead = row(rows(Stories.killed(), 5000), "worker 3");
    assertThat(dead.mark()).isEqualTo(Mark.DEAD);
    assertThat(dead.tint()).isEqualTo(Tint.TOMBSTONE);
    assertThat(dead.cells().note()).isEqualTo("SIGKILL");
    assertThat(dead.cells().task()).isEqualTo("#60 2^100-1");
    assertThat(dead.cells().pid()).isEqualTo("23420");
    assertThat(dead.incident()).hasValue(1);
    assertThat(dead.memory().text()).isEqualTo("2.61 / 3.40 GiB");
  }

  @Test
  void hungWorkerSaysWhatItWaitsForAndLeadsToItsIncident() {
    List<ProcessRow> rows = rows(Stories.hung(), 0);
    ProcessRow hung = row(rows, "worker 1");
    assertThat(hung.mark()).isEqualTo(Mark.HUNG);
    assertThat(hung.cells().note()).isEqualTo("waits for a lock, without a deadline");
    assertThat(hung.incident()).hasValue(1);
    assertThat(row(rows, "worker 2").mark()).isEqualTo(Mark.SUSPENDED);
    assertThat(row(rows, "worker 4").mark()).isEqualTo(Mark.UNINTERRUPTIBLE);
    assertThat(row(rows, "primes-demo").mark()).isEqualTo(Mark.PAUSED);
  }

  @Test
  void slotWithoutATaskHasNoProcess() {
    List<ProcessRow> rows = rows(Stories.endings(), 0);
    ProcessRow idle = row(rows, "worker 1");
    assertThat(idle.mark()).isEqualTo(Mark.IDLE);
    assertThat(idle.process()).isEmpty();
    assertThat(idle.cells().pid()).isEmpty();
    assertThat(idle.cells().cpu()).isEmpty();
    assertThat(row(rows, "worker 3").cells().pid()).isEqualTo("23504");
  }

  @Test
  void deathIsTintedForASecond() {
    Story story = Stories.running().killed(3, 60, 1, 11);
    assertThat(row(rows(story, 990), "worker 3").tint()).isEqualTo(Tint.DIED);
    assertThat(row(rows(story, 1010), "worker 3").tint()).isEqualTo(Tint.TOMBSTONE);
  }

  @Test
  void tombstonesOlderThanAMinuteAreFoldedIntoOneRow() {
    List<ProcessRow> rows = rows(Stories.killed(), 61_000);
    assertThat(row(rows, "1 dead worker").parent()).contains(RowKey.POOL);
    assertThat(row(rows, "worker 3").parent()).contains(RowKey.TOMBS);
    assertThat(row(rows, "worker 5").parent()).contains(RowKey.POOL);
  }

  @Test
  void workersThatEndedAsWantedAreNoTrouble() {
    ProcessRow ended = row(rows(Stories.finished(), 0), "worker 1");
    assertThat(ended.mark()).isEqualTo(Mark.ENDED);
    assertThat(ended.cells().note()).isEqualTo("exit 0");
    assertThat(ended.tint()).isEqualTo(Tint.NONE);
  }

  @Test
  void unchangedMomentGivesEqualRows() {
    Story story = Stories.killed();
    assertThat(rows(story, 2000)).isEqualTo(rows(story, 2000));
  }

  @Test
  void allBarsShareOneScale() {
    List<ProcessRow> rows = rows(Stories.running(), 0);
    assertThat(rows).extracting(row -> row.memory().scaleBytes()).containsOnly(4L << 30);
  }

  private List<ProcessRow> rows(Story story, long millisLater) {
    JobModel model = new JobModel();
    story.events().forEach(model::apply);
    long now = model.lastNanos() + TimeUnit.MILLISECONDS.toNanos(millisLater);
    return camera.take(model, new Moment(now, 0, "")).rows();
  }

  private static ProcessRow row(List<ProcessRow> rows, String name) {
    return rows.stream().filter(row -> row.cells().name().equals(name)).findFirst().orElseThrow();
  }
}
