package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.ThemeChoice;
import dev.lifeguard.gui.launch.LaunchChoice;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.gui.save.Saving;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.scene.control.ListView;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Every dialog of the window with as much in it as there usually is, opened as the window opens
/// it.
enum EveryDialog {
  LAUNCH_PYTHON,
  LAUNCH_COMMAND,
  LAUNCH_JAVA,
  LAUNCH_PROGRAM,
  LAUNCH_WATCHED,
  ATTACH,
  OPEN,
  SAVE,
  SAVE_IMPOSSIBLE,
  PREFERENCES,
  KEYS,
  ABOUT,
  RESUME,
  ABORT,
  CLOSE;

  private static final double HIGH = 990;
  private static final Path RUN =
      Path.of("/home/kim/.local/state/lifeguard/runs/primes-demo-20261120-120405");
  private static final ResumePlan.Possible PLAN =
      new ResumePlan.Possible(
          61,
          39,
          List.of("The result of 1 task did not survive."),
          List.of(
              new ResumePlan.Change(
                  "/home/kim/primes/job.yaml has changed since the run began (1234 bytes)",
                  "with the job as it was",
                  List.of(
                      "was: retry: { lost: 2, failed: 0 }",
                      "is:  retry: { lost: 2, failed: 2 }"))));
  private static final Candidate POOL =
      new Candidate(
          23410,
          "build_documentation.py",
          "Python multiprocessing.Pool",
          "its 4 children were forked by one interpreter and read their tasks from one pipe",
          List.of(
              "23410 python3 -m build_documentation --jobs 4 --output /srv/www/docs: manager",
              "  23418 python3 -m build_documentation --jobs 4: worker",
              "  23419 python3 -m build_documentation --jobs 4: worker",
              "  23420 python3 -m build_documentation --jobs 4: worker",
              "  23421 python3 -m build_documentation --jobs 4: worker"),
          List.of(
              "which processes there are, and what memory they have",
              "deaths of workers, with their true exit status",
              "what their threads wait for"),
          List.of(
              "the tasks themselves: they are in the memory of the program",
              "memory by type: only its owner or root may read the memory map"),
          "run Lifeguard as kim or as root",
          Optional.empty());

  /// Opens it over a window.
  void open(Stage owner, Appearance appearance) {
    Optional<Stage> over = Optional.of(owner);
    FakeWorkbench workbench = new FakeWorkbench();
    workbench.offers(POOL, FakeWorkbench.POOL);
    Pulse pulse = new Pulse();
    Background background = new Background(pulse);
    switch (this) {
      case LAUNCH_PYTHON -> launch(over, appearance, LaunchChoice.Worker.PYTHON);
      case LAUNCH_COMMAND -> launch(over, appearance, LaunchChoice.Worker.COMMAND);
      case LAUNCH_JAVA -> launch(over, appearance, LaunchChoice.Worker.JAVA);
      case LAUNCH_PROGRAM -> launch(over, appearance, LaunchChoice.Worker.PROGRAM);
      case LAUNCH_WATCHED -> launch(over, appearance, LaunchChoice.Worker.WATCHED);
      case ATTACH -> new AttachDialog(workbench, appearance, background).show(over, _ -> {});
      case OPEN ->
          new OpenRunDialog(appearance).show(over, new FakeWorkbench().recentRuns(), _ -> {});
      case SAVE -> save(over, appearance, new ScriptedRecording());
      case SAVE_IMPOSSIBLE -> {
        ScriptedRecording recording = new ScriptedRecording();
        recording.plans(
            new SavePlan.Refused("The run directory " + RUN + " is not there any more."));
        save(over, appearance, recording);
      }
      case PREFERENCES -> new PreferencesDialog(appearance, Remembered.nothing()).show(over);
      case KEYS -> new KeyList(appearance).show(over);
      case ABOUT -> AboutDialog.show(over, appearance, workbench.about());
      case RESUME -> ResumeDialog.ask(over, appearance, RUN, PLAN, _ -> {});
      case ABORT -> AbortQuestion.ask(over, appearance, () -> {});
      case CLOSE -> CloseQuestion.ask(over, appearance, () -> {}, () -> {});
    }
  }

  private static void launch(
      Optional<Stage> over, Appearance appearance, LaunchChoice.Worker worker) {
    LaunchDialog dialog =
        new LaunchDialog(
            new FakeWorkbench(), appearance, new Background(new Pulse()), Remembered.nothing());
    dialog.model().workerProperty().set(worker);
    dialog.model().check();
    dialog.show(over, _ -> {});
  }

  private static void save(
      Optional<Stage> over, Appearance appearance, ScriptedRecording recording) {
    Pulse pulse = new Pulse();
    new SaveDialog(new Saving(recording, new Background(pulse), pulse), appearance)
        .show(over, _ -> {}, _ -> {});
  }

  /// Opens it over a window, with letters as small as they can be.
  void openSmall(Stage owner, Appearance appearance) {
    appearance.show(
        new Look(ThemeChoice.LIGHT, Look.LEAST_POINTS, MemoryUnits.BINARY, Motion.SYSTEM));
    open(owner, appearance);
  }

  /// Lets the dialog that is open be as high as the screen of the tests.
  ///
  /// @return whether it is
  static boolean isHigh(Window dialog) {
    dialog.setY(0);
    dialog.setHeight(HIGH);
    return dialog.getScene().getHeight() >= HIGH;
  }

  /// Whether everything is there that it had to look for.
  boolean isFilled(Window dialog) {
    Parent root = dialog.getScene().getRoot();
    return switch (this) {
      case ATTACH -> !((ListView<?>) root.lookup("#candidates")).getItems().isEmpty();
      case SAVE -> root.lookup("#save-do") != null;
      case SAVE_IMPOSSIBLE ->
          ((DialogPane) root).getButtonTypes().equals(List.of(ButtonType.CLOSE));
      default -> true;
    };
  }

  /// Takes the content of the dialog that is open out of its window into a scene that is not shown:
  /// the screen of the tests is not the one to be tried, and must not be left.
  static DialogPane takeOut(Appearance appearance) {
    DialogPane pane = (DialogPane) opened().orElseThrow().getScene().getRoot();
    pane.getScene().setRoot(new Pane());
    // The size of letters is that of a root.
    pane.setStyle("");
    pane.setManaged(false);
    pane.maxHeightProperty().unbind();
    appearance.dress(new Scene(new Pane(pane), 1280, 800));
    return pane;
  }

  /// Makes it as large as it would be where there is so much room.
  static void layOut(DialogPane pane, double widest, double highest) {
    pane.applyCss();
    double width = Math.ceil(Math.min(pane.prefWidth(-1), widest));
    double height = Math.ceil(Math.min(pane.prefHeight(width), highest));
    pane.setMaxHeight(height);
    pane.resize(width, height);
    // Lists learn in the first pass how high they are, and draw their rows in the second.
    pane.getScene().snapshot(null);
    pane.getScene().snapshot(null);
  }

  /// The dialog that is open.
  static Optional<Window> opened() {
    return Window.getWindows().stream()
        .filter(window -> window.getScene().getRoot() instanceof DialogPane)
        .findFirst();
  }
}
