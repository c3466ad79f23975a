package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.inspector.IncidentCard.Proof;
import dev.lifeguard.gui.inspector.IncidentCard.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// Binds the incident panel to its view-model.
public final class IncidentController {
  private static final PseudoClass UNHEARD = PseudoClass.getPseudoClass("unheard");

  private final IncidentViewModel model;
  private final IncidentActionsViewModel actions;
  private final IntConsumer inTimeline;
  private final PauseTransition pause = new PauseTransition();
  private int shown;

  @FXML private Node empty;
  @FXML private FontIcon mark;
  @FXML private Label nothing;
  @FXML private Button killOne;
  @FXML private Label victim;
  @FXML private HBox incidents;
  @FXML private ListView<IncidentLine> list;
  @FXML private Button retry;
  @FXML private Label answer;
  @FXML private ScrollPane scroll;
  @FXML private Label headline;
  @FXML private HBox turning;
  @FXML private Button previous;
  @FXML private Button next;
  @FXML private Label position;
  @FXML private FlowPane chips;
  @FXML private Label sentence;
  @FXML private VBox steps;
  @FXML private VBox evidenceBox;
  @FXML private VBox evidence;
  @FXML private VBox outputBox;
  @FXML private Label output;

  /// A controller for FXML to fill in.
  ///
  /// @param inTimeline shows an incident in the timeline
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public IncidentController(
      IncidentViewModel model, IncidentActionsViewModel actions, IntConsumer inTimeline) {
    this.model = model;
    this.actions = actions;
    this.inTimeline = inTimeline;
  }

  @FXML
  void initialize() {
    empty.visibleProperty().bind(incidents.visibleProperty().not());
    empty.managedProperty().bind(empty.visibleProperty());
    nothing.textProperty().bind(model.nothingProperty());
    model
        .unheardProperty()
        .subscribe(unheard -> {
          mark.setIconLiteral(unheard ? "fth-help-circle" : "fth-check-circle");
          mark.pseudoClassStateChanged(UNHEARD, unheard);
        });
    for (Node each : new Node[] {list, retry, answer, killOne, victim}) {
      each.managedProperty().bind(each.visibleProperty());
    }
    bindList();
    bindActions();
    turning.managedProperty().bind(turning.visibleProperty());
    evidenceBox.managedProperty().bind(evidenceBox.visibleProperty());
    outputBox.managedProperty().bind(outputBox.visibleProperty());
    turning.visibleProperty().bind(model.countProperty().greaterThan(1));
    previous.disableProperty().bind(model.hasPreviousProperty().not());
    next.disableProperty().bind(model.hasNextProperty().not());
    position.textProperty().bind(model.positionProperty());
    model.cardProperty().subscribe(this::show);
    pause.setOnFinished(_ -> showNextLine());
    model.playingProperty().subscribe(this::playOrRest);
  }

  /// The next line of the slow motion appears at its time. Where all are to be there at once they
  /// are.
  private void playOrRest(boolean playing) {
    pause.stop();
    if (playing) {
      waitForNextLine();
    } else {
      reveal();
    }
  }

  private void waitForNextLine() {
    model
        .pause()
        .ifPresent(length -> {
          pause.setDuration(Duration.millis((double) length.toMillis()));
          pause.playFromStart();
        });
  }

  private void showNextLine() {
    Set<Node> before = linesToBeSeen();
    model.nextLine();
    reveal();
    Set<Node> after = linesToBeSeen();
    after.removeAll(before);
    after.forEach(this::bringIntoSight);
    if (model.playingProperty().get()) {
      waitForNextLine();
    }
  }

  private Set<Node> linesToBeSeen() {
    return Stream.concat(steps.getChildren().stream(), evidence.getChildren().stream())
        .filter(Node::isVisible)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Scrolls no further than needed.
  private void bringIntoSight(Node line) {
    Bounds all = scroll.getContent().getLayoutBounds();
    double view = scroll.getViewportBounds().getHeight();
    double hidden = all.getHeight() - view;
    if (hidden <= 0) {
      return;
    }
    Bounds place = scroll.getContent().sceneToLocal(line.localToScene(line.getLayoutBounds()));
    double top = scroll.getVvalue() * hidden;
    double wanted = Math.min(Math.max(top, place.getMaxY() - view), place.getMinY());
    if (wanted != top) {
      scroll.setVvalue(Math.clamp(wanted / hidden, 0, 1));
    }
  }

  /// A line that has not had its turn has its place already, so that nothing moves when it comes.
  private void reveal() {
    model
        .cardProperty()
        .get()
        .ifPresent(card -> {
          for (int i = 0; i < card.steps().size(); i++) {
            steps.getChildren().get(i).setVisible(model.isSeen(card.steps().get(i)));
          }
          for (int i = 0; i < card.evidence().size(); i++) {
            evidence.getChildren().get(i).setVisible(model.isSeen(card.evidence().get(i)));
          }
        });
  }

  private void bindList() {
    list.setItems(model.lines());
    list.visibleProperty().bind(model.countProperty().greaterThan(1));
    list.setCellFactory(_ -> new IncidentCell());
    model
        .shownProperty()
        .subscribe(id -> {
          list.getSelectionModel().clearAndSelect(id.intValue() - 1);
          list.scrollTo(Math.max(0, id.intValue() - 3));
          actions.turnTo(id.intValue());
        });
    list.getSelectionModel()
        .selectedIndexProperty()
        .subscribe(index -> model.choose(index.intValue() + 1));
  }

  private void bindActions() {
    retry.setVisible(actions.isRetryOffered());
    retry.disableProperty().bind(actions.canRetryProperty().not());
    answer.textProperty().bind(actions.answerProperty());
    answer.visibleProperty().bind(actions.answerProperty().isNotEmpty());
    killOne.visibleProperty().bind(actions.canKillProperty());
    victim.textProperty().bind(actions.victimProperty());
    victim.visibleProperty().bind(actions.canKillProperty());
  }

  private void show(Optional<IncidentCard> card) {
    incidents.setVisible(card.isPresent());
    card.ifPresent(this::show);
  }

  private void show(IncidentCard card) {
    headline.setText(card.headline());
    chips.getChildren().setAll(chips(card.chips()));
    sentence.setText(card.sentence());
    steps.getChildren().setAll(card.steps().stream().map(IncidentController::line).toList());
    evidence.getChildren().setAll(card.evidence().stream().map(IncidentController::line).toList());
    evidenceBox.setVisible(!card.evidence().isEmpty());
    reveal();
    output.setText(String.join("\n", card.output()));
    outputBox.setVisible(!card.output().isEmpty());
    if (card.id() != shown) {
      shown = card.id();
      scroll.setVvalue(0);
    }
  }

  private static List<Label> chips(List<String> texts) {
    List<Label> labels = texts.stream().map(Label::new).toList();
    labels.forEach(label -> label.getStyleClass().add("chip"));
    labels.getFirst().getStyleClass().add("certainty");
    return labels;
  }

  private static Node line(Step step) {
    Region dot = new Region();
    dot.getStyleClass().addAll("dot", step.tone().name().toLowerCase(Locale.ROOT));
    Region rail = new Region();
    rail.getStyleClass().add("rail");
    StackPane mark = new StackPane(rail, dot);
    mark.getStyleClass().add("mark");
    HBox line = new HBox(label(step.time(), "time"), mark, told(step.title(), step.note()));
    line.getStyleClass().add("step");
    return line;
  }

  private static Node line(Proof proof) {
    Label time = label(proof.time(), "time");
    time.setWrapText(true);
    time.setMinHeight(Region.USE_PREF_SIZE);
    HBox line = new HBox(time, told(proof.source(), proof.text()));
    line.getStyleClass().add("proof");
    return line;
  }

  /// A title and what belongs to it, wrapped like one sentence.
  private static Node told(String title, String text) {
    Text first = new Text(title + "  ");
    first.getStyleClass().add("title");
    Text second = new Text(text);
    second.getStyleClass().add("text");
    TextFlow told = new TextFlow(first, second);
    told.getStyleClass().add("told");
    HBox.setHgrow(told, Priority.ALWAYS);
    return told;
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().add(style);
    return label;
  }

  @FXML
  void previous() {
    model.previous();
  }

  @FXML
  void next() {
    model.next();
  }

  @FXML
  void retry() {
    actions.retry();
  }

  @FXML
  void killOne() {
    actions.killOne();
  }

  @FXML
  void showInTimeline() {
    inTimeline.accept(model.shownProperty().get());
  }

  @FXML
  void copy() {
    ClipboardContent content = new ClipboardContent();
    model.cardProperty().get().ifPresent(card -> content.putString(card.report()));
    Clipboard.getSystemClipboard().setContent(content);
  }
}
