package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Parent;
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
  private final Consumer<Toolkit.Outcome> over;
  private final Map<Stage, MainWindow> open = new LinkedHashMap<>();
  private final Image icon = icon();

  /// No window yet.
  ///
  /// @param over told when none is left, or none could be made
  Windows(Workbench workbench, Remembered remembered, Consumer<Toolkit.Outcome> over) {
    this.workbench = workbench;
    this.remembered = remembered;
    this.over = over;
    catchFaults();
    remembered.settingsProperty().subscribe(settings -> appearance.show(settings.look()));
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

  /// Opens the first window, empty or on something that may take a moment to open. Its outline is
  /// there at once; its parts are made afterwards, on a thread of their own.
  ///
  /// @param remark something that the user should know first; empty for nothing
  void open(Optional<Supplier<OpenAnswer>> opening, String remark) {
    Theme theme = appearance.themeProperty().get();
    Stage stage =
        stage(Outline.of(theme, appearance.fontSizeProperty().get(), icon, opening.isPresent()));
    stage.setTitle(Text.of("title"));
    stage.setOnHidden(_ -> over.accept(new Toolkit.Outcome.Closed()));
    // Not before it is on its way to the screen: the styles, which the first control wants, and the
    // icon, which is scaled, take the JavaFX thread as long as to show all of the outline.
    afterLayout(
        stage.getScene(),
        () -> {
          var _ =
              CompletableFuture.supplyAsync(
                      () -> parts(theme),
                      task -> Thread.ofPlatform().name("window parts").daemon().start(task))
                  .thenAcceptAsync(made -> fill(stage, made, opening, remark), new Pulse())
                  .exceptionally(bug -> {
                    over.accept(Toolkit.failed(bug));
                    return null;
                  });
        });
    stage.show();
  }

  private static WindowParts parts(Theme theme) {
    Appearance.spareTheUsualStyles(theme);
    return WindowParts.load();
  }

  private static void afterLayout(Scene scene, Runnable work) {
    Runnable[] once = new Runnable[1];
    once[0] =
        () -> {
          scene.removePostLayoutPulseListener(once[0]);
          work.run();
        };
    scene.addPostLayoutPulseListener(once[0]);
  }

  private void fill(
      Stage stage, WindowParts parts, Optional<Supplier<OpenAnswer>> opening, String remark) {
    if (!stage.isShowing()) {
      return; // closed already
    }
    MainWindow window = new MainWindow(parts, workbench, appearance, remembered, this);
    opening.ifPresent(window::open);
    if (!remark.isEmpty()) {
      window.remark(remark);
    }
    stage.getScene().setRoot(window.root());
    put(
        window,
        stage,
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
  public boolean isOpen(OpenJob job) {
    return !on(job).isEmpty();
  }

  @Override
  public void close(OpenJob job) {
    on(job).forEach(MainWindow::close);
  }

  private List<MainWindow> on(OpenJob job) {
    return open.values().stream()
        .filter(
            window -> window.session().filter(it -> it.source().equals(job.source())).isPresent())
        .toList();
  }

  @Override
  public void closeAll() {
    List.copyOf(open.values()).forEach(MainWindow::close);
  }

  /// Drawn from `assets/lifeguard.svg` by `packaging/icons.sh`.
  static Image icon() {
    String file = "lifeguard.png";
    return new Image(
        Objects.requireNonNull(Windows.class.getResource(file), file).toExternalForm());
  }

  /// Shows it.
  ///
  /// @param afterwards what nobody waits for, done when the first picture is laid out: to look for
  ///   runs beside it takes a processor, which on a machine of two is half of what there is
  private void show(MainWindow window, Runnable afterwards) {
    Stage stage = stage(window.root());
    put(window, stage, afterwards);
    stage.show();
  }

  private Stage stage(Parent root) {
    Stage stage = new Stage();
    Settings.Place place = remembered.get().place();
    stage.setScene(new Scene(root, place.width(), place.height()));
    fitOnScreen(stage);
    stage.setMaximized(place.maximized());
    return stage;
  }

  private void put(MainWindow window, Stage stage, Runnable afterwards) {
    stage.getIcons().add(icon);
    stage.titleProperty().bind(window.titleProperty());
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
        over.accept(new Toolkit.Outcome.Closed());
      }
    });
    open.put(stage, window);
    afterLayout(stage.getScene(), afterwards);
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
