package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All windows of the program. JavaFX thread.
final class Windows implements Family {
  private static final Logger LOG = LoggerFactory.getLogger(Windows.class);

  private final Workbench workbench;
  private final Remembered remembered;
  private final Appearance appearance = new Appearance();
  private final Runnable onLastClosed;
  private final Map<Stage, MainWindow> open = new LinkedHashMap<>();
  private final Image icon = icon();

  /// No window yet.
  ///
  /// @param onLastClosed told when none is left
  Windows(Workbench workbench, Remembered remembered, Runnable onLastClosed) {
    this.workbench = workbench;
    this.remembered = remembered;
    this.onLastClosed = onLastClosed;
    catchFaults();
    remembered.settingsProperty().subscribe(settings -> appearance.show(settings.look()));
    appearance.spareTheUsualStyles();
  }

  /// Shows bugs of event handlers in the windows; without this JavaFX prints them and nobody sees
  /// it.
  private void catchFaults() {
    Thread.currentThread()
        .setUncaughtExceptionHandler((_, bug) -> {
          LOG.error("the window failed", bug);
          open.values().forEach(window -> window.showFault(bug));
        });
  }

  /// Opens a window, empty or on something that may take a moment to open.
  ///
  /// @param remark something that the user should know first; empty for nothing
  void open(Optional<Supplier<OpenAnswer>> opening, String remark) {
    MainWindow window = new MainWindow(workbench, appearance, remembered, this);
    opening.ifPresent(window::open);
    if (!remark.isEmpty()) {
      window.remark(remark);
    }
    show(
        window,
        () -> {
          window.listDemos();
          window.fillStartPage();
        });
  }

  @Override
  public void openElsewhere(OpenJob job) {
    openOn(job);
  }

  private MainWindow openOn(OpenJob job) {
    MainWindow window = new MainWindow(workbench, appearance, remembered, this);
    show(window, window::listDemos);
    window.show(job);
    return window;
  }

  @Override
  public void openBeside(MainWindow first, List<OpenJob> jobs) {
    List<MainWindow> row = new ArrayList<>(List.of(first));
    jobs.forEach(job -> row.add(openOn(job)));
    row.forEach(MainWindow::isPlaced);
    List<Stage> stages =
        row.stream()
            .flatMap(window ->
                open.entrySet().stream()
                    .filter(each -> each.getValue().equals(window))
                    .map(Map.Entry::getKey))
            .toList();
    SideBySide.arrange(stages);
  }

  @Override
  public void closeAll() {
    List.copyOf(open.values()).forEach(MainWindow::close);
  }

  /// Drawn from `assets/lifeguard.svg` by `packaging/icons.sh`.
  private static Image icon() {
    String file = "lifeguard.png";
    return new Image(
        Objects.requireNonNull(Windows.class.getResource(file), file).toExternalForm());
  }

  /// Shows it.
  ///
  /// @param afterwards what nobody waits for, done when the first picture is laid out: to look for
  ///   runs beside it takes a processor, which on a machine of two is half of what there is
  private void show(MainWindow window, Runnable afterwards) {
    Stage stage = new Stage();
    Settings.Place place = remembered.get().place();
    stage.setScene(new Scene(window.root(), place.width(), place.height()));
    fitOnScreen(stage);
    stage.setMaximized(place.maximized());
    stage.titleProperty().bind(window.titleProperty());
    stage.getIcons().add(icon);
    window.putOn(stage);
    stage.setOnCloseRequest(event -> {
      event.consume();
      window.close();
    });
    stage.setOnHidden(_ -> {
      window.dispose();
      open.remove(stage);
      if (open.isEmpty()) {
        remembered.flush();
        onLastClosed.run();
      }
    });
    open.put(stage, window);
    Runnable[] first = new Runnable[1];
    first[0] =
        () -> {
          stage.getScene().removePostLayoutPulseListener(first[0]);
          afterwards.run();
        };
    stage.getScene().addPostLayoutPulseListener(first[0]);
    stage.show();
  }

  /// A size from a larger screen must not put the status bar below this one.
  private static void fitOnScreen(Stage stage) {
    var screen = Screen.getPrimary().getVisualBounds();
    Scene scene = stage.getScene();
    if (scene.getWidth() > screen.getWidth()) {
      stage.setWidth(screen.getWidth());
    }
    if (scene.getHeight() > screen.getHeight()) {
      stage.setHeight(screen.getHeight());
    }
  }
}
