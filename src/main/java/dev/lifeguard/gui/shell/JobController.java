package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Figure;
import dev.lifeguard.gui.common.MemoryBar;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.shell.SummaryViewModel.Figures;
import dev.lifeguard.gui.shell.SummaryViewModel.Memory;
import dev.lifeguard.gui.shell.SummaryViewModel.Status;
import dev.lifeguard.gui.shell.SummaryViewModel.Verdict;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Binds the frame around a job: the summary strip, what is said at its end, and the status bar.
public final class JobController {
  private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
  private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

  /// Below this width the inspector goes under the table.
  private static final double NARROW = 1000;

  /// How much of the width the tables get.
  private static final double SHARE = 0.635;

  private final JobSession session;

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
  @FXML private Label banner;
  @FXML private SplitPane split;
  @FXML private Node inspector;
  @FXML private TabPane lower;
  @FXML private Tab timelineTab;
  @FXML private Tab queueTab;
  @FXML private Tab incidentTab;
  @FXML private Region light;
  @FXML private Label job;
  @FXML private Label sampler;
  @FXML private Label recording;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  JobController(JobSession session) {
    this.session = session;
  }

  @FXML
  void initialize() {
    SummaryViewModel model = session.summary();
    for (Node each : new Node[] {failed, hung, verdict, banner, memory}) {
      each.managedProperty().bind(each.visibleProperty());
    }
    model.figuresProperty().subscribe(this::show);
    model.memoryProperty().subscribe(this::show);
    model.verdictProperty().subscribe(this::showVerdict);
    model.bannerProperty().subscribe(this::showBanner);
    model.statusProperty().subscribe(this::show);
    model.silentProperty().subscribe(on -> split.pseudoClassStateChanged(SILENT, on));
    session
        .queue()
        .pictureProperty()
        .subscribe(p -> queueTab.setText(Text.of("queue.tab", p.taskCount())));
    session.incidents().countProperty().subscribe(n -> showIncidents(n.intValue()));
    root.widthProperty().subscribe(_ -> turn());
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

  private void showBanner(String text) {
    banner.setVisible(!text.isEmpty());
    banner.setText(text);
  }

  private void show(Status status) {
    light.getStyleClass().setAll("light", status.light().name().toLowerCase(Locale.ROOT));
    job.setText(status.job());
    sampler.setText(status.sampler());
    recording.setText(status.recording());
    recording.getTooltip().setText(status.recordingDetail());
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
    lower.getSelectionModel().select(timelineTab);
    session.timeline().show(id);
  }

  /// Folds the inspector away or brings it back.
  void foldInspector() {
    if (!split.getItems().remove(inspector)) {
      split.getItems().add(inspector);
      split.setDividerPositions(SHARE);
    }
  }
}
