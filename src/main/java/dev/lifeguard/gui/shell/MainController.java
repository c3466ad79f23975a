package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.inspector.ActionsController;
import dev.lifeguard.gui.processes.FilterController;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/// The menu bar and the tool bar, and the place where a job or the start page stands.
public final class MainController {
  private final BooleanProperty canBreak = new SimpleBooleanProperty();
  private Optional<JobView> view = Optional.empty();
  private Shell shell;
  private Appearance appearance;

  @FXML private StackPane centre;
  @FXML private MenuBar menuBar;
  @FXML private ControlsController controlsController;
  @FXML private FilterController filterController;
  @FXML private Label refusal;
  @FXML private MenuItem againItem;
  @FXML private MenuItem resumeItem;
  @FXML private MenuItem saveItem;
  @FXML private MenuItem pauseItem;
  @FXML private MenuItem moreItem;
  @FXML private MenuItem fewerItem;
  @FXML private MenuItem drainItem;
  @FXML private MenuItem stopItem;
  @FXML private MenuItem abortItem;
  @FXML private MenuItem terminateItem;
  @FXML private MenuItem killItem;
  @FXML private MenuItem signalItem;
  @FXML private MenuItem suspendItem;
  @FXML private MenuItem continueItem;
  @FXML private MenuItem restartItem;
  @FXML private MenuItem dumpItem;
  @FXML private MenuItem dumpAllItem;
  @FXML private MenuItem retryItem;
  @FXML private MenuItem cancelItem;
  @FXML private MenuItem nextItem;
  @FXML private MenuItem previousItem;
  @FXML private MenuItem timelineItem;
  @FXML private MenuItem foldItem;
  @FXML private MenuItem filterItem;
  @FXML private Menu sortMenu;
  @FXML private MenuItem columnsItem;
  @FXML private MenuItem holdItem;
  @FXML private MenuItem nextPaneItem;
  @FXML private MenuItem previousPaneItem;
  @FXML private CheckMenuItem presentItem;
  @FXML private Menu samplingMenu;
  @FXML private MenuButton samplingButton;
  @FXML private Menu demoMenu;
  @FXML private MenuButton demoButton;
  @FXML private FontIcon themeIcon;
  @FXML private HBox errorCard;
  @FXML private Label errorText;
  @FXML private Button copyError;
  @FXML private Button closeError;

  /// A controller for FXML to fill in, on any thread; then it is to serve somebody.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  MainController() {}

  @FXML
  void initialize() {
    refusal.managedProperty().bind(refusal.visibleProperty());
    refusal.setVisible(false);
    samplingButton.managedProperty().bind(samplingButton.visibleProperty());
    samplingButton.setVisible(false);
    // Everything that needs a job is there from the beginning, so that it can be found.
    for (MenuItem item :
        List.of(
            againItem,
            resumeItem,
            saveItem,
            pauseItem,
            moreItem,
            fewerItem,
            drainItem,
            stopItem,
            abortItem,
            terminateItem,
            killItem,
            signalItem,
            suspendItem,
            continueItem,
            restartItem,
            dumpItem,
            dumpAllItem,
            retryItem,
            cancelItem,
            nextItem,
            previousItem,
            timelineItem,
            foldItem,
            filterItem,
            sortMenu,
            columnsItem,
            holdItem,
            samplingMenu,
            nextPaneItem,
            previousPaneItem)) {
      item.setDisable(true);
    }
    showDemos(List.of());
    errorCard.managedProperty().bind(errorCard.visibleProperty());
    errorCard.setVisible(false);
    closeError.setOnAction(_ -> errorCard.setVisible(false));
  }

  /// From now on this is whose window it is, and how that looks. Once, before anything else.
  void serve(Shell itsShell, Appearance itsAppearance) {
    shell = itsShell;
    appearance = itsAppearance;
    appearance.presentingProperty().subscribe(presentItem::setSelected);
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
    canBreak.bind(session.actions().canStrikeProperty());
    var cannot = session.actions().canSignalProperty().not();
    List.of(terminateItem, killItem, signalItem)
        .forEach(item -> item.disableProperty().bind(cannot));
    List.of(terminateItem, signalItem)
        .forEach(item -> item.visibleProperty().bind(session.actions().hasSignalsProperty()));
    suspendItem.disableProperty().bind(cannot.or(session.actions().suspendedProperty()));
    continueItem.disableProperty().bind(cannot.or(session.actions().suspendedProperty().not()));
    restartItem.disableProperty().bind(session.actions().canRestartProperty().not());
    dumpItem.disableProperty().bind(session.actions().canDumpProperty().not());
    dumpAllItem.disableProperty().bind(session.canDumpAllProperty().not());
    retryItem.disableProperty().bind(session.taskActions().canRetryProperty().not());
    cancelItem.disableProperty().bind(session.taskActions().canCancelProperty().not());
    nextItem.disableProperty().bind(session.incidents().hasNextProperty().not());
    previousItem.disableProperty().bind(session.incidents().hasPreviousProperty().not());
    timelineItem.disableProperty().bind(session.timeline().incidentProperty().isEqualTo(0));
    for (MenuItem item :
        List.of(
            foldItem,
            filterItem,
            sortMenu,
            columnsItem,
            holdItem,
            nextPaneItem,
            previousPaneItem)) {
      item.setDisable(false);
    }
    againItem.disableProperty().bind(session.canRunAgainProperty().not());
    resumeItem.disableProperty().bind(session.canResumeProperty().not());
    saveItem.setDisable(session.recording().isEmpty());
    filterController.show(session.filter());
    sortMenu.getItems().setAll(SortMenu.items(next.processes()));
    session
        .heldProperty()
        .subscribe(
            held -> holdItem.setText(held ? Text.of("menu.go-drawing") : Text.of("menu.hold")));
    bind(session.controls());
  }

  /// Says that there is a bug. The window goes on: what it shows may still be right.
  void show(InternalFault error) {
    errorText.setText(Text.of("error.said", error.code()));
    copyError.setOnAction(_ -> {
      ClipboardContent content = new ClipboardContent();
      content.putString(error.details());
      Clipboard.getSystemClipboard().setContent(content);
    });
    errorCard.setVisible(true);
  }

  /// Offers these demonstrations.
  void showDemos(List<DemoListing> demos) {
    Stream.of(demoMenu.getItems(), demoButton.getItems())
        .forEach(items ->
            items.setAll(
                DemoMenu.items(
                    demos, shell, canBreak, blow -> withActions(actions -> actions.strike(blow)))));
    demoMenu.setDisable(demos.isEmpty());
    demoButton.setDisable(demos.isEmpty());
  }

  /// The menu bar, for the keyboard.
  MenuBar menuBar() {
    return menuBar;
  }

  private void bind(ControlsViewModel controls) {
    controlsController.show(controls, shell::abort);
    SamplingMenu.bind(controls.sampling(), samplingMenu, samplingButton);
    refusal.textProperty().bind(controls.refusalProperty());
    refusal.visibleProperty().bind(controls.refusalProperty().isNotEmpty());
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
  void attach() {
    shell.attach();
  }

  @FXML
  void openRun() {
    shell.openRun();
  }

  @FXML
  void runAgain() {
    shell.runAgain();
  }

  @FXML
  void resumeRun() {
    shell.resume();
  }

  @FXML
  void saveRecording() {
    shell.save();
  }

  @FXML
  void showPreferences() {
    shell.preferences();
  }

  @FXML
  void quit() {
    shell.quit();
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

  void sampleFaster() {
    withControls(c -> c.sampling().faster());
  }

  void sampleSlower() {
    withControls(c -> c.sampling().slower());
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
    shell.abort();
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
    withActions(ActionsController::askToKill);
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
  void dumpAll() {
    withJob(JobSession::dumpAll);
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
  void focusFilter() {
    filterController.focus();
  }

  void showInspectorTab(int tab) {
    view.ifPresent(v -> v.frame().showInspectorTab(tab));
  }

  void showLowerTab(int tab) {
    view.ifPresent(v -> v.frame().showLowerTab(tab));
  }

  @FXML
  void resetColumns() {
    view.ifPresent(v -> v.processes().columns().reset());
  }

  @FXML
  void holdDrawing() {
    withJob(JobSession::holdOrGo);
  }

  @FXML
  void nextPane() {
    view.ifPresent(v -> v.frame().nextPane());
  }

  @FXML
  void previousPane() {
    view.ifPresent(v -> v.frame().previousPane());
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
  void present() {
    appearance.present(presentItem.isSelected());
  }

  @FXML
  void toggleTheme() {
    shell.toggleTheme();
  }

  @FXML
  void showKeys() {
    shell.keys();
  }

  @FXML
  void showAbout() {
    shell.about();
  }
}
