package dev.lifeguard.gui.attach;

import dev.lifeguard.gui.common.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.animation.PauseTransition;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Binds the attach dialog to its view-model.
public final class AttachController {
  // Nobody wants to hear of every digit.
  private static final Duration TYPING = Duration.millis(300);

  private final AttachViewModel model;
  private final LongConsumer onPid;
  private final PauseTransition typing = new PauseTransition(TYPING);

  @FXML private ListView<Candidate> list;
  @FXML private TextField pid;
  @FXML private VBox preview;
  @FXML private Label kind;
  @FXML private Label tree;
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
      tree.setText(String.join("\n", candidate.tree()));
      can.setText(bullets(candidate.can()));
      cannot.setText(bullets(candidate.cannot()));
      remedy.setText(Text.of("attach.remedy", candidate.remedy()));
      remedy.setVisible(!candidate.remedy().isEmpty());
    });
  }

  private static String bullets(List<String> lines) {
    return lines.isEmpty()
        ? Text.of("attach.nothing")
        : String.join("\n", lines.stream().map(line -> Text.of("attach.bullet", line)).toList());
  }

  /// Where the keyboard goes first.
  public void focusFirst() {
    list.requestFocus();
  }

  /// A candidate on two lines.
  private static final class CandidateCell extends ListCell<Candidate> {
    @Override
    protected void updateItem(@Nullable Candidate candidate, boolean empty) {
      super.updateItem(candidate, empty);
      if (candidate == null || empty) {
        setGraphic(null);
        return;
      }
      Label why = new Label(Text.of("attach.line", candidate.kind(), candidate.pid()));
      why.getStyleClass().add("why");
      setGraphic(new VBox(new Label(candidate.name()), why));
    }
  }
}
