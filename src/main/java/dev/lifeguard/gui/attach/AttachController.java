package dev.lifeguard.gui.attach;

import dev.lifeguard.gui.common.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Binds the attach dialog to its view-model.
public final class AttachController {
  // Nobody wants to hear of every digit.
  private static final Duration TYPING = Duration.millis(300);

  private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

  /// Of a letter of equal width to its height.
  private static final double INDENT = 0.6;

  private final AttachViewModel model;
  private final LongConsumer onPid;
  private final PauseTransition typing = new PauseTransition(TYPING);

  @FXML private VBox root;
  @FXML private BorderPane columns;
  @FXML private VBox choice;
  @FXML private ListView<Candidate> list;
  @FXML private TextField pid;
  @FXML private VBox preview;
  @FXML private Label kind;
  @FXML private VBox tree;
  @FXML private Label can;
  @FXML private Label cannot;
  @FXML private Label remedy;
  @FXML private Label fault;

  /// A controller for FXML to fill in.
  ///
  /// @param onPid told when the user has typed a process number
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public AttachController(AttachViewModel model, LongConsumer onPid) {
    this.model = model;
    this.onPid = onPid;
  }

  @FXML
  void initialize() {
    for (Node each : List.of(remedy, fault, preview)) {
      each.managedProperty().bind(each.visibleProperty());
    }
    list.setCellFactory(_ -> new CandidateCell());
    Label nothing = new Label();
    nothing.setWrapText(true);
    list.setPlaceholder(nothing);
    model
        .lookingProperty()
        .subscribe(looking ->
            nothing.setText(looking ? Text.of("attach.looking") : Text.of("attach.none")));
    model
        .candidatesProperty()
        .subscribe(found -> {
          list.getItems().setAll(found);
          list.getSelectionModel().selectFirst();
        });
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(it -> model.listedProperty().set(Optional.ofNullable(it)));
    pid.textProperty().bindBidirectional(model.pidProperty());
    pid.textProperty().subscribe(_ -> typing.playFromStart());
    typing.setOnFinished(_ -> model.typed().ifPresent(onPid));
    model.chosenProperty().subscribe(this::show);
    fault.textProperty().bind(model.faultProperty());
    fault.visibleProperty().bind(model.faultProperty().isNotEmpty());
  }

  private void show(Optional<Candidate> chosen) {
    preview.setVisible(chosen.isPresent());
    chosen.ifPresent(candidate -> {
      kind.setText(Text.of("attach.kind", candidate.kind(), candidate.reason()));
      tree.getChildren().setAll(candidate.tree().stream().map(AttachController::line).toList());
      can.setText(bullets(candidate.can()));
      cannot.setText(bullets(candidate.cannot()));
      remedy.setText(Text.of("attach.remedy", candidate.remedy()));
      remedy.setVisible(!candidate.remedy().isEmpty());
    });
  }

  /// A process: what does not fit goes on below itself, so that the tree is still seen.
  private static Label line(String process) {
    Label line = new Label(process.strip());
    line.setWrapText(true);
    int indent = process.length() - process.stripLeading().length();
    line.setStyle("-fx-padding: 0 0 0 %sem;".formatted(indent * INDENT));
    return line;
  }

  private static String bullets(List<String> lines) {
    return lines.isEmpty()
        ? Text.of("attach.nothing")
        : String.join("\n", lines.stream().map(line -> Text.of("attach.bullet", line)).toList());
  }

  /// Puts the choice above what is told of it, or beside it.
  public void turn(boolean narrow) {
    if (narrow == (columns.getLeft() == null)) {
      return;
    }
    // It may not be in two places at once.
    if (narrow) {
      columns.setLeft(null);
      columns.setTop(choice);
    } else {
      columns.setTop(null);
      columns.setLeft(choice);
    }
    root.pseudoClassStateChanged(NARROW, narrow);
  }

  /// Where the keyboard goes first.
  public void focusFirst() {
    list.requestFocus();
  }

  /// A candidate on two lines.
  private static final class CandidateCell extends ListCell<Candidate> {
    CandidateCell() {
      // As wide as the list, which is not to be moved sideways.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Candidate candidate, boolean empty) {
      super.updateItem(candidate, empty);
      if (candidate == null || empty) {
        setGraphic(null);
        return;
      }
      Label why = new Label(Text.of("attach.line", candidate.pid(), candidate.kind()));
      why.getStyleClass().add("why");
      setGraphic(new VBox(new Label(candidate.name()), why));
    }
  }
}
