package dev.lifeguard.gui.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.function.Supplier;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/// Loads FXML with controllers that are made by hand: a map from the class that the FXML names to
/// what makes it. There is no container and no reflection on constructors.
public final class Fxml {
  private final Map<Class<?>, Supplier<?>> controllers;

  /// A loader that knows these controllers.
  public Fxml(Map<Class<?>, Supplier<?>> controllers) {
    this.controllers = Map.copyOf(controllers);
  }

  /// Loads the file of this name beside the class. JavaFX thread, or no toolkit at all.
  ///
  /// @return the root of the file
  /// @throws IllegalStateException if the file or a controller is missing, which is a bug
  public Parent load(Class<?> beside, String name) {
    URL location = beside.getResource(name);
    if (location == null) {
      throw new IllegalStateException("there is no " + name + " beside " + beside.getName());
    }
    FXMLLoader loader = new FXMLLoader(location, Text.bundle());
    loader.setControllerFactory(this::make);
    try {
      return loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load " + location, e);
    }
  }

  private Object make(Class<?> type) {
    Supplier<?> maker = controllers.get(type);
    if (maker == null) {
      throw new IllegalStateException("nobody makes a " + type.getName());
    }
    return maker.get();
  }
}
