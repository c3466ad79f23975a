package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.shell.SummaryViewModel.Phase;
import dev.lifeguard.gui.shell.SummaryViewModel.Verdict;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryViewModelTest {
  private final SummaryViewModel model = new SummaryViewModel(Ownership.THIS_PROCESS, false);

  @Test
  void stripCountsTheJob() {
    show(Stories.killed(), 0);
    assertThat(model.figuresProperty().get())
        .isEqualTo(new SummaryViewModel.Figures("3 / 4", "44", "55", "1", "0", "1", ""));
    assertThat(model.statusProperty().get().job())
        .isEqualTo("primes-demo · launched pool · pid 23410");
  }

  @Test
  void poolMemoryIsTheSumOfTheLiving() {
    show(Stories.killed(), 0);
    assertThat(model.memoryProperty().get().text())
        .isEqualTo("Pool memory  2.01 GiB resident · 9.57 GiB committed · 10.7 GiB reserved");
  }

  @Test
  void endIsGoodOnlyIfEveryTaskIsDone() {
    show(Stories.finished(), 0);
    assertThat(model.verdictProperty().get())
        .contains(
            new Verdict(
                "Finished in 23.5 s: 103 of 104 done, 1 retried, 0 quarantined, 1 failed", false));
    show(new Story().job("a", 1, 0).after(2000).over(JobEnd.FINISHED, 0), 0);
    assertThat(model.verdictProperty().get())
        .contains(new Verdict("Finished in 2.0 s: 0 of 0 done, 0 retried, 0 quarantined", true));
    assertThat(model.phaseProperty().get()).isEqualTo(Phase.ENDED);
  }

  @Test
  void poolThatGaveUpSaysWhy() {
    show(
        new Story()
            .job("a", 1, 2)
            .add(new PoolEvent.PoolGaveUp(5, "6 workers died within 30 s", List.of()))
            .add(new PoolEvent.QueueAbandoned(6, 2))
            .after(1000)
            .over(JobEnd.GAVE_UP, 3),
        0);
    assertThat(model.verdictProperty().get().orElseThrow().text())
        .isEqualTo(
            "The pool gave up after 1.0 s (6 workers died within 30 s): 0 of 2 done, 0 retried,"
                + " 0 quarantined, 2 not run");
  }

  @Test
  void silenceIsSaidAfterTwoSeconds() {
    show(Stories.running(), 1999);
    assertThat(model.bannerProperty().get()).isEmpty();
    show(Stories.running(), 2100);
    assertThat(model.bannerProperty().get()).startsWith("No news for 2.1 s.");
    assertThat(model.silentProperty().get()).isTrue();
  }

  @Test
  void interruptedRunIsNotCalledSilent() {
    SummaryViewModel watched = new SummaryViewModel(Ownership.OTHERS, false);
    JobModel job = new JobModel();
    Stories.running().events().forEach(job::apply);
    watched.show(
        new SummaryCamera().take(job, new Moment(job.lastNanos(), 0, "It was interrupted.")));
    assertThat(watched.bannerProperty().get()).isEqualTo("It was interrupted.");
    assertThat(watched.silentProperty().get()).isFalse();
    assertThat(watched.statusProperty().get().recording()).isEqualTo("recorded");
    assertThat(watched.statusProperty().get().light()).isEqualTo(SummaryViewModel.Light.BAD);
  }

  /// Its user took it that early on purpose.
  @Test
  void recordingThatWasSavedEarlyIsNoFault() {
    SummaryViewModel saved = new SummaryViewModel(Ownership.OTHERS, false);
    SummaryCamera camera = new SummaryCamera();
    JobModel job = new JobModel();
    Stories.running().events().forEach(job::apply);
    PoolEvent last = new PoolEvent.Unrecognised(job.lastNanos(), "saved-early", "it went on");
    job.apply(last);
    camera.saw(last);
    saved.show(camera.take(job, new Moment(job.lastNanos(), 0, "It was saved early.")));
    assertThat(saved.bannerProperty().get()).isEqualTo("It was saved early.");
    assertThat(saved.statusProperty().get().light()).isEqualTo(SummaryViewModel.Light.QUIET);
  }

  /// In the middle of a film the job goes on, and nothing is recorded any more.
  @Test
  void filmIsCalledARecordingAtEveryMoment() {
    SummaryViewModel film = new SummaryViewModel(Ownership.OTHERS, true);
    JobModel job = new JobModel();
    Stories.running().events().forEach(job::apply);
    film.show(new SummaryCamera().take(job, new Moment(job.lastNanos(), 0, "")));
    assertThat(film.statusProperty().get().job())
        .isEqualTo("primes-demo · recording of a run · pid 23410 then");
    assertThat(film.statusProperty().get().recording()).isEqualTo("recorded");
    assertThat(film.statusProperty().get().light()).isEqualTo(SummaryViewModel.Light.QUIET);
  }

  @Test
  void runOfAnotherProgramIsCalledThatAsLongAsItGoesOn() {
    SummaryViewModel watched = new SummaryViewModel(Ownership.OTHERS, false);
    JobModel job = new JobModel();
    Stories.running().events().forEach(job::apply);
    watched.show(new SummaryCamera().take(job, new Moment(job.lastNanos(), 0, "")));
    assertThat(watched.statusProperty().get().job())
        .isEqualTo("primes-demo · run of another program · pid 23410");
    job.apply(new PoolEvent.JobEnded(job.lastNanos(), JobEnd.STOPPED, 130));
    watched.show(new SummaryCamera().take(job, new Moment(job.lastNanos(), 0, "")));
    assertThat(watched.statusProperty().get().job())
        .isEqualTo("primes-demo · recording of a run · pid 23410 then");
  }

  @Test
  void endedJobMayBeSilent() {
    show(Stories.finished(), 60_000);
    assertThat(model.bannerProperty().get()).isEmpty();
    assertThat(model.silentProperty().get()).isFalse();
  }

  @Test
  void lostRecordingIsSaid() {
    show(Stories.running().add(new PoolEvent.RecordingFailed(1, "no space left on device")), 0);
    assertThat(model.bannerProperty().get()).contains("no space left on device");
    assertThat(model.statusProperty().get().recording()).isEqualTo("✕ not recording");
  }

  @Test
  void gapsAndNewerFormatsOfARecordingAreSaid() {
    JobModel job = new JobModel();
    SummaryCamera camera = new SummaryCamera();
    Stories.finished().events().forEach(job::apply);
    Moment moment = new Moment(job.lastNanos(), 0, "");
    camera.saw(new PoolEvent.Unrecognised(1, "worker-sang", "{}"));
    model.show(camera.take(job, moment));
    assertThat(model.bannerProperty().get()).isEmpty();
    camera.saw(new PoolEvent.Unrecognised(1, "newer-format", "It is newer."));
    model.show(camera.take(job, moment));
    assertThat(model.bannerProperty().get()).isEqualTo("It is newer.");
    camera.saw(new PoolEvent.Unrecognised(1, "damaged-line", "line 7 is left out"));
    model.show(camera.take(job, moment));
    assertThat(model.bannerProperty().get()).startsWith("The recording has gaps: 1 of its lines");
  }

  @Test
  void stoppingIsSaidWithItsReason() {
    show(Stories.running().add(new PoolEvent.PoolStopping(1, "Ctrl-C")), 0);
    assertThat(model.bannerProperty().get()).isEqualTo("The job is being stopped: Ctrl-C");
    assertThat(model.phaseProperty().get()).isEqualTo(Phase.STOPPING);
  }

  @Test
  void pausedAndDrainedQueuesAreSaid() {
    show(Stories.running().add(new PoolEvent.PoolPaused(1)), 0);
    assertThat(model.bannerProperty().get()).startsWith("The queue is paused:");
    show(Stories.running().add(new PoolEvent.PoolDraining(1, "drained in the window")), 0);
    assertThat(model.bannerProperty().get()).startsWith("The queue is drained:");
    assertThat(model.phaseProperty().get()).as("it can still be stopped").isEqualTo(Phase.RUNNING);
  }

  private void show(Story story, long silentMillis) {
    JobModel job = new JobModel();
    story.events().forEach(job::apply);
    model.show(
        new SummaryCamera().take(job, new Moment(job.lastNanos(), silentMillis * 1_000_000, "")));
  }
}
