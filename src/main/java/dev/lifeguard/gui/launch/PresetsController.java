package dev.lifeguard.gui.launch;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;

/// Binds the line with the presets to its view-model.
public final class PresetsController {
  private final PresetsViewModel model;

  @FXML private MenuButton choose;
  @FXML private TextField name;
  @FXML private Button save;
  @FXML private Button delete;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public PresetsController(PresetsViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    name.textProperty().bindBidirectional(model.nameProperty());
    save.disableProperty().bind(model.canSaveProperty().not());
    delete.disableProperty().bind(model.canDeleteProperty().not());
    model.names().addListener((ListChangeListener<String>) _ -> list());
    list();
  }

  private void list() {
    choose.getItems().setAll(model.names().stream().map(this::item).toList());
    choose.setDisable(model.names().isEmpty());
  }

  private MenuItem item(String preset) {
    MenuItem item = new MenuItem(preset);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> model.choose(preset));
    return item;
  }

  @FXML
  void save() {
    model.save();
  }

  @FXML
  void delete() {
    model.delete();
  }
}
