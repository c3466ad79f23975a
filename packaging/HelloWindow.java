import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// The least that a window of JavaFX can be: what `startup.py` measures the program's window
/// beside.
public final class HelloWindow extends Application {
  @Override
  public void start(Stage stage) {
    stage.setScene(new Scene(new StackPane(new Label("Hello")), 1280, 800));
    stage.show();
  }

  /// Shows it until it is killed.
  public static void main(String[] arguments) {
    launch(arguments);
  }
}
