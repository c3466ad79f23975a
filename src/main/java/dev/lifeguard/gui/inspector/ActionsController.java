package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ActionsViewModel.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/// Binds the worker actions to their view-model. Questions are asked in the panel itself: nothing
/// here opens a dialog.
public final class ActionsController {
  /// What programs are usually told by signals; every other one has a name and a number.
  private static final List<String> USUAL_SIGNALS =
      List.of("SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGABRT");

  private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

  private final ActionsViewModel model;
  private final Supplier<Confirmation> confirmation;
  private boolean killConfirmed;
  private boolean wasExpanded = true;
  private Optional<Question> asked = Optional.empty();

  /// What waits for an answer.
  ///
  /// @param about what makes it the same question
  /// @param yes what is done then
  private record Question(String about, Runnable yes) {}

  @FXML private TitledPane pane;
  @FXML private Button terminate;
  @FXML private Button kill;
  @FXML private MenuButton signal;
  @FXML private Button suspend;
  @FXML private Button restart;
  @FXML private Button dump;
  @FXML private HBox signalRow;
  @FXML private TextField signalName;
  @FXML private Button sendSignal;
  @FXML private HBox confirmRow;
  @FXML private Label confirmText;
  @FXML private Button confirmKill;
  @FXML private Label target;
  @FXML private Label answer;

  /// A controller for FXML to fill in.
  ///
  /// @param confirmation how often it asks before it kills
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ActionsController(ActionsViewModel model, Supplier<Confirmation> confirmation) {
    this.model = model;
    this.confirmation = confirmation;
  }

  @FXML
  void initialize() {
    pane.textProperty().bind(model.titleProperty());
    target.textProperty().bind(model.targetTextProperty());
    for (Node control : new Node[] {terminate, kill, signal, suspend, sendSignal, confirmKill}) {
      control.disableProperty().bind(model.canSignalProperty().not());
    }
    signal.getItems().setAll(USUAL_SIGNALS.stream().map(this::signalItem).toList());
    MenuItem other = new MenuItem(Text.of("actions.signal-other"));
    other.setId("signal-other");
    other.setOnAction(_ -> chooseSignal());
    signal.getItems().add(other);
    for (Node control : new Node[] {terminate, signal}) {
      control.visibleProperty().bind(model.hasSignalsProperty());
      control.managedProperty().bind(model.hasSignalsProperty());
    }
    restart.disableProperty().bind(model.canRestartProperty().not());
    dump.disableProperty().bind(model.canDumpProperty().not());
    model
        .suspendedProperty()
        .subscribe(
            now -> suspend.setText(now ? Text.of("actions.continue") : Text.of("actions.suspend")));
    for (Node row : new Node[] {signalRow, confirmRow, answer}) {
      row.managedProperty().bind(row.visibleProperty());
    }
    hideRows();
    // Another worker was chosen: what was about to be done to the last one is off.
    model.titleProperty().subscribe(this::hideRows);
    model.answerProperty().subscribe(this::show);
    for (Node row : new Node[] {signalRow, confirmRow}) {
      row.addEventHandler(
          KeyEvent.KEY_PRESSED,
          event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
              hideRows();
            }
          });
    }
  }

  private MenuItem signalItem(String name) {
    MenuItem item = new MenuItem(name);
    item.setOnAction(_ -> {
      hideRows();
      model.signal(name);
    });
    return item;
  }

  private void show(Answer said) {
    answer.setText(said.text());
    answer.setVisible(!said.text().isEmpty());
    answer.pseudoClassStateChanged(REFUSED, said.refused());
  }

  /// Asks the chosen worker to end.
  @FXML
  public void terminate() {
    if (!model.hasSignalsProperty().get()) {
      kill();
    } else if (model.canSignalProperty().get()) {
      String question = model.terminateQuestion();
      doOrAsk(
          !question.isEmpty(), question, Text.of("actions.terminate"), terminate, model::terminate);
    }
  }

  /// Kills the chosen worker, after a question if that is wanted. The question stands in the panel
  /// with the identity that the signal goes to; asking once more is an answer.
  @FXML
  public void askToKill() {
    if (model.canSignalProperty().get()) {
      doOrAsk(
          !model.consequence().isEmpty() || isAskedBeforeKills(),
          model.killQuestion(),
          Text.of("actions.kill"),
          kill,
          () -> {
            killConfirmed |= asked.isPresent();
            model.kill();
          });
    }
  }

  /// Has a stranger strike the chosen worker, after the same question if that ends it.
  public void strike(Blow blow) {
    if (model.canStrikeProperty().get()) {
      doOrAsk(
          blow.isAsked() && isAskedBeforeKills(),
          model.strikeQuestion(blow),
          blow.signalName(),
          kill,
          () -> {
            killConfirmed |= asked.isPresent();
            model.strike(blow);
          });
    }
  }

  private boolean isAskedBeforeKills() {
    return switch (confirmation.get()) {
      case ALWAYS -> true;
      case ONCE -> !killConfirmed;
      case NEVER -> false;
    };
  }

  /// @param needed whether it is asked at all
  /// @param by the button that asked; whoever used it with the keyboard answers there as well
  private void doOrAsk(boolean needed, String question, String yes, Button by, Runnable action) {
    boolean again =
        confirmRow.isVisible() && asked.filter(it -> it.about().equals(yes)).isPresent();
    if (!needed) {
      hideRows();
      action.run();
      return;
    }
    if (again) {
      kill();
      return;
    }
    boolean byButton = by.isFocused();
    hideRows();
    asked = Optional.of(new Question(yes, action));
    pane.setExpanded(true);
    confirmText.setText(question);
    confirmKill.setText(yes);
    confirmRow.setVisible(true);
    if (byButton) {
      confirmKill.requestFocus();
    }
  }

  /// The answer is yes.
  @FXML
  void kill() {
    asked.ifPresent(question -> question.yes().run());
    hideRows();
  }

  /// Opens the field for a signal.
  public void chooseSignal() {
    if (model.canSignalProperty().get() && model.hasSignalsProperty().get()) {
      hideRows();
      pane.setExpanded(true);
      signalRow.setVisible(true);
      signalName.requestFocus();
    }
  }

  @FXML
  void sendSignal() {
    if (model.signal(signalName.getText())) {
      hideRows();
    }
  }

  @FXML
  void suspendOrContinue() {
    if (model.suspendedProperty().get()) {
      resume();
    } else {
      suspend();
    }
  }

  /// Stops the chosen worker.
  public void suspend() {
    hideRows();
    model.suspend();
  }

  /// Lets it go on.
  public void resume() {
    hideRows();
    model.resume();
  }

  /// Replaces it after its current task.
  @FXML
  public void restart() {
    hideRows();
    model.restart();
  }

  /// Has it print the stacks of its threads.
  @FXML
  public void dump() {
    hideRows();
    model.dump();
  }

  /// Leaves the room to the incident, where there is too little for both or an audience looks on; a
  /// question opens the panel all the same. To be called when that changes.
  public void giveWay(boolean on) {
    if (on) {
      wasExpanded = pane.isExpanded();
      pane.setExpanded(false);
    } else {
      pane.setExpanded(wasExpanded);
    }
  }

  /// Puts the keyboard onto the first action that is possible.
  public void focus() {
    Stream.<Node>of(terminate, kill, signal, suspend, restart, dump)
        .filter(control -> !control.isDisabled())
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  /// Takes a question back.
  @FXML
  public void hideRows() {
    asked = Optional.empty();
    signalRow.setVisible(false);
    confirmRow.setVisible(false);
    signalName.clear();
  }
}
