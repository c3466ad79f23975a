package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/// The list of keys, in groups.
final class KeyList {
  /// Fits on every screen, whatever the size of letters; the rest is scrolled.
  private static final double HEIGHT = 600;

  private final Appearance appearance;

  KeyList(Appearance appearance) {
    this.appearance = appearance;
  }

  void show(Optional<Stage> owner) {
    Dialogs.make(owner, appearance, Text.of("menu.keys"), content(), ButtonType.CLOSE).show();
  }

  private static ScrollPane content() {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("keys");
    Text.of("keys.list").lines().forEach(line -> add(grid, line));
    ScrollPane scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setPrefViewportHeight(HEIGHT);
    scroll.setId("keys");
    scroll.setAccessibleText(Text.of("menu.keys"));
    return scroll;
  }

  /// A line is a key and what it does, or the heading of a group.
  private static void add(GridPane grid, String line) {
    int row = grid.getRowCount();
    String[] parts = line.split("\\|", 2);
    Label first = new Label(parts[0].strip());
    if (parts.length == 1) {
      first.getStyleClass().add("group");
      grid.add(first, 0, row, 2, 1);
      return;
    }
    first.getStyleClass().add("key");
    Label second = new Label(parts[1].strip());
    first.setMinWidth(Region.USE_PREF_SIZE);
    second.setWrapText(true);
    GridPane.setHgrow(second, Priority.ALWAYS);
    for (Label label : List.of(first, second)) {
      label.setMinHeight(Region.USE_PREF_SIZE);
      GridPane.setValignment(label, VPos.TOP);
    }
    grid.add(first, 0, row);
    grid.add(second, 1, row);
  }
}
