package dev.lifeguard.gui.processes;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import javafx.util.Subscription;

/// Binds the filter field: what is typed, what could be typed next, and whether it is understood.
public final class FilterController {
  private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");
  private static final int MOST_COMPLETIONS = 12;

  /// The beginning of a name is a text that no row has: rows do not go while it is being typed.
  private static final Duration REST = Duration.millis(300);

  private final PauseTransition rest = new PauseTransition(REST);
  private final ContextMenu completions = new ContextMenu();
  private Subscription bound = Subscription.EMPTY;

  @FXML private HBox root;
  @FXML private TextField field;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public FilterController() {}

  @FXML
  void initialize() {
    root.setVisible(false);
    root.managedProperty().bind(root.visibleProperty());
    completions.setId("filter-completions");
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    // Not while the text is set from outside: then nobody is typing.
    field.addEventHandler(KeyEvent.KEY_TYPED, _ -> offer());
    field.textProperty().subscribe((_, _) -> rest.playFromStart());
    field.setOnAction(_ -> rest.jumpTo(REST));
    field
        .focusedProperty()
        .subscribe((_, focused) -> {
          if (!focused) {
            completions.hide();
          }
        });
  }

  /// Filters this table from now on.
  public void show(FilterViewModel next) {
    next.textProperty().subscribe(this::set);
    rest.setOnFinished(_ -> next.textProperty().set(field.getText()));
    bound.unsubscribe();
    bound =
        next.saidProperty()
            .subscribe(said -> field.pseudoClassStateChanged(FAULTY, said.isFault()));
    root.setVisible(true);
  }

  private void set(String text) {
    // Setting what is there already would move the caret under the user's hands.
    if (!text.equals(field.getText())) {
      field.setText(text);
    }
  }

  /// Puts the keyboard into the field.
  public void focus() {
    if (root.isVisible()) {
      field.requestFocus();
      field.selectAll();
    }
  }

  private void keyPressed(KeyEvent event) {
    boolean asks = event.getCode() == KeyCode.SPACE && event.isControlDown();
    if (event.getCode() == KeyCode.ESCAPE) {
      if (completions.isShowing()) {
        completions.hide();
      } else {
        field.clear();
      }
      event.consume();
    } else if (asks || (event.getCode() == KeyCode.DOWN && !completions.isShowing())) {
      offer();
      event.consume();
    }
  }

  private void offer() {
    List<FilterCompletion> possible =
        FilterCompletion.at(field.getText(), field.getCaretPosition());
    completions
        .getItems()
        .setAll(possible.stream().limit(MOST_COMPLETIONS).map(this::item).toList());
    if (possible.isEmpty()) {
      completions.hide();
    } else if (!completions.isShowing()) {
      completions.show(field, Side.BOTTOM, 0, 0);
    }
  }

  private MenuItem item(FilterCompletion completion) {
    MenuItem item = new MenuItem(completion.text());
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> {
      field.replaceText(completion.from(), completion.to(), completion.text());
      field.positionCaret(completion.from() + completion.text().length());
      // A field wants its sign, and a sign its value.
      offer();
    });
    return item;
  }
}
