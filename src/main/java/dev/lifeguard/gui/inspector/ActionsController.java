package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ActionsViewModel.Answer;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;

/// Binds the worker actions to their view-model. Questions are asked in the panel itself: nothing
/// here opens a dialog.
public final class ActionsController {
  private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

  private final ActionsViewModel model;
  private boolean killConfirmed;

  @FXML private Label title;
  @FXML private Button terminate;
  @FXML private Button kill;
  @FXML private Button signal;
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
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ActionsController(ActionsViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    title.textProperty().bind(model.titleProperty());
    target.textProperty().bind(model.targetTextProperty());
    for (Button button : new Button[] {terminate, kill, signal, suspend, sendSignal, confirmKill}) {
      button.disableProperty().bind(model.canSignalProperty().not());
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
    signalName.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ESCAPE) {
        hideRows();
      }
    });
  }

  private void show(Answer said) {
    answer.setText(said.text());
    answer.setVisible(!said.text().isEmpty());
    answer.pseudoClassStateChanged(REFUSED, said.refused());
  }

  /// Asks the chosen worker to end.
  @FXML
  public void terminate() {
    hideRows();
    model.terminate();
  }

  /// Kills the chosen worker. The button is pressed on purpose, so it does not ask.
  @FXML
  public void kill() {
    killConfirmed |= confirmRow.isVisible();
    hideRows();
    model.kill();
  }

  /// Kills the chosen worker from the keyboard, where a slip is easy: asks the first time.
  public void killByKey() {
    if (!model.canSignalProperty().get()) {
      return;
    }
    if (killConfirmed || confirmRow.isVisible()) {
      kill();
      return;
    }
    hideRows();
    confirmText.setText(Text.of("actions.confirm-kill"));
    confirmRow.setVisible(true);
  }

  /// Opens the field for a signal.
  @FXML
  public void chooseSignal() {
    if (model.canSignalProperty().get()) {
      hideRows();
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

  @FXML
  void hideRows() {
    signalRow.setVisible(false);
    confirmRow.setVisible(false);
    signalName.clear();
  }
}
