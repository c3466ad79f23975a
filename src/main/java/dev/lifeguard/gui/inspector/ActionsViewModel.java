package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.gui.common.WorkerTarget.Kind;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.SignalName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What can be done to a worker. Every command goes to the identity (pid and start time) that was
/// on the screen when the user chose the worker, whatever has happened to the row since. JavaFX
/// thread.
public final class ActionsViewModel {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SS", Locale.ROOT);

  private final Set<Capability> capabilities;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final ZoneId zone;
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(Text.of("actions.title"));
  private final ReadOnlyStringWrapper targetText =
      new ReadOnlyStringWrapper(Text.of("actions.choose"));
  private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(Answer.NONE);
  private final ReadOnlyBooleanWrapper hasSignals = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyBooleanWrapper canSignal = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canRestart = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canDump = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper suspended = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canStrike = new ReadOnlyBooleanWrapper();
  private IntFunction<String> consequences = _ -> "";
  private Optional<Stranger> stranger = Optional.empty();
  private WorkerTarget target = WorkerTarget.NONE;

  /// What the job said to the last command.
  ///
  /// @param text empty when there is nothing to say
  public record Answer(String text, boolean refused) {
    static final Answer NONE = new Answer("", false);
  }

  /// Actions on the workers of a job.
  ///
  /// @param capabilities what the job can do at all
  /// @param sender sends a command and hands the answer over on the JavaFX thread
  /// @param zone for the start time, as people read it
  public ActionsViewModel(
      Set<Capability> capabilities,
      BiConsumer<Command, Consumer<CommandAnswer>> sender,
      ZoneId zone) {
    this.capabilities = capabilities;
    this.sender = sender;
    this.zone = zone;
    // What can be done is known before the first event is.
    hasSignals.set(
        !capabilities.contains(Capability.SIGNAL_WORKERS)
            || capabilities.contains(Capability.SEND_SIGNALS));
  }

  /// The heading, with the worker in it.
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /// Who a command would go to, or why there is nobody.
  public ReadOnlyStringProperty targetTextProperty() {
    return targetText.getReadOnlyProperty();
  }

  /// What became of the last command.
  public ReadOnlyObjectProperty<Answer> answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// Whether signals can be sent.
  public ReadOnlyBooleanProperty canSignalProperty() {
    return canSignal.getReadOnlyProperty();
  }

  /// Whether the job's system has signals, so that there is more than to kill, suspend and
  /// continue. Also said of a recording, to which nothing can be done at all.
  public ReadOnlyBooleanProperty hasSignalsProperty() {
    return hasSignals.getReadOnlyProperty();
  }

  /// Says where the job runs, once that is known.
  public void runsOn(HostSystem system) {
    if (hasSignals.get() != system.hasSignals()) {
      hasSignals.set(system.hasSignals());
      update();
    }
  }

  /// Whether the worker can be replaced.
  public ReadOnlyBooleanProperty canRestartProperty() {
    return canRestart.getReadOnlyProperty();
  }

  /// Whether the worker can be asked for the stacks of its threads.
  public ReadOnlyBooleanProperty canDumpProperty() {
    return canDump.getReadOnlyProperty();
  }

  /// Whether the worker is stopped by a signal, so that it can only be continued.
  public ReadOnlyBooleanProperty suspendedProperty() {
    return suspended.getReadOnlyProperty();
  }

  /// Whether a stranger can strike the worker.
  public ReadOnlyBooleanProperty canStrikeProperty() {
    return canStrike.getReadOnlyProperty();
  }

  /// Lets the workers of this job be broken from outside.
  public void strikeBy(Stranger who) {
    stranger = Optional.of(who);
    update();
  }

  /// The user has chosen a row: its identity is frozen now.
  public void choose(WorkerTarget chosen) {
    target = chosen;
    answer.set(Answer.NONE);
    update();
  }

  /// The chosen row shows something new. The identity stays as it was chosen; only a worker that
  /// had no process yet gets one.
  public void follow(WorkerTarget now) {
    if (now.worker() != target.worker() || !now.name().equals(target.name())) {
      return;
    }
    Optional<ProcessIdentity> frozen = target.process().or(now::process);
    target = new WorkerTarget(now.worker(), now.name(), frozen, now.kind());
    update();
  }

  private void update() {
    boolean alive = target.kind() == Kind.RUNNING || target.kind() == Kind.SUSPENDED;
    boolean reachable = alive && target.process().isPresent();
    canSignal.set(reachable && capabilities.contains(Capability.SIGNAL_WORKERS));
    canStrike.set(reachable && stranger.isPresent() && hasSignals.get());
    canRestart.set(reachable && capabilities.contains(Capability.RESTART_WORKERS));
    // One that is stopped by a signal could not answer.
    canDump.set(
        reachable
            && target.kind() == Kind.RUNNING
            && capabilities.contains(Capability.DUMP_STACKS));
    suspended.set(target.kind() == Kind.SUSPENDED);
    title.set(
        target.kind() == Kind.NOTHING
            ? Text.of("actions.title")
            : Text.of("actions.title-of", target.name()));
    targetText.set(describe());
  }

  private String describe() {
    return switch (target.kind()) {
      case NOTHING -> Text.of("actions.choose");
      case DESCENDANT -> Text.of("actions.descendant", target.worker());
      case TOMBSTONE -> Text.of("actions.tombstone");
      case RUNNING, SUSPENDED ->
          target.process().map(this::identity).orElse(Text.of("actions.no-process"));
    };
  }

  private String identity(ProcessIdentity process) {
    if (!capabilities.contains(Capability.SIGNAL_WORKERS)) {
      return Text.of("actions.read-only");
    }
    return Text.of("actions.target", identityWords(process));
  }

  private String identityWords(ProcessIdentity process) {
    String started =
        process.startedAtMillis() == 0
            ? Text.of("actions.start-unknown")
            : CLOCK.format(Instant.ofEpochMilli(process.startedAtMillis()).atZone(zone));
    return Text.of("actions.identity", process.pid(), started);
  }

  /// What is asked before a worker is killed, with the identity that the signal would go to.
  public String killQuestion() {
    return Text.of(
            "actions.confirm-kill",
            target.name(),
            target.process().map(this::identityWords).orElse(""))
        + consequenceText();
  }

  /// What is asked before the worker is asked to end; empty when that needs no question.
  public String terminateQuestion() {
    return consequence().isEmpty()
        ? ""
        : Text.of(
                "actions.confirm-terminate",
                target.name(),
                target.process().map(this::identityWords).orElse(""))
            + consequenceText();
  }

  private String consequenceText() {
    return consequence().isEmpty() ? "" : " " + consequence();
  }

  /// What the end of the chosen worker will lead to, a sentence; empty when Lifeguard deals with
  /// it.
  public String consequence() {
    return consequences.apply(target.worker());
  }

  /// Says where to ask what the end of a worker will lead to.
  public void warnOf(IntFunction<String> of) {
    consequences = of;
  }

  /// Asks the worker to end.
  public void terminate() {
    send(Text.of("actions.terminate"), canSignal.get(), Command.Terminate::new);
  }

  /// Ends it at once.
  public void kill() {
    send(Text.of("actions.kill"), canSignal.get(), Command.Kill::new);
  }

  /// Stops it until it is continued.
  public void suspend() {
    send(Text.of("actions.suspend"), canSignal.get(), Command.Suspend::new);
  }

  /// Lets it go on.
  public void resume() {
    send(Text.of("actions.continue"), canSignal.get(), Command.Continue::new);
  }

  /// Replaces it after its current task.
  public void restart() {
    send(Text.of("actions.restart"), canRestart.get(), Command.Restart::new);
  }

  /// Has it print the stacks of its threads to its output.
  public void dump() {
    send(Text.of("actions.dump"), canDump.get(), Command.Dump::new);
  }

  /// Sends any signal.
  ///
  /// @param text a name or a number, as the user typed it
  /// @return whether there is such a signal; if not, the answer says so
  public boolean signal(String text) {
    OptionalInt number = SignalName.parse(text);
    if (number.isEmpty()) {
      answer.set(new Answer(Text.of("actions.no-such-signal", text.strip()), true));
      return false;
    }
    send(
        SignalName.of(number.getAsInt()),
        canSignal.get(),
        (worker, process) -> new Command.Signal(worker, process, number.getAsInt()));
    return true;
  }

  /// What is asked before a stranger ends the worker, with the identity that the signal would go
  /// to.
  public String strikeQuestion(Blow blow) {
    return Text.of(
        "actions.confirm-strike",
        blow.signalName(),
        target.name(),
        target.process().map(this::identityWords).orElse(""));
  }

  /// A stranger strikes the worker.
  public void strike(Blow blow) {
    if (canStrike.get()) {
      String name = blow.signalName();
      deliver(
          Text.of("actions.striking", name, target.name()),
          Text.of("actions.struck", name, target.name()),
          (process, then) -> stranger.ifPresent(who -> who.strike(process, blow.signal(), then)));
    }
  }

  private void send(
      String what, boolean possible, BiFunction<Integer, ProcessIdentity, Command> make) {
    if (possible) {
      int worker = target.worker();
      String name = target.name();
      deliver(
          Text.of("actions.sending", what, name),
          Text.of("actions.accepted", what, name),
          (process, then) -> sender.accept(make.apply(worker, process), then));
    }
  }

  /// Has something done to the process that was on the screen, and says what came of it as long as
  /// its worker is the chosen one.
  private void deliver(
      String sending,
      String accepted,
      BiConsumer<ProcessIdentity, Consumer<CommandAnswer>> deliverer) {
    if (target.process().isEmpty()) {
      return;
    }
    WorkerTarget asked = target;
    answer.set(new Answer(sending, false));
    deliverer.accept(
        asked.process().get(),
        reply -> {
          if (asked.worker() == target.worker()) {
            answer.set(wordOf(reply, accepted));
          }
        });
  }

  /// Says what became of a command to dump the stacks of some worker, whichever is chosen.
  public void tellOfDump(CommandAnswer reply, String name) {
    answer.set(wordOf(reply, Text.of("actions.accepted", Text.of("actions.dump"), name)));
  }

  private static Answer wordOf(CommandAnswer reply, String accepted) {
    return switch (reply) {
      case CommandAnswer.Accepted _ -> new Answer(accepted, false);
      case CommandAnswer.Refused(String reason) -> new Answer(reason, true);
    };
  }
}
