package dev.lifeguard.gui.processes;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;

/// Binds the filter field: what is typed, what could be typed next, and whether it is understood.
public final class FilterController {
  private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");
  private static final int MOST_COMPLETIONS = 12;

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
    field
        .focusedProperty()
        .subscribe(focused -> {
          if (!focused) {
            completions.hide();
          }
        });
  }

  /// Filters this table from now on.
  public void show(FilterViewModel next) {
    field.textProperty().bindBidirectional(next.textProperty());
    bound.unsubscribe();
    bound =
        next.saidProperty()
            .subscribe(said -> field.pseudoClassStateChanged(FAULTY, said.isFault()));
    root.setVisible(true);
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
