package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.gui.common.WorkerTarget.Kind;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.ProcessIdentity;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ActionsViewModelTest {
  private static final ProcessIdentity THREE = Story.identity(23420);

  private final List<Command> sent = new ArrayList<>();
  private CommandAnswer answer = new CommandAnswer.Accepted();
  private final ActionsViewModel model = model(EnumSet.allOf(Capability.class));

  @Test
  void commandGoesToTheIdentityThatWasChosen() {
    model.choose(worker(THREE, Kind.RUNNING));
    model.follow(worker(Story.identity(99999), Kind.RUNNING));
    model.kill();
    assertThat(sent).containsExactly(new Command.Kill(3, THREE));
  }

  @Test
  void identityIsShownBelowTheActions() {
    model.choose(worker(THREE, Kind.RUNNING));
    assertThat(model.targetTextProperty().get())
        .isEqualTo("Target: pid 23420 started 12:04:09.31 (checked again before sending)");
    assertThat(model.titleProperty().get()).isEqualTo("Worker actions — worker 3");
  }

  @Test
  void workerThatWasChosenBeforeItHadAProcessGetsItsFirst() {
    model.choose(new WorkerTarget(3, "worker 3", Optional.empty(), Kind.RUNNING));
    assertThat(model.canSignalProperty().get()).isFalse();
    model.follow(worker(THREE, Kind.RUNNING));
    model.terminate();
    assertThat(sent).containsExactly(new Command.Terminate(3, THREE));
  }

  @Test
  void whereThereAreNoSignalsThereIsOnlyTheEnd() {
    assertThat(model.hasSignalsProperty().get()).isTrue();
    ActionsViewModel onWindows = model(Capability.all(HostSystem.WINDOWS));
    assertThat(onWindows.hasSignalsProperty().get()).isFalse();
    onWindows.strikeBy((_, _, then) -> then.accept(new CommandAnswer.Accepted()));
    onWindows.choose(worker(THREE, Kind.RUNNING));
    assertThat(onWindows.canSignalProperty().get()).isTrue();
    assertThat(onWindows.canStrikeProperty().get()).as("a stranger has signals only").isFalse();
  }

  @Test
  void recordingOfWindowsShowsNoSignalsEither() {
    ActionsViewModel recording = model(EnumSet.noneOf(Capability.class));
    assertThat(recording.hasSignalsProperty().get()).isTrue();
    recording.runsOn(HostSystem.WINDOWS);
    assertThat(recording.hasSignalsProperty().get()).isFalse();
    recording.runsOn(HostSystem.LINUX);
    assertThat(recording.hasSignalsProperty().get()).isTrue();
  }

  @Test
  void nothingIsSentToATombstone() {
    model.choose(worker(THREE, Kind.RUNNING));
    model.follow(worker(THREE, Kind.TOMBSTONE));
    model.kill();
    model.restart();
    assertThat(sent).isEmpty();
    assertThat(model.targetTextProperty().get()).contains("dead");
  }

  @Test
  void nothingIsOfferedThatTheJobCannotDo() {
    ActionsViewModel recorded = model(Set.of());
    recorded.choose(worker(THREE, Kind.RUNNING));
    assertThat(recorded.canSignalProperty().get()).isFalse();
    assertThat(recorded.canRestartProperty().get()).isFalse();
    recorded.kill();
    assertThat(sent).isEmpty();
  }

  @Test
  void signalIsTakenByNameAndByNumber() {
    model.choose(worker(THREE, Kind.RUNNING));
    assertThat(model.signal("usr1")).isTrue();
    assertThat(model.signal(" 12 ")).isTrue();
    assertThat(sent)
        .containsExactly(new Command.Signal(3, THREE, 10), new Command.Signal(3, THREE, 12));
  }

  @Test
  void unknownSignalIsSaidAndNotSent() {
    model.choose(worker(THREE, Kind.RUNNING));
    assertThat(model.signal("SIGFOO")).isFalse();
    assertThat(sent).isEmpty();
    assertThat(model.answerProperty().get().text()).contains("SIGFOO");
    assertThat(model.answerProperty().get().refused()).isTrue();
  }

  @Test
  void refusalIsShownWithItsReason() {
    answer = new CommandAnswer.Refused("pid 23420 is another process by now");
    model.choose(worker(THREE, Kind.RUNNING));
    model.terminate();
    assertThat(model.answerProperty().get())
        .isEqualTo(new ActionsViewModel.Answer("pid 23420 is another process by now", true));
  }

  @Test
  void otherChoiceClearsTheLastAnswer() {
    model.choose(worker(THREE, Kind.RUNNING));
    model.terminate();
    assertThat(model.answerProperty().get().text()).isEqualTo("Terminate: worker 3 was asked");
    model.choose(new WorkerTarget(4, "worker 4", Optional.empty(), Kind.RUNNING));
    assertThat(model.answerProperty().get().text()).isEmpty();
  }

  @Test
  void stacksAreDumpedUnlessTheWorkerIsSuspended() {
    model.choose(worker(THREE, Kind.RUNNING));
    model.dump();
    assertThat(sent).containsExactly(new Command.Dump(3, THREE));
    model.follow(worker(THREE, Kind.SUSPENDED));
    assertThat(model.canDumpProperty().get()).isFalse();
  }

  @Test
  void suspendedWorkerCanBeContinued() {
    model.choose(worker(THREE, Kind.SUSPENDED));
    assertThat(model.suspendedProperty().get()).isTrue();
    model.resume();
    assertThat(sent).containsExactly(new Command.Continue(3, THREE));
  }

  private ActionsViewModel model(Set<Capability> capabilities) {
    return new ActionsViewModel(
        capabilities,
        (command, then) -> {
          sent.add(command);
          then.accept(answer);
        },
        ZoneOffset.UTC);
  }

  private static WorkerTarget worker(ProcessIdentity process, Kind kind) {
    return new WorkerTarget(3, "worker 3", Optional.of(process), kind);
  }
}
