package dev.lifeguard.gui.shell;

import javafx.scene.control.MenuItem;

/// Makes the entries of menus that no FXML knows.
final class MenuItems {
  private MenuItems() {}

  /// An entry whose text is shown as it is: an underscore in it is no key.
  static MenuItem make(String id, String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setId(id);
    item.setOnAction(_ -> action.run());
    return item;
  }
}
