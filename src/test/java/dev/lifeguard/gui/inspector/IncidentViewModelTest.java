package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.inspector.IncidentCard.Tone;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.gui.story.WindowsRecording;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerState;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IncidentViewModelTest {
  private final IncidentViewModel model = new IncidentViewModel();

  @Test
  void evidenceFromBeforeTheFirstStepHasNoNegativeTime() {
    assertThat(new IncidentCard.Proof(-400_000, "own cgroup", "oom_kill rose").time())
        .isEqualTo("0.4 ms before");
    assertThat(new IncidentCard.Proof(0, "wait status", "signal 9").time()).isEqualTo("0.0 ms");
  }

  @Test
  void hangIsShownAsWhatItIs() {
    JobModel job = new JobModel();
    Stories.hung().events().forEach(job::apply);
    IncidentCard card = IncidentCard.of(job.incident(1), TaskState.RUNNING, HostSystem.LINUX);
    assertThat(card.headline()).isEqualTo("Worker 1 is hung");
    assertThat(card.chips()).contains("likely", "no progress");
    assertThat(card.steps())
        .extracting(IncidentCard.Step::title)
        .containsExactly("Stands still", "Decided");
  }

  @Test
  void endByTheUserOnWindowsIsToldWithoutSignals() throws IOException {
    JobModel job = new JobModel();
    WindowsRecording.events().forEach(job::apply);
    model.show(new IncidentsCamera().take(job, new Moment(job.lastNanos(), 0, "")));
    model.followAtOnce();
    model.next();
    model.next();

    String report = model.cardProperty().get().orElseThrow().report();

    assertThat(report).contains("Order given: terminate").doesNotContain("SIG", "ignal");
  }

  @Test
  void whoIsKilledForALookIsKilledBySignalOnlyWhereThereAreSome() throws IOException {
    IncidentActionsViewModel actions =
        new IncidentActionsViewModel(EnumSet.allOf(Capability.class), (_, _) -> {});
    actions.show(picture(Stories.running()));
    assertThat(actions.victimProperty().get()).contains("with SIGKILL");

    JobModel onWindows = new JobModel();
    for (PoolEvent event : WindowsRecording.events()) {
      if (onWindows.workers().stream().noneMatch(w -> w.state() == WorkerState.BUSY)) {
        onWindows.apply(event);
      }
    }
    actions.show(new IncidentsCamera().take(onWindows, new Moment(onWindows.lastNanos(), 0, "")));
    assertThat(actions.victimProperty().get())
        .startsWith("Terminates worker 1 in the middle of its task")
        .doesNotContain("SIG");
  }

  @Test
  void nothingIsShownWhileNothingHasGoneWrong() {
    show(Stories.running(), 0);
    assertThat(model.cardProperty().get()).isEmpty();
    assertThat(model.countProperty().get()).isZero();
  }

  /// Nobody is to be killed for a look in a pool that would lose the task, and that nothing has
  /// gone wrong before Lifeguard came is more than it knows.
  @Test
  void foreignPoolIsNeitherCalledFineNorOfferedAVictim() {
    Story own = Stories.running();
    PoolEvent foreign =
        new PoolEvent.PoolRecognised(
            0, PoolKind.PYTHON_MULTIPROCESSING_POOL, "of its pipes", List.of(), "");

    assertThat(picture(own).victim()).isPresent();
    assertThat(model.nothingProperty().get()).startsWith("No worker has died.");
    show(own.add(foreign), 0);

    assertThat(picture(own).victim()).isEmpty();
    assertThat(model.nothingProperty().get()).startsWith("No worker has died since Lifeguard came");
  }

  @Test
  void incidentIsToldInWords() {
    show(Stories.killed(), 0);
    IncidentCard card = model.cardProperty().get().orElseThrow();
    assertThat(card.headline()).isEqualTo("Worker 3 was killed by SIGKILL");
    assertThat(card.chips())
        .containsExactly("certain", "SIGKILL (9)", "not by Lifeguard", "task #60 · attempt 1 of 3");
    assertThat(card.sentence())
        .startsWith("Worker 3 (pid 23420) was killed by signal 9 (SIGKILL)")
        .endsWith("task 60 goes back to the queue, attempt 2 of 3.");
    assertThat(card.output()).hasSize(3);
  }

  @Test
  void timeLineCountsInMillisecondsFromItsFirstEntry() {
    show(Stories.killed(), 0);
    assertThat(model.cardProperty().get().orElseThrow().steps())
        .extracting(step -> step.time() + " " + step.title())
        .containsExactly(
            "0.0 ms Exit seen",
            "0.5 ms Pipe closed",
            "1.3 ms Decided",
            "1.6 ms Re-queued",
            "2.6 ms Replacement started",
            "212.6 ms Replacement ready");
  }

  @Test
  void endOfTheTaskIsGoodOnlyIfItIsDone() {
    show(Stories.finished(), 0);
    assertThat(lastTone()).isEqualTo(Tone.GOOD);
    show(Stories.running().killed(3, 60, 1, 9).quarantined(60, 1, 3), 0);
    assertThat(lastTone()).isEqualTo(Tone.BAD);
  }

  @Test
  void newestIsFollowedButEachStaysReadableForAWhile() {
    show(Stories.killed(), 0);
    Story next = Stories.killed().killed(5, 60, 2, 11);
    show(next, 0);
    assertThat(shown()).isEqualTo(1);
    show(next, 4000);
    assertThat(shown()).isEqualTo(2);
    assertThat(model.positionProperty().get()).isEqualTo("2 of 2");
  }

  @Test
  void whoLooksAtAnOlderOneIsNotDisturbed() {
    Story two = Stories.killed().killed(5, 60, 2, 11);
    show(two, 0);
    model.previous();
    assertThat(shown()).isEqualTo(1);
    show(two.worker(6, 77, 5).ready(6).starts(6, 61, 1, "x").killed(6, 61, 1, 9), 60_000);
    assertThat(shown()).isEqualTo(1);
    model.next();
    model.next();
    assertThat(shown()).isEqualTo(3);
  }

  @Test
  void filmThatGoesBackShowsTheLatestOfThatMoment() {
    Story two = Stories.killed().killed(5, 60, 2, 11);
    show(two, 0);
    model.next();
    assertThat(shown()).isEqualTo(2);
    show(Stories.killed(), 0);
    assertThat(shown()).isEqualTo(1);
    assertThat(model.lines()).hasSize(1);
    show(Stories.running(), 0);
    assertThat(model.cardProperty().get()).isEmpty();
    assertThat(model.positionProperty().get()).isEmpty();
    show(Stories.killed(), 0);
    model.followAtOnce();
    show(two, 0);
    assertThat(shown()).as("a jump waits for nothing").isEqualTo(2);
  }

  @Test
  void reportHoldsEverything() {
    show(Stories.killed(), 0);
    assertThat(model.cardProperty().get().orElseThrow().report())
        .contains("killed by SIGKILL", "1.3 ms  Decided", "wait status", "cofactor 1");
  }

  private Tone lastTone() {
    return model.cardProperty().get().orElseThrow().steps().getLast().tone();
  }

  private int shown() {
    return model.cardProperty().get().orElseThrow().id();
  }

  private static IncidentsPicture picture(Story story) {
    JobModel job = new JobModel();
    story.events().forEach(job::apply);
    return new IncidentsCamera().take(job, new Moment(job.lastNanos(), 0, ""));
  }

  private void show(Story story, long millisLater) {
    JobModel job = new JobModel();
    story.events().forEach(job::apply);
    long now = job.lastNanos() + millisLater * 1_000_000;
    model.show(new IncidentsCamera().take(job, new Moment(now, 0, "")));
  }
}
