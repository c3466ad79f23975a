package dev.lifeguard.gui.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keys of a window that are no accelerators of its menus: single characters, which belong to a
/// text field as long as one has the keyboard, and the keys that say the same as an accelerator on
/// other keyboards. JavaFX thread.
final class WindowKeys {
  private static final List<KeyCode> DIGITS =
      List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5);
  private static final int LOWER_TABS = 4;

  private final MainController window;
  private final Shell shell;

  WindowKeys(MainController window, Shell shell) {
    this.window = window;
    this.shell = shell;
  }

  /// Listens to what nobody below has used, and to what the window wants first.
  void install(Parent root) {
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::first);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    root.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
  }

  /// A table keeps F2 for itself, to edit a cell, and no table here can be edited.
  private void first(KeyEvent event) {
    boolean alone = !event.isShiftDown() && !event.isShortcutDown() && !event.isAltDown();
    if (event.getCode() == KeyCode.F2 && alone) {
      use(event, window::nextIncident);
    }
  }

  private void pressed(KeyEvent event) {
    int digit = DIGITS.indexOf(event.getCode());
    if (event.isShortcutDown()) {
      // Where plus has no key of its own it is on that of the equals sign; the keypad has both.
      switch (event.getCode()) {
        case EQUALS, ADD -> use(event, window::addWorker);
        case SUBTRACT -> use(event, window::removeWorker);
        default -> {}
      }
    } else if (digit >= 0 && event.isAltDown()) {
      if (digit < LOWER_TABS) {
        use(event, () -> window.showLowerTab(digit));
      }
    } else if (digit >= 0 && !event.isShiftDown() && !isTyping(event)) {
      use(event, () -> window.showInspectorTab(digit));
    }
  }

  /// Characters that stand on another key on every keyboard.
  private void typed(KeyEvent event) {
    if (isTyping(event)) {
      return;
    }
    switch (event.getCharacter()) {
      // Where they are typed with AltGr the event has other keys down as well.
      case "[" -> use(event, window::sampleSlower);
      case "]" -> use(event, window::sampleFaster);
      default -> typedAlone(event);
    }
  }

  private void typedAlone(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    switch (event.getCharacter()) {
      case "/" -> use(event, window::focusFilter);
      case "?" -> use(event, shell::keys);
      default -> {}
    }
  }

  private static boolean isTyping(KeyEvent event) {
    Node focused =
        event.getSource() instanceof Node node && node.getScene() != null
            ? node.getScene().getFocusOwner()
            : null;
    return focused instanceof TextInputControl;
  }

  private static void use(KeyEvent event, Runnable action) {
    action.run();
    event.consume();
  }
}
