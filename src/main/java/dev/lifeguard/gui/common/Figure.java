package dev.lifeguard.gui.common;

import javafx.beans.property.StringProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A number with its caption and a coloured edge, for a strip of them.
public final class Figure extends HBox {
  private final Label value = new Label();
  private final Label caption = new Label();
  private final Region edge = new Region();

  /// A figure without a number yet.
  public Figure() {
    getStyleClass().add("figure");
    edge.getStyleClass().add("edge");
    value.getStyleClass().add("value");
    caption.getStyleClass().add("caption");
    setAccessibleRole(AccessibleRole.TEXT);
    accessibleTextProperty().bind(value.textProperty().concat(" ").concat(caption.textProperty()));
    // A number that is cut off would be another number.
    setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(edge, new VBox(value, caption));
  }

  /// The number.
  public StringProperty valueProperty() {
    return value.textProperty();
  }

  /// The number now.
  public String getValue() {
    return value.getText();
  }

  /// Shows another number.
  public void setValue(String text) {
    value.setText(text);
  }

  /// What it counts.
  public String getCaption() {
    return caption.getText();
  }

  /// Says what it counts.
  public void setCaption(String text) {
    caption.setText(text);
  }
}
