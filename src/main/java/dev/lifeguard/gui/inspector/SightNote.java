package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Says why there is nothing, or nothing newer, to be seen, and what would help. Takes no room when
/// all is well.
public final class SightNote extends VBox {
  private final Label message = label("message");
  private final Label remedy = label("remedy");

  /// Says nothing.
  public SightNote() {
    getStyleClass().add("sight-note");
    managedProperty().bind(visibleProperty());
    remedy.managedProperty().bind(remedy.visibleProperty());
    getChildren().addAll(message, remedy);
    setVisible(false);
  }

  private static Label label(String style) {
    Label label = new Label();
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().add(style);
    return label;
  }

  /// Says what is to be said.
  void show(Sight<?> sight) {
    boolean stale = sight.value().isPresent() && !sight.message().isEmpty();
    message.setText(stale ? Text.of("look.stale", sight.message()) : sight.message());
    remedy.setText(sight.remedy());
    remedy.setVisible(!sight.remedy().isEmpty());
    setVisible(!sight.message().isEmpty());
  }
}
