package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Figure;
import dev.lifeguard.gui.common.MemoryBar;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ActionsController;
import dev.lifeguard.gui.shell.SummaryViewModel.Figures;
import dev.lifeguard.gui.shell.SummaryViewModel.Memory;
import dev.lifeguard.gui.shell.SummaryViewModel.Status;
import dev.lifeguard.gui.shell.SummaryViewModel.Verdict;
import dev.lifeguard.job.MachineCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Binds the frame around a job: the summary strip, what is said at its end, and the status bar.
public final class JobController {
  private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
  private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

  /// Below this width the inspector goes under the table.
  private static final double NARROW = 1000;

  /// In letters: where the inspector is lower, the worker actions fold themselves.
  private static final double ROOMY = 26;

  private final JobSession session;
  private final ActionsController actions;
  private final Shell shell;
  private final Map<JobTab, Tab> tabs = new EnumMap<>(JobTab.class);
  private final DetailTabs details;

  /// Whether there is too little room for the worker actions beside what the inspector tells.
  private final BooleanProperty crowded = new SimpleBooleanProperty();

  private double share = Settings.Place.USUAL.split();

  @FXML private VBox root;
  @FXML private Figure busy;
  @FXML private Figure queued;
  @FXML private Figure done;
  @FXML private Figure retried;
  @FXML private Figure quarantined;
  @FXML private Figure failed;
  @FXML private Figure hung;
  @FXML private VBox memory;
  @FXML private Label memoryText;
  @FXML private MemoryBar memoryBar;
  @FXML private HBox verdict;
  @FXML private Label verdictText;
  @FXML private VBox promises;
  @FXML private HBox bannerStrip;
  @FXML private Label banner;
  @FXML private Button bannerResume;
  @FXML private SplitPane split;
  @FXML private SplitPane lowerSplit;
  @FXML private TabPane lowerTabs;
  @FXML private TabPane inspectorTabs;
  @FXML private Button again;
  @FXML private Button resume;
  @FXML private Button save;
  @FXML private Button bannerSave;
  @FXML private Button bannerClose;
  @FXML private Region inspector;
  @FXML private Tab timelineTab;
  @FXML private Tab queueTab;
  @FXML private Tab memoryOverTimeTab;
  @FXML private Tab eventsTab;
  @FXML private Tab incidentTab;
  @FXML private Tab memoryTab;
  @FXML private Tab threadsTab;
  @FXML private Tab outputTab;
  @FXML private Tab processTab;
  @FXML private Region light;
  @FXML private Label job;
  @FXML private Label sampler;
  @FXML private Label evidence;
  @FXML private Label recording;

  /// A controller for FXML to fill in.
  ///
  /// @param shell asked to run the job once more, to go on with it, and to save its recording
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  JobController(JobSession session, ActionsController actions, Shell shell) {
    this.session = session;
    this.actions = actions;
    this.shell = shell;
    details = new DetailTabs(session);
  }

  @FXML
  void initialize() {
    SummaryViewModel model = session.summary();
    for (Node each :
        new Node[] {
          failed,
          hung,
          verdict,
          promises,
          bannerStrip,
          memory,
          resume,
          bannerResume,
          save,
          bannerSave,
          bannerClose
        }) {
      each.managedProperty().bind(each.visibleProperty());
    }
    model.figuresProperty().subscribe(this::show);
    model.memoryProperty().subscribe(this::show);
    model.verdictProperty().subscribe(this::showVerdict);
    model.phaseProperty().subscribe(this::lookForPromises);
    model.bannerProperty().subscribe(this::showBanner);
    model.statusProperty().subscribe(this::show);
    model.silentProperty().subscribe(on -> root.pseudoClassStateChanged(SILENT, on));
    session.queue().pictureProperty().subscribe(p -> queueTab.setText(queueTitle(p.taskCount())));
    session.incidents().countProperty().subscribe(n -> showIncidents(n.intValue()));
    root.widthProperty().subscribe(_ -> turn());
    tabs.put(JobTab.INCIDENT, incidentTab);
    tabs.put(JobTab.MEMORY, memoryTab);
    tabs.put(JobTab.THREADS, threadsTab);
    tabs.put(JobTab.OUTPUT, outputTab);
    tabs.put(JobTab.PROCESS, processTab);
    tabs.put(JobTab.TIMELINE, timelineTab);
    tabs.put(JobTab.QUEUE, queueTab);
    tabs.put(JobTab.MEMORY_OVER_TIME, memoryOverTimeTab);
    tabs.put(JobTab.EVENTS, eventsTab);
    lowerTabs
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(front -> {
          session.queue().showing(queueTab.equals(front));
          session.memory().showing(memoryOverTimeTab.equals(front));
          session.events().showing(eventsTab.equals(front));
        });
    details.add(memoryTab, session.details().memory());
    details.add(threadsTab, session.details().threads());
    details.add(outputTab, session.details().output());
    details.add(processTab, session.details().process());
    details.watch(split, inspector, inspectorTabs);
    again.setOnAction(_ -> shell.runAgain());
    again.disableProperty().bind(session.canRunAgainProperty().not());
    for (Button each : List.of(resume, bannerResume)) {
      each.setOnAction(_ -> shell.resume());
      each.visibleProperty().bind(session.canResumeProperty());
    }
    save.setVisible(session.recording().isPresent());
    save.setOnAction(_ -> shell.save());
    bannerSave.setOnAction(_ -> shell.save());
    // At the end of a job that was not ended in order there is no strip but the banner.
    BooleanBinding onlyBanner =
        Bindings.createBooleanBinding(
            () -> session.overProperty().get() && model.verdictProperty().get().isEmpty(),
            session.overProperty(),
            model.verdictProperty());
    bannerSave
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> onlyBanner.get() && session.recording().isPresent(), onlyBanner));
    bannerClose.setOnAction(_ -> shell.close());
    bannerClose.visibleProperty().bind(onlyBanner);
  }

  private String queueTitle(int tasks) {
    return session.queue().unseenProperty().get().isEmpty()
        ? Text.of("queue.tab", tasks)
        : Text.of("queue.tab-unseen");
  }

  /// Brings a tab to the front.
  void show(JobTab tab) {
    Tab wanted = tabs.get(tab);
    if (wanted != null) {
      wanted.getTabPane().getSelectionModel().select(wanted);
    }
  }

  /// Incidents are told in slow motion as long as the window is shown to an audience and their
  /// panel is in sight.
  void follow(Appearance appearance) {
    crowded.subscribe(actions::giveWay);
    crowded.bind(
        Bindings.createBooleanBinding(
            () ->
                appearance.presentingProperty().get()
                    || (inspector.getHeight() > 0
                        && inspector.getHeight() < ROOMY * appearance.fontSizeProperty().get()),
            appearance.presentingProperty(),
            inspector.heightProperty(),
            appearance.fontSizeProperty()));
    details.tighten(inspectorTabs, appearance.fontSizeProperty());
    session
        .incidents()
        .inSlowMotionProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    appearance.presentingProperty().get()
                        && !appearance.isMotionReduced()
                        && incidentTab.isSelected()
                        && split.getItems().contains(inspector),
                appearance.presentingProperty(),
                appearance.motionProperty(),
                incidentTab.selectedProperty(),
                split.getItems()));
  }

  /// No longer looks at anything. Called when the window is gone.
  void close() {
    details.close();
  }

  private void show(Figures figures) {
    busy.setValue(figures.busy());
    queued.setValue(figures.queued());
    done.setValue(figures.done());
    retried.setValue(figures.retried());
    quarantined.setValue(figures.quarantined());
    failed.setValue(figures.failed());
    failed.setVisible(!figures.failed().isEmpty());
    hung.setValue(figures.hung());
    hung.setVisible(!figures.hung().isEmpty());
  }

  private void show(Memory pool) {
    memory.setVisible(!pool.text().isEmpty());
    memoryText.setText(pool.text());
    memoryBar.show(pool.level());
  }

  private void showVerdict(Optional<Verdict> said) {
    verdict.setVisible(said.isPresent());
    said.ifPresent(v -> {
      verdictText.setText(v.text());
      verdict.pseudoClassStateChanged(GOOD, v.good());
    });
  }

  private void lookForPromises(SummaryViewModel.Phase phase) {
    if (phase == SummaryViewModel.Phase.ENDED) {
      session.lookForPromises(this::showPromises);
    }
  }

  private void showPromises(List<PromiseSeen> seen) {
    promises.getChildren().setAll(seen.stream().map(JobController::line).toList());
    promises.setVisible(true);
  }

  private static Node line(PromiseSeen one) {
    Label mark = new Label(one.kept() ? "✓" : "✗");
    mark.getStyleClass().add(one.kept() ? "kept" : "broken");
    Label words =
        new Label(
            one.kept()
                ? Text.of("promise.kept", one.promise(), one.seen())
                : Text.of("promise.broken", one.promise(), one.seen()));
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    HBox line = new HBox(mark, words);
    line.getStyleClass().add("promise");
    return line;
  }

  private void showBanner(String text) {
    bannerStrip.setVisible(!text.isEmpty());
    banner.setText(text);
  }

  private void show(Status status) {
    light.getStyleClass().setAll("light", status.light().name().toLowerCase(Locale.ROOT));
    job.setText(status.job());
    sampler.setText(status.sampler());
    recording.setText(status.recording());
    recording.getTooltip().setText(status.recordingDetail());
  }

  /// Shows which of the sources that evidence can come from are to be had on this machine.
  void show(List<MachineCheck> checks) {
    List<String> lacking =
        checks.stream().filter(check -> !isEnough(check)).map(MachineCheck::name).toList();
    evidence.setText(
        checks.isEmpty()
            ? ""
            : lacking.isEmpty()
                ? Text.of("status.evidence")
                : Text.of("status.evidence-lacking", String.join(", ", lacking)));
    evidence
        .getTooltip()
        .setText(checks.stream().map(JobController::line).collect(Collectors.joining("\n")));
  }

  /// Whether a job that was started here lacks nothing of it.
  private static boolean isEnough(MachineCheck check) {
    return switch (check.allows()) {
      case ALL, OWN -> true;
      case LESS, NOTHING -> false;
    };
  }

  private static String line(MachineCheck check) {
    return (isEnough(check) ? "✓ " : "✕ ")
        + check.name()
        + ": "
        + check.finding()
        + check.remedy().map(r -> "; " + r).orElse("");
  }

  private void showIncidents(int count) {
    incidentTab.setText(count == 0 ? Text.of("incident.tab") : Text.of("incident.tab-n", count));
  }

  private void turn() {
    boolean narrow = root.getWidth() < NARROW;
    Orientation wanted = narrow ? Orientation.VERTICAL : Orientation.HORIZONTAL;
    if (split.getOrientation() != wanted) {
      split.setOrientation(wanted);
    }
  }

  /// Shows an incident in the timeline.
  ///
  /// @param id its number; anything but a known one is ignored
  void showInTimeline(int id) {
    lowerTabs.getSelectionModel().select(timelineTab);
    session.timeline().show(id);
  }

  /// Divides the window as it was.
  void restore(Settings.Place place) {
    share = place.split();
    split.setDividerPositions(share);
    lowerSplit.setDividerPositions(place.lowerSplit());
    if (place.folded()) {
      foldInspector();
    }
  }

  /// How the window is divided now.
  ///
  /// @param before what the rest of the window is
  Settings.Place place(Settings.Place before) {
    boolean folded = !split.getItems().contains(inspector);
    // Under each other the divider means something else.
    boolean narrow = split.getOrientation() == Orientation.VERTICAL;
    double[] dividers = split.getDividerPositions();
    // There is no divider at the very moment in which the inspector is unfolded.
    boolean unknown = folded || dividers.length == 0;
    double across = unknown ? share : narrow ? before.split() : dividers[0];
    return new Settings.Place(
        before.width(),
        before.height(),
        before.maximized(),
        across,
        lowerSplit.getDividerPositions()[0],
        folded);
  }

  /// Tells of every change of [#place].
  void onDivided(Runnable changed) {
    for (SplitPane pane : List.of(split, lowerSplit)) {
      listen(pane, changed);
      // A side that comes back brings a new divider.
      pane.getDividers().addListener((InvalidationListener) _ -> listen(pane, changed));
    }
    split.getItems().addListener((InvalidationListener) _ -> changed.run());
  }

  private static void listen(SplitPane pane, Runnable changed) {
    pane.getDividers().forEach(divider -> divider.positionProperty().subscribe(_ -> changed.run()));
  }

  /// Folds the inspector away or brings it back.
  void foldInspector() {
    if (split.getItems().contains(inspector)) {
      share = split.getDividerPositions()[0];
      split.getItems().remove(inspector);
    } else {
      split.getItems().add(inspector);
      split.setDividerPositions(share);
    }
  }

  /// Puts the keyboard into the next pane.
  void nextPane() {
    goToPane(1);
  }

  /// Puts the keyboard into the pane before this one.
  void previousPane() {
    goToPane(-1);
  }

  private void goToPane(int step) {
    List<Pane> panes = panes();
    Node focused = root.getScene() == null ? null : root.getScene().getFocusOwner();
    int now = -1;
    for (int i = 0; i < panes.size(); i++) {
      if (isIn(focused, panes.get(i).node())) {
        now = i;
      }
    }
    int next = now < 0 && step < 0 ? panes.size() - 1 : Math.floorMod(now + step, panes.size());
    panes.get(next).focus().run();
  }

  private record Pane(Node node, Runnable focus) {}

  /// From the left above to the right below.
  private List<Pane> panes() {
    List<Pane> panes = new ArrayList<>();
    Node table = lowerSplit.getItems().getFirst();
    panes.add(new Pane(table, () -> table.lookup("#processes").requestFocus()));
    panes.add(new Pane(lowerTabs, lowerTabs::requestFocus));
    if (split.getItems().contains(inspector)) {
      panes.add(new Pane(inspectorTabs, inspectorTabs::requestFocus));
      panes.add(new Pane(inspector, actions::focus));
    }
    return panes;
  }

  private boolean isIn(@Nullable Node focused, Node pane) {
    boolean inTabs = isBelow(focused, inspectorTabs);
    // The inspector holds its tabs and the actions: here it stands for the actions alone.
    return isBelow(focused, pane) && (!pane.equals(inspector) || !inTabs);
  }

  private static boolean isBelow(@Nullable Node node, Node above) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (each.equals(above)) {
        return true;
      }
    }
    return false;
  }

  /// Shows a tab of the inspector, counted from 0; nothing when there is no such tab.
  void showInspectorTab(int tab) {
    show(inspectorTabs, tab);
  }

  /// Shows a tab below the process table, counted from 0; nothing when there is no such tab.
  void showLowerTab(int tab) {
    show(lowerTabs, tab);
  }

  private static void show(TabPane tabs, int tab) {
    if (tab < tabs.getTabs().size()) {
      tabs.getSelectionModel().select(tab);
    }
  }
}
