package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.inspector.VerdictViewModel.Card;
import dev.lifeguard.gui.inspector.VerdictViewModel.Question;
import dev.lifeguard.gui.inspector.VerdictViewModel.Tone;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Binds the verdict on a foreign pool to its view-model. What will happen is said in the panel
/// before it is done.
public final class VerdictController {
  private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");
  private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");

  private final VerdictViewModel model;

  @FXML private VBox root;
  @FXML private Label headline;
  @FXML private Label sentence;
  @FXML private Label remedy;
  @FXML private Hyperlink more;
  @FXML private VBox details;
  @FXML private VBox evidence;
  @FXML private Label kind;
  @FXML private Label onDeath;
  @FXML private Label unseen;
  @FXML private Button end;
  @FXML private HBox confirmRow;
  @FXML private Label question;
  @FXML private Button endDo;
  @FXML private Label answer;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public VerdictController(VerdictViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    for (Node each :
        List.of(root, sentence, remedy, details, evidence, onDeath, unseen, confirmRow, answer)) {
      each.managedProperty().bind(each.visibleProperty());
    }
    details.setVisible(false);
    confirmRow.setVisible(false);
    end.disableProperty().bind(model.canEndProperty().not());
    answer.textProperty().bind(model.answerProperty());
    answer.visibleProperty().bind(model.answerProperty().isNotEmpty());
    model.questionProperty().subscribe(this::ask);
    model.cardProperty().subscribe(this::show);
  }

  private void show(Optional<Card> card) {
    root.setVisible(card.isPresent());
    card.ifPresent(this::show);
  }

  private void show(Card card) {
    root.pseudoClassStateChanged(TROUBLE, card.tone() == Tone.TROUBLE);
    root.pseudoClassStateChanged(WARNING, card.tone() == Tone.WARNING);
    headline.setText(card.headline());
    set(sentence, card.sentence());
    set(remedy, card.remedy());
    evidence.getChildren().setAll(card.evidence().stream().map(VerdictController::line).toList());
    evidence.setVisible(!card.evidence().isEmpty());
    kind.setText(card.kind());
    set(onDeath, card.onDeath());
    set(unseen, card.unseen());
  }

  private void ask(Optional<Question> asked) {
    boolean byKeyboard = end.isFocused();
    confirmRow.setVisible(asked.isPresent());
    asked.ifPresent(it -> {
      question.setText(it.text());
      endDo.setText(it.yes());
      if (byKeyboard) {
        endDo.requestFocus();
      }
    });
  }

  private static void set(Label label, String text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
  }

  private static Label line(String text) {
    Label line = new Label(text);
    line.setWrapText(true);
    return line;
  }

  @FXML
  void toggleDetails() {
    details.setVisible(!details.isVisible());
    more.setVisited(false);
  }

  @FXML
  void askToEnd() {
    model.askToEnd();
  }

  @FXML
  void end() {
    model.end();
  }

  @FXML
  void cancel() {
    model.takeBack();
  }
}
