package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;

/// The list of keys.
final class KeyList {
  private final Appearance appearance;

  KeyList(Appearance appearance) {
    this.appearance = appearance;
  }

  void show(Window owner) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("keys");
    Text.of("keys.list").lines().forEach(line -> add(grid, line));
    Dialog<ButtonType> dialog = new Dialog<>();
    dialog.initOwner(owner);
    dialog.setTitle(Text.of("menu.keys"));
    dialog.getDialogPane().setContent(grid);
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    Dialogs.dress(dialog, appearance);
    dialog.show();
  }

  private static void add(GridPane grid, String line) {
    int row = grid.getRowCount();
    String[] parts = line.split("\\|", 2);
    Label key = new Label(parts[0].strip());
    key.getStyleClass().add("key");
    grid.add(key, 0, row);
    grid.add(new Label(parts[1].strip()), 1, row);
  }
}
