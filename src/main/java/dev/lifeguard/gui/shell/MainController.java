package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.inspector.ActionsController;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/// The menu bar and the tool bar, and the place where a job or the start page stands.
public final class MainController {
  private final Shell shell;
  private final Appearance appearance;
  private Optional<JobView> view = Optional.empty();

  @FXML private StackPane centre;
  @FXML private ControlsController controlsController;
  @FXML private MenuItem pauseItem;
  @FXML private MenuItem moreItem;
  @FXML private MenuItem fewerItem;
  @FXML private MenuItem drainItem;
  @FXML private MenuItem stopItem;
  @FXML private MenuItem abortItem;
  @FXML private Menu workerMenu;
  @FXML private MenuItem terminateItem;
  @FXML private MenuItem killItem;
  @FXML private MenuItem signalItem;
  @FXML private MenuItem suspendItem;
  @FXML private MenuItem continueItem;
  @FXML private MenuItem restartItem;
  @FXML private MenuItem dumpItem;
  @FXML private Menu taskMenu;
  @FXML private MenuItem retryItem;
  @FXML private MenuItem cancelItem;
  @FXML private MenuItem nextItem;
  @FXML private MenuItem previousItem;
  @FXML private MenuItem timelineItem;
  @FXML private MenuItem foldItem;
  @FXML private FontIcon themeIcon;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  MainController(Shell shell, Appearance appearance) {
    this.shell = shell;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    workerMenu.setVisible(false);
    taskMenu.setVisible(false);
    for (MenuItem item :
        List.of(
            pauseItem,
            moreItem,
            fewerItem,
            drainItem,
            stopItem,
            abortItem,
            nextItem,
            previousItem,
            timelineItem,
            foldItem,
            signalItem)) {
      item.setDisable(true);
    }
    appearance
        .themeProperty()
        .subscribe(
            theme -> themeIcon.setIconLiteral(theme == Theme.LIGHT ? "fth-moon" : "fth-sun"));
  }

  /// Shows the start page.
  void showStart(Node page) {
    centre.getChildren().setAll(page);
  }

  /// Shows a job.
  void show(JobView next) {
    view = Optional.of(next);
    centre.getChildren().setAll(next.root());
    JobSession session = next.session();
    workerMenu.setVisible(true);
    var cannot = session.actions().canSignalProperty().not();
    List.of(terminateItem, killItem, signalItem)
        .forEach(item -> item.disableProperty().bind(cannot));
    suspendItem.disableProperty().bind(cannot.or(session.actions().suspendedProperty()));
    continueItem.disableProperty().bind(cannot.or(session.actions().suspendedProperty().not()));
    restartItem.disableProperty().bind(session.actions().canRestartProperty().not());
    dumpItem.disableProperty().bind(session.actions().canDumpProperty().not());
    taskMenu.setVisible(session.taskActions().isOffered());
    retryItem.disableProperty().bind(session.taskActions().canRetryProperty().not());
    cancelItem.disableProperty().bind(session.taskActions().canCancelProperty().not());
    nextItem.disableProperty().bind(session.incidents().hasNextProperty().not());
    previousItem.disableProperty().bind(session.incidents().hasPreviousProperty().not());
    timelineItem.disableProperty().bind(session.timeline().incidentProperty().isEqualTo(0));
    foldItem.setDisable(false);
    bind(session.controls());
  }

  private void bind(ControlsViewModel controls) {
    controlsController.show(controls);
    pauseItem
        .disableProperty()
        .bind(controls.canPauseProperty().or(controls.canGoProperty()).not());
    pauseItem
        .textProperty()
        .bind(
            Bindings.when(controls.canGoProperty())
                .then(Text.of("menu.go"))
                .otherwise(Text.of("menu.pause")));
    moreItem.disableProperty().bind(controls.canAddWorkerProperty().not());
    fewerItem.disableProperty().bind(controls.canRemoveWorkerProperty().not());
    drainItem.disableProperty().bind(controls.canDrainProperty().not());
    stopItem.disableProperty().bind(controls.canStopProperty().not());
    abortItem.disableProperty().bind(controls.canAbortProperty().not());
  }

  private void withJob(Consumer<JobSession> action) {
    view.map(JobView::session).ifPresent(action);
  }

  private void withControls(Consumer<ControlsViewModel> action) {
    withJob(session -> action.accept(session.controls()));
  }

  private void withActions(Consumer<ActionsController> action) {
    view.map(JobView::actions).ifPresent(action);
  }

  @FXML
  void launch() {
    shell.launch();
  }

  @FXML
  void openRun() {
    shell.openRun();
  }

  @FXML
  void demo() {
    shell.demo();
  }

  /// One key for both.
  @FXML
  void pauseOrGo() {
    withControls(c -> {
      if (c.canGoProperty().get()) {
        c.go();
      } else {
        c.pause();
      }
    });
  }

  @FXML
  void addWorker() {
    withControls(ControlsViewModel::addWorker);
  }

  @FXML
  void removeWorker() {
    withControls(ControlsViewModel::removeWorker);
  }

  @FXML
  void drain() {
    withControls(ControlsViewModel::drain);
  }

  @FXML
  void stop() {
    withJob(JobSession::stop);
  }

  @FXML
  void abort() {
    withJob(JobSession::abort);
  }

  @FXML
  void close() {
    shell.close();
  }

  @FXML
  void terminate() {
    withActions(ActionsController::terminate);
  }

  @FXML
  void kill() {
    withActions(ActionsController::kill);
  }

  @FXML
  void signal() {
    withActions(ActionsController::chooseSignal);
  }

  @FXML
  void suspend() {
    withActions(ActionsController::suspend);
  }

  @FXML
  void resume() {
    withActions(ActionsController::resume);
  }

  @FXML
  void restart() {
    withActions(ActionsController::restart);
  }

  @FXML
  void dump() {
    withActions(ActionsController::dump);
  }

  @FXML
  void retryTask() {
    withJob(session -> session.taskActions().retry());
  }

  @FXML
  void cancelTask() {
    withJob(session -> session.taskActions().cancel());
  }

  @FXML
  void nextIncident() {
    withJob(JobSession::nextIncident);
  }

  @FXML
  void previousIncident() {
    withJob(JobSession::previousIncident);
  }

  @FXML
  void showInTimeline() {
    view.ifPresent(v -> v.frame().showInTimeline(v.session().timeline().incidentProperty().get()));
  }

  @FXML
  void fold() {
    view.ifPresent(v -> v.frame().foldInspector());
  }

  @FXML
  void fullScreen() {
    shell.toggleFullScreen();
  }

  @FXML
  void toggleTheme() {
    appearance.toggle();
  }

  @FXML
  void showKeys() {
    new KeyList(appearance).show(centre.getScene().getWindow());
  }
}
