package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.launch.Preset;
import dev.lifeguard.gui.save.Saving;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import javafx.stage.Stage;
import javafx.util.Duration;

/// One window: the start page, and then one job. It works without a stage, too, so that its picture
/// can be taken where there is no screen. JavaFX thread.
final class MainWindow implements Shell {
  // Killing all workers and writing their ends down takes well under a second; a supervisor that
  // has not done it by then never will.
  private static final Duration ABORT_PATIENCE = Duration.seconds(5);

  private final Workbench workbench;
  private final Appearance appearance;
  private final Remembered remembered;
  private final Family family;
  private final Pulse pulse = new Pulse();
  private final Background background = new Background(pulse);
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(Text.of("title"));
  private final MainController controller;
  private final StartController start;
  private final Parent root;
  private Optional<JobView> view = Optional.empty();
  private List<JobTab> wantedTabs = List.of();
  private Runnable whenOpened = () -> {};
  private Optional<Stage> stage = Optional.empty();
  private Optional<AnnouncementCard> announcement = Optional.empty();
  private final PauseTransition patience = new PauseTransition(ABORT_PATIENCE);
  private Closing closing = Closing.NOT_ASKED;
  private boolean placedByUser = true;

  /// How urgently the user wants to close the window of a job that ends with it.
  private enum Closing {
    NOT_ASKED,
    /// Running tasks may finish.
    STOPPING,
    /// The job ends at once, and the window a few seconds later at the latest.
    ABORTING
  }

  /// An empty window that is alone and remembers nothing.
  ///
  /// @param anotherWindow opens a job when this window shows one already
  MainWindow(Workbench workbench, Appearance appearance, Consumer<OpenJob> anotherWindow) {
    this(workbench, appearance, Remembered.nothing(), alone(anotherWindow));
    listDemos();
  }

  private static Family alone(Consumer<OpenJob> anotherWindow) {
    return new Family() {
      @Override
      public void openElsewhere(OpenJob job) {
        anotherWindow.accept(job);
      }

      @Override
      public void openBeside(MainWindow first, List<OpenJob> jobs) {
        jobs.forEach(anotherWindow);
      }

      @Override
      public boolean isOpen(OpenJob job) {
        return true;
      }

      @Override
      public void close(OpenJob job) {}

      @Override
      public void closeAll() {}
    };
  }

  /// An empty window.
  ///
  /// @param remembered what all windows remember
  /// @param family all windows
  MainWindow(Workbench workbench, Appearance appearance, Remembered remembered, Family family) {
    this(WindowParts.load(), workbench, appearance, remembered, family);
  }

  /// An empty window of parts that are there already.
  MainWindow(
      WindowParts parts,
      Workbench workbench,
      Appearance appearance,
      Remembered remembered,
      Family family) {
    this.workbench = workbench;
    this.appearance = appearance.forWindow();
    this.remembered = remembered;
    this.family = family;
    controller = parts.main();
    start = parts.start();
    root = parts.root();
    controller.serve(this, this.appearance);
    start.serve(this);
    controller.showStart(parts.page());
    new WindowKeys(controller, this).install(root);
    pulse.onFault(this::showFault);
  }

  /// Fills the menus of demonstrations. Not done by itself, so that it does not hold up the first
  /// picture.
  void listDemos() {
    background.call(workbench::demos, controller::showDemos, start::showFault);
  }

  /// Says that there is a bug, and goes on.
  void showFault(Throwable bug) {
    controller.show(InternalFault.of(bug, workbench.about()));
  }

  /// Everything in the window.
  Parent root() {
    return root;
  }

  /// What stands in the title bar.
  ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /// The job on the screen.
  Optional<JobSession> session() {
    return view.map(JobView::session);
  }

  /// Brings a tab of the job to the front.
  void show(JobTab tab) {
    view.ifPresent(v -> v.frame().show(tab));
  }

  /// From the next job on, these tabs are in front.
  void prefer(List<JobTab> tabs) {
    wantedTabs = List.copyOf(tabs);
  }

  /// Puts the window on a stage that has a scene.
  void putOn(Stage next) {
    stage = Optional.of(next);
    appearance.dress(next.getScene());
    for (var size : List.of(next.getScene().widthProperty(), next.getScene().heightProperty())) {
      size.subscribe((_, _) -> rememberPlace());
    }
    next.maximizedProperty().subscribe((_, _) -> rememberPlace());
  }

  /// Its place on the screen is not the user's choice from now on.
  void isPlaced() {
    placedByUser = false;
  }

  private void rememberPlace() {
    stage
        .filter(s -> placedByUser && s.isShowing() && !s.isFullScreen())
        .ifPresent(s -> {
          Settings.Place before = remembered.get().place();
          boolean keepSize = s.isMaximized();
          Settings.Place now =
              new Settings.Place(
                  keepSize ? before.width() : s.getScene().getWidth(),
                  keepSize ? before.height() : s.getScene().getHeight(),
                  s.isMaximized(),
                  before.split(),
                  before.lowerSplit(),
                  before.folded());
          remembered.change(
              settings -> settings.with(view.map(v -> v.frame().place(now)).orElse(now)));
        });
  }

  /// Fills the lists of presets and recent runs. Not done by itself, so that a window that opens on
  /// a job does not look for runs that nobody sees.
  void fillStartPage() {
    start.showRemembered(remembered.get());
    listRecentRuns();
  }

  /// Fills the list of recent runs.
  void listRecentRuns() {
    background.call(workbench::recentRuns, start::showRecent, start::showFault);
  }

  /// Says something that is no failure.
  void remark(String sentence) {
    start.showFault(sentence);
  }

  /// Opens something that may take a moment, and says so meanwhile.
  void open(Supplier<OpenAnswer> opening) {
    start.showOpening();
    background.call(opening, this::opened, this::tell);
  }

  private void opened(OpenAnswer answer) {
    switch (answer) {
      case OpenAnswer.Opened(OpenJob job) -> show(job);
      case OpenAnswer.Refused(String sentence) -> tell(sentence);
    }
    whenOpened.run();
  }

  /// Told when what is being opened is on the screen, or is refused.
  void whenOpened(Runnable told) {
    whenOpened = told;
  }

  private void tell(String sentence) {
    start.showFault(sentence);
    if (view.isPresent()) {
      Notice.show(stage, appearance, sentence);
    }
  }

  /// Shows a job: here if the window is empty, else in another one.
  void show(OpenJob job) {
    if (view.isPresent()) {
      family.openElsewhere(job);
      return;
    }
    JobSession session = new JobSession(job, workbench.inspector(), pulse);
    JobView next = JobView.of(session, appearance, this, () -> remembered.get().confirmKill());
    view = Optional.of(next);
    controller.show(next);
    next.frame().restore(remembered.get().place());
    next.frame().onDivided(this::rememberPlace);
    next.restoreColumns(remembered);
    if (job.ownership() != OpenJob.Ownership.OTHERS) {
      session.controls().sampling().atFirst(remembered.get().sampling());
    }
    if (job.ownership() == OpenJob.Ownership.THIS_PROCESS) {
      background.call(workbench::checks, next.frame()::show, this::tell);
      session
          .actions()
          .strikeBy((process, signal, then) ->
              background.call(() -> workbench.strike(process, signal), then, this::tell));
    }
    session.onPicture(new Announcements(Clock.systemUTC(), this::announce)::saw);
    wantedTabs.forEach(next.frame()::show);
    session
        .summary()
        .statusProperty()
        .subscribe(status ->
            title.set(
                status.job().isEmpty() ? Text.of("title") : Text.of("title.job", status.job())));
    if (!job.beside().isEmpty()) {
      family.openBeside(this, job.beside());
    }
  }

  private void announce(String sentence) {
    if (announcement.isEmpty()) {
      announcement = stage.map(s -> new AnnouncementCard(s, appearance));
    }
    announcement.ifPresent(card -> card.tell(sentence));
  }

  @Override
  public void launch() {
    launch(Optional.empty());
  }

  @Override
  public void launch(Preset preset) {
    launch(Optional.of(preset));
  }

  private void launch(Optional<Preset> preset) {
    LaunchDialog dialog = new LaunchDialog(workbench, appearance, background, remembered);
    preset.ifPresent(dialog::fill);
    dialog.show(stage, this::show);
  }

  @Override
  public void openPath(Path path) {
    start.showOpening();
    background.call(
        () -> workbench.open(path),
        answer -> {
          remembered.change(settings ->
              answer instanceof OpenAnswer.Opened
                  ? settings.opened(path.toString())
                  : settings.forgotten(path.toString()));
          opened(answer);
        },
        this::tell);
  }

  @Override
  public void runAgain() {
    session()
        .flatMap(JobSession::runDirectory)
        .ifPresent(directory -> open(() -> workbench.again(directory)));
  }

  @Override
  public void resume() {
    session()
        .flatMap(JobSession::resumableDirectory)
        .ifPresent(run ->
            background.call(
                () -> workbench.resumePlan(run), plan -> askToResume(run, plan), this::tell));
  }

  private void askToResume(Path run, ResumePlan plan) {
    switch (plan) {
      case ResumePlan.Possible possible ->
          ResumeDialog.ask(
              stage,
              appearance,
              run,
              possible,
              accepted -> open(() -> workbench.resume(run, accepted)));
      case ResumePlan.Refused(String sentence) -> tell(sentence);
    }
  }

  @Override
  public void save() {
    session()
        .flatMap(JobSession::recording)
        .ifPresent(recording ->
            new SaveDialog(new Saving(recording, background, pulse), appearance)
                .show(stage, this::reveal, this::openPath));
  }

  private void reveal(Path file) {
    background.call(() -> workbench.reveal(file), why -> why.ifPresent(this::tell), this::tell);
  }

  @Override
  public void preferences() {
    new PreferencesDialog(appearance, remembered).show(stage);
  }

  @Override
  public void keys() {
    new KeyList(appearance).show(stage);
  }

  @Override
  public void about() {
    AboutDialog.show(stage, appearance, workbench.about());
  }

  @Override
  public void quit() {
    family.closeAll();
  }

  @Override
  public void attach() {
    new AttachDialog(workbench, appearance, background).show(stage, this::open);
  }

  @Override
  public void openRun() {
    background.call(
        workbench::recentRuns,
        (List<RunListing> runs) -> new OpenRunDialog(appearance).show(stage, runs, this::openPath),
        this::tell);
  }

  @Override
  public void open(RunListing run) {
    openPath(run.directory());
  }

  @Override
  public void demo() {
    demo(Workbench.FIRST_DEMO);
  }

  @Override
  public void demo(String name) {
    open(() -> workbench.demo(name));
  }

  @Override
  public void demos(List<DemoListing> demos) {
    var place =
        new DemoTour.Place(
            this::show, family::isOpen, family::close, this::tell, DemoTour::whenRead);
    new DemoTour(demos, workbench, background, pulse, place).next();
  }

  @Override
  public void toggleTheme() {
    ThemeChoice other =
        appearance.themeProperty().get() == Theme.LIGHT ? ThemeChoice.DARK : ThemeChoice.LIGHT;
    remembered.change(settings -> settings.with(settings.look().with(other)));
    appearance.show(remembered.get().look());
  }

  @Override
  public void close() {
    boolean ask = session().map(JobSession::needsThisProcess).orElse(false);
    if (!ask) {
      stage.ifPresent(Stage::hide);
      return;
    }
    switch (closing) {
      case NOT_ASKED ->
          CloseQuestion.ask(stage, appearance, this::stopAndClose, this::letGoOnAndClose);
      case STOPPING -> session().ifPresent(this::abortAndClose);
      case ABORTING -> stage.ifPresent(Stage::hide);
    }
  }

  @Override
  public void abort() {
    session()
        .filter(session -> session.controls().canAbortProperty().get())
        .ifPresent(session -> {
          if (remembered.get().confirmKill() == Confirmation.NEVER) {
            session.abort();
          } else {
            AbortQuestion.ask(stage, appearance, session::abort);
          }
        });
  }

  /// The engine stays in this process, which ends when the job does.
  private void letGoOnAndClose() {
    session().map(JobSession::source).ifPresent(workbench::letGoOn);
    stage.ifPresent(Stage::hide);
  }

  private void stopAndClose() {
    session()
        .ifPresent(session -> {
          session
              .summary()
              .phaseProperty()
              .subscribe(phase -> {
                if (phase == SummaryViewModel.Phase.ENDED) {
                  stage.ifPresent(Stage::hide);
                }
              });
          if (session.summary().phaseProperty().get() == SummaryViewModel.Phase.STOPPING) {
            // Asked a second time, the user does not want to wait for running tasks.
            abortAndClose(session);
          } else {
            closing = Closing.STOPPING;
            session.stop();
          }
        });
  }

  private void abortAndClose(JobSession session) {
    closing = Closing.ABORTING;
    session.abort();
    patience.setOnFinished(_ -> stage.ifPresent(Stage::hide));
    patience.play();
  }

  /// Lets go of the job. Called when the window is gone.
  void dispose() {
    patience.stop();
    announcement.ifPresent(AnnouncementCard::close);
    appearance.close();
    view.ifPresent(JobView::close);
  }

  @Override
  public void toggleFullScreen() {
    stage.ifPresent(s -> s.setFullScreen(!s.isFullScreen()));
  }
}
