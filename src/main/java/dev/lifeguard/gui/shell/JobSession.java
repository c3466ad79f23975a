package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.JobFeed;
import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.gui.events.EventsViewModel;
import dev.lifeguard.gui.inspector.ActionsViewModel;
import dev.lifeguard.gui.inspector.Detail;
import dev.lifeguard.gui.inspector.Details;
import dev.lifeguard.gui.inspector.DumpViewModel;
import dev.lifeguard.gui.inspector.IncidentActionsViewModel;
import dev.lifeguard.gui.inspector.IncidentCard;
import dev.lifeguard.gui.inspector.IncidentViewModel;
import dev.lifeguard.gui.inspector.Subject;
import dev.lifeguard.gui.inspector.VerdictViewModel;
import dev.lifeguard.gui.memory.MemoryOverTimeViewModel;
import dev.lifeguard.gui.processes.FilterViewModel;
import dev.lifeguard.gui.processes.ProcessNode;
import dev.lifeguard.gui.processes.ProcessRow;
import dev.lifeguard.gui.processes.ProcessesViewModel;
import dev.lifeguard.gui.processes.RowKey;
import dev.lifeguard.gui.queue.QueueViewModel;
import dev.lifeguard.gui.queue.TaskActionsViewModel;
import dev.lifeguard.gui.replay.ReplayViewModel;
import dev.lifeguard.gui.save.SavableRecording;
import dev.lifeguard.gui.timeline.TimelineViewModel;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.util.Subscription;

/// One job in one window: the feed that folds its events, and the view-models that show it. JavaFX
/// thread.
final class JobSession implements AutoCloseable {
  private final OpenJob job;
  private final Pulse pulse;
  private final JobFeed<WindowPicture> feed;
  private final SummaryViewModel summary;
  private final ProcessesViewModel processes = new ProcessesViewModel();
  private final FilterViewModel filter = new FilterViewModel(processes);
  private final QueueViewModel queue;
  private final IncidentViewModel incidents = new IncidentViewModel();
  private final IncidentActionsViewModel incidentActions;
  private final MemoryOverTimeViewModel memory;
  private final Details details;
  private final DumpViewModel dumps;
  private final ActionsViewModel actions;
  private final VerdictViewModel verdict;
  private final ControlsViewModel controls;
  private final TaskActionsViewModel taskActions;
  private final TimelineViewModel timeline;
  private final EventsViewModel events;
  private final ReplayViewModel replay;
  private final ReadOnlyBooleanWrapper canDumpAll = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canRunAgain = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canResume = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper over = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper held = new ReadOnlyBooleanWrapper();
  private Optional<WindowPicture> latest = Optional.empty();
  private Consumer<WindowPicture> onPicture = _ -> {};
  private Subscription followed = Subscription.EMPTY;

  JobSession(OpenJob job, ProcessInspector inspector, Pulse pulse) {
    this.job = job;
    this.pulse = pulse;
    replay = new ReplayViewModel(job.source());
    summary = new SummaryViewModel(job.ownership(), replay.isFilm());
    HeadStart start = job.headStart().orElseGet(() -> HeadStart.on(job.source()));
    Wishes wishes = start.wishes();
    feed = start.feed();
    memory =
        new MemoryOverTimeViewModel(lanes -> {
          wishes.lanes(lanes);
          feed.lookAgain();
        });
    queue =
        new QueueViewModel(state -> {
          wishes.tasks(state);
          feed.lookAgain();
        });
    verdict = new VerdictViewModel(job.source().capabilities(), this::send, this::findEndMeans);
    events =
        new EventsViewModel(text -> {
          wishes.events(text);
          feed.lookAgain();
        });
    details =
        new Details(
            job.source().output(), inspector, () -> identities(processes), new Background(pulse));
    dumps =
        new DumpViewModel(
            job.source().capabilities(),
            this::send,
            () -> runningWorkers(processes),
            job.source().output(),
            new Background(pulse));
    details.add(dumps);
    incidentActions = new IncidentActionsViewModel(job.source().capabilities(), this::send);
    actions = new ActionsViewModel(job.source().capabilities(), this::send, ZoneId.systemDefault());
    actions.warnOf(verdict::consequence);
    controls = new ControlsViewModel(job.source().capabilities(), this::send);
    taskActions = new TaskActionsViewModel(job.source().capabilities(), this::send);
    timeline = new TimelineViewModel(!job.source().capabilities().isEmpty());
    replay.onJump(incidents::followAtOnce);
    if (replay.isFilm()) {
      incidents.waitForPicture(Text.of("processes.empty-film"));
    }
    processes.selectedProperty().subscribe(this::choose);
    incidents
        .playingProperty()
        .subscribe(playing -> {
          if (!playing) {
            latest.ifPresent(this::show);
          }
        });
    incidents
        .cardProperty()
        .subscribe(card -> timeline.incidentProperty().set(card.map(IncidentCard::id).orElse(0)));
    feed.showOn(pulse, this::show, summary::showFault);
  }

  /// Shows a picture: the next one of the feed, or one that a test has taken at a moment of its
  /// own.
  void show(WindowPicture picture) {
    replay.refresh();
    latest = Optional.of(picture);
    if (incidents.playingProperty().get()) {
      // The audience looks at the incident, and at nothing that moves beside it.
      onPicture.accept(picture);
      incidents.show(picture.incidents());
      return;
    }
    over.set(picture.summary().isOver() || picture.foreign().end().isPresent());
    canRunAgain.set(picture.summary().isOver() && runDirectory().isPresent());
    // For good: a film that goes back from its end shows a moment at which it was not over yet.
    boolean canGoOn = picture.summary().isInterrupted() && resumableDirectory().isPresent();
    canResume.set(canResume.get() || canGoOn);
    summary.show(picture.summary(), picture.foreign());
    verdict.show(picture.foreign());
    queue.unseenProperty().set(ForeignWords.queue(picture.foreign()));
    queue.remarkProperty().set(ForeignWords.inside(picture.foreign()));
    controls.show(picture.summary());
    onPicture.accept(picture);
    if (held.get()) {
      return;
    }
    canDumpAll.set(
        job.source().capabilities().contains(Capability.DUMP_STACKS)
            && picture.processes().rows().stream().anyMatch(Rows::canDump));
    // Incidents first: a tombstone that appears selected leads straight to its incident.
    incidents.show(picture.incidents());
    incidentActions.show(picture.incidents());
    actions.runsOn(picture.incidents().system());
    processes.show(picture.processes());
    details.show(picture.incidents());
    if (details.isInSight()) {
      chooseSomething();
    }
    queue.show(picture.queue());
    timeline.show(picture.timeline());
    events.show(picture.events());
    memory.show(picture.memory());
  }

  private void choose(Optional<ProcessNode> node) {
    followed.unsubscribe();
    actions.choose(node.map(n -> Rows.target(n.row())).orElse(WorkerTarget.NONE));
    details.choose(node.map(n -> Rows.subject(n.row())).orElse(Subject.NONE));
    timeline.workerProperty().set(node.map(n -> n.row().worker()).orElse(0));
    node.ifPresent(n -> {
      n.row().incident().ifPresent(incidents::choose);
      followed = n.rowProperty().subscribe(this::follow);
    });
  }

  private void follow(ProcessRow before, ProcessRow now) {
    actions.follow(Rows.target(now));
    details.choose(Rows.subject(now));
    if (before.incident().isEmpty()) {
      // The chosen worker has just died before the user's eyes.
      now.incident().ifPresent(incidents::choose);
    }
  }

  /// Chooses a worker for somebody who wants to look into one and has chosen none: the one that the
  /// incident on the screen tells of, else the first.
  private void chooseSomething() {
    if (processes.selectedProperty().get().isPresent()) {
      return;
    }
    incidents
        .cardProperty()
        .get()
        .flatMap(card -> processes.find(RowKey.worker(card.worker())))
        .or(() ->
            processes.rootProperty().get().flatMap(pool -> pool.children().stream().findFirst()))
        .ifPresent(node -> processes.selectedProperty().set(Optional.of(node)));
  }

  /// One of the details has come into sight, or none is.
  void lookAt(Optional<Detail> detail) {
    details.showOnly(detail);
    if (detail.isPresent()) {
      chooseSomething();
    }
  }

  private static List<ProcessIdentity> identities(ProcessesViewModel processes) {
    return processes.living().stream().flatMap(row -> row.process().stream()).toList();
  }

  /// Those that can be asked for something; one that is stopped by a signal could not answer.
  private static List<WorkerTarget> runningWorkers(ProcessesViewModel processes) {
    return processes.living().stream()
        .map(Rows::target)
        .filter(target -> target.kind() == WorkerTarget.Kind.RUNNING)
        .filter(target -> target.process().isPresent())
        .sorted(Comparator.comparingInt(WorkerTarget::worker))
        .toList();
  }

  /// Has every worker that can print the stacks of its threads.
  void dumpAll() {
    if (canDumpAll.get()) {
      latest.stream()
          .flatMap(picture -> picture.processes().rows().stream())
          .filter(Rows::canDump)
          .forEach(row ->
              send(
                  new Command.Dump(row.worker(), row.process().orElseThrow()),
                  answer -> actions.tellOfDump(answer, row.cells().name())));
    }
  }

  /// Sees every picture, even while the drawing stands still.
  void onPicture(Consumer<WindowPicture> listener) {
    onPicture = listener;
  }

  /// Whether [#dumpAll] can do something.
  ReadOnlyBooleanProperty canDumpAllProperty() {
    return canDumpAll.getReadOnlyProperty();
  }

  /// Whether the job is over and can be started once more.
  ReadOnlyBooleanProperty canRunAgainProperty() {
    return canRunAgain.getReadOnlyProperty();
  }

  /// Whether the job is over without being finished, and can go on where it is recorded.
  ReadOnlyBooleanProperty canResumeProperty() {
    return canResume.getReadOnlyProperty();
  }

  /// Whether nothing more will be seen of the job.
  ReadOnlyBooleanProperty overProperty() {
    return over.getReadOnlyProperty();
  }

  /// What can be saved of the job as one file.
  Optional<SavableRecording> recording() {
    return job.recording();
  }

  /// Where the job goes on when it is resumed.
  Optional<Path> resumableDirectory() {
    return job.runDirectory();
  }

  /// Where the job is recorded, once that is known.
  Optional<Path> runDirectory() {
    return latest
        .flatMap(picture -> picture.summary().job())
        .map(JobDescription::runDirectory)
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /// Whether the drawing stands still. The job goes on, and so does the recording.
  ReadOnlyBooleanProperty heldProperty() {
    return held.getReadOnlyProperty();
  }

  /// Lets the drawing stand still, or go on.
  void holdOrGo() {
    held.set(!held.get());
    summary.hold(held.get());
    if (!held.get()) {
      latest.ifPresent(this::show);
    }
  }

  private void send(Command command, Consumer<CommandAnswer> then) {
    job.source()
        .send(command)
        .exceptionally(fault -> new CommandAnswer.Refused(Text.of("actions.no-answer")))
        .thenAcceptAsync(then, pulse);
  }

  private void findEndMeans(Consumer<Optional<EndMeans>> then) {
    job.source()
        .endMeans()
        .ifPresentOrElse(
            means -> means.thenAcceptAsync(known -> then.accept(Optional.of(known)), pulse),
            () -> then.accept(Optional.empty()));
  }

  /// Goes to the next incident, and the timeline with it.
  void nextIncident() {
    incidents.next();
    timeline.bringIntoSight(timeline.incidentProperty().get());
  }

  /// Goes to the incident before, and the timeline with it.
  void previousIncident() {
    incidents.previous();
    timeline.bringIntoSight(timeline.incidentProperty().get());
  }

  /// Asks the job to stop in order.
  void stop() {
    controls.stop();
  }

  /// Ends the job at once.
  void abort() {
    controls.abort();
  }

  /// Whether the job would end with this process while it still has work to do.
  boolean needsThisProcess() {
    return job.ownership() == OpenJob.Ownership.THIS_PROCESS
        && summary.phaseProperty().get() != SummaryViewModel.Phase.ENDED;
  }

  SummaryViewModel summary() {
    return summary;
  }

  ProcessesViewModel processes() {
    return processes;
  }

  FilterViewModel filter() {
    return filter;
  }

  QueueViewModel queue() {
    return queue;
  }

  IncidentViewModel incidents() {
    return incidents;
  }

  VerdictViewModel verdict() {
    return verdict;
  }

  Details details() {
    return details;
  }

  DumpViewModel dumps() {
    return dumps;
  }

  IncidentActionsViewModel incidentActions() {
    return incidentActions;
  }

  MemoryOverTimeViewModel memory() {
    return memory;
  }

  /// Chooses a worker in the process table, if it has a row there.
  void chooseWorker(int number) {
    processes
        .find(RowKey.worker(number))
        .ifPresent(node -> processes.selectedProperty().set(Optional.of(node)));
  }

  ActionsViewModel actions() {
    return actions;
  }

  ControlsViewModel controls() {
    return controls;
  }

  EventsViewModel events() {
    return events;
  }

  TimelineViewModel timeline() {
    return timeline;
  }

  ReplayViewModel replay() {
    return replay;
  }

  TaskActionsViewModel taskActions() {
    return taskActions;
  }

  /// Looks for what the job had promised, now that it has ended.
  ///
  /// @param then told on the JavaFX thread; told nothing for a job that has promised nothing
  void lookForPromises(Consumer<List<PromiseSeen>> then) {
    Thread.ofVirtual()
        .name("promises")
        .start(() -> {
          List<PromiseSeen> seen = job.promises().get();
          if (!seen.isEmpty()) {
            pulse.execute(() -> then.accept(seen));
          }
        });
  }

  /// Where the job comes from.
  JobSource source() {
    return job.source();
  }

  /// Ends the feed and lets go of the source. The job itself goes on.
  @Override
  public void close() {
    feed.close();
    details.close();
    job.source().close();
  }
}
