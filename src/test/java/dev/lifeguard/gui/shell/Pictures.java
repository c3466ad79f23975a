package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.processes.RowKey;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.Parent;

/// Paints the window to be looked at: `empty`, `running`, `killed` or `finished`.
final class Pictures {
  private Pictures() {}

  static void main(String[] args) {
    Screenshot.Request request =
        new Screenshot.Request(
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Theme.valueOf(args[4]),
            Double.parseDouble(args[5]),
            args.length > 6 ? List.of(JobTab.valueOf(args[6])) : List.of(),
            Duration.ofMillis(1500));
    System.err.println(
        switch (args[0]) {
          case "empty" -> Screenshot.take(new FakeWorkbench(), Optional.empty(), request);
          case "running" -> of(Stories.running(), request);
          case "killed" -> of(Stories.killed(), request);
          case "hung" -> of(Stories.hung(), request);
          case "endings" -> of(Stories.endings(), request);
          case "finished" -> of(Stories.finished(), request);
          case "chosen" -> chosen(request);
          case "filter" -> filtered("state=hung or rss > 500 MiB", request);
          case "filter-fault" -> filtered("cpu>5 and state=hang", request);
          default -> throw new IllegalArgumentException(args[0]);
        });
  }

  private static Toolkit.Outcome of(Story story, Screenshot.Request request) {
    ScriptedSource source = new ScriptedSource();
    source.tell(story.events());
    return Screenshot.take(
        new FakeWorkbench(),
        Optional.of(
            () -> new OpenAnswer.Opened(new OpenJob(source, OpenJob.Ownership.THIS_PROCESS))),
        request);
  }

  /// A worker is chosen and the signal field is open.
  private static Toolkit.Outcome chosen(Screenshot.Request request) {
    ScriptedSource source = new ScriptedSource();
    source.tell(Stories.killed().events());
    SystemLibraries.goHeadless();
    return Toolkit.start(finished -> {
      Appearance appearance = new Appearance();
      appearance.wish(request.theme());
      MainWindow window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
      window.show(new OpenJob(source, OpenJob.Ownership.THIS_PROCESS));
      JobSession session = window.session().orElseThrow();
      PauseTransition first = new PauseTransition(javafx.util.Duration.millis(700));
      first.setOnFinished(_ -> {
        session.processes().selectedProperty().set(session.processes().find(RowKey.worker(1)));
        session.actions().signal("SIGFOO");
      });
      PauseTransition then = new PauseTransition(javafx.util.Duration.millis(1500));
      then.setOnFinished(_ -> write(window.root(), request, finished));
      first.play();
      then.play();
    });
  }

  /// The process table is filtered, as it is typed here.
  private static Toolkit.Outcome filtered(String filter, Screenshot.Request request) {
    ScriptedSource source = new ScriptedSource();
    source.tell(Stories.hung().events());
    SystemLibraries.goHeadless();
    return Toolkit.start(finished -> {
      Appearance appearance = new Appearance();
      MainWindow window = new MainWindow(new FakeWorkbench(), appearance, _ -> {});
      window.show(new OpenJob(source, OpenJob.Ownership.THIS_PROCESS));
      JobSession session = window.session().orElseThrow();
      after(700, () -> session.filter().textProperty().set(filter));
      after(1500, () -> write(window.root(), request, finished));
    });
  }

  private static void after(int millis, Runnable action) {
    PauseTransition pause = new PauseTransition(javafx.util.Duration.millis(millis));
    pause.setOnFinished(_ -> action.run());
    pause.play();
  }

  private static void write(
      Parent root, Screenshot.Request request, Consumer<Toolkit.Outcome> finished) {
    try {
      Screenshot.write(root, request);
      finished.accept(new Toolkit.Outcome.Closed());
    } catch (IOException e) {
      finished.accept(new Toolkit.Outcome.Failed(e.toString()));
    }
  }
}
