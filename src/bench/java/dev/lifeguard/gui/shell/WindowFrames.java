package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// How soon the window answers at 1280x800, drawn by software on the headless platform: with a
/// queue of a million tasks and with a timeline of ten thousand attempts.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowFrames [-Dbench="queue timeline"]`
///
/// Of times the median and the 95th percentile in milliseconds.
public final class WindowFrames {
  private static final int TASKS = 1_000_000;
  private static final int ATTEMPTS = 10_000;

  private final ScriptedSource source = new ScriptedSource();
  private final Stage stage;
  private final MainWindow window;

  private WindowFrames() {
    window = FxCall.join(() -> new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {}));
    stage =
        FxCall.join(() -> {
          Stage shown = new Stage();
          shown.setScene(new Scene(window.root(), 1280, 800));
          window.show(new OpenJob(source, Ownership.THIS_PROCESS));
          shown.show();
          return shown;
        });
  }

  /// Runs the parts that are named, or all of them.
  public static void main(String[] arguments) {
    SystemLibraries.goHeadless();
    List<String> wanted = arguments.length == 0 ? List.of("queue", "timeline") : List.of(arguments);
    Platform.startup(() -> Platform.setImplicitExit(false));
    for (String part : wanted) {
      WindowFrames rates = new WindowFrames();
      switch (part) {
        case "queue" -> rates.queue();
        case "timeline" -> rates.timeline();
        default -> throw new IllegalArgumentException("no such part: " + part);
      }
      FxCall.join(() -> {
        rates.window.dispose();
        rates.stage.close();
        return true;
      });
    }
    System.exit(0);
  }

  private void queue() {
    Story story = new Story().job("load", 8, TASKS);
    for (int worker = 1; worker <= 8; worker++) {
      story.worker(worker, 30_000 + worker, 0).ready(worker);
    }
    for (int task = 1; task <= TASKS / 4; task++) {
      int worker = 1 + task % 8;
      story.starts(worker, task, 1, "/data/part-" + task).done(worker, task, 1);
    }
    source.tell(story.events());
    TableView<?> table = FxCall.join(() -> (TableView<?>) openQueue());
    until(() -> table.getItems().size() == TASKS);
    TextField search = FxCall.join(() -> (TextField) window.root().lookup("#queue-search"));
    List<Long> strokes = new ArrayList<>();
    for (int word = 0; word < 10; word++) {
      String wanted = "part-" + (100 + word);
      for (int letters = 1; letters <= wanted.length(); letters++) {
        strokes.add(typed(search, wanted.substring(0, letters)));
      }
      strokes.add(typed(search, ""));
    }
    tell(
        "filter of " + TASKS + " tasks, key stroke to the end of its frame",
        sorted(strokes.stream().mapToLong(Long::longValue).toArray()));
    long[] scrolls = new long[200];
    for (int i = 0; i < scrolls.length; i++) {
      int row = (int) (i * 7_919L * 131 % TASKS);
      scrolls[i] = frame(() -> table.scrollTo(row));
    }
    tell("a jump in the queue to the end of its frame", sorted(scrolls));
  }

  /// From a key stroke until the rows that it leaves are laid out. Nobody asks again and again
  /// whether they are: that would take a processor from what is measured.
  private long typed(TextField search, String text) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    Platform.runLater(() -> {
      long began = System.nanoTime();
      Subscription[] seen = new Subscription[1];
      search.setText(text);
      seen[0] =
          window
              .session()
              .orElseThrow()
              .queue()
              .pictureProperty()
              .subscribe((_, picture) -> {
                if (picture.filter().text().equals(text)) {
                  seen[0].unsubscribe();
                  afterLayout(() -> done.complete(System.nanoTime() - began));
                }
              });
    });
    return done.join();
  }

  private Node openQueue() {
    TabPane tabs = (TabPane) window.root().lookup("#lower-tabs");
    tabs.getSelectionModel().select(1);
    window.root().applyCss();
    window.root().layout();
    return window.root().lookup("#queue");
  }

  private void timeline() {
    int workers = 20;
    Story story = new Story().job("load", workers, ATTEMPTS);
    for (int worker = 1; worker <= workers; worker++) {
      story.worker(worker, 30_000 + worker, 0).ready(worker);
    }
    for (int task = 1; task <= ATTEMPTS; task++) {
      int worker = 1 + task % workers;
      story.starts(worker, task, 1, "item " + task).after(20).done(worker, task, 1);
    }
    source.tell(story.events());
    Button fit = FxCall.join(() -> (Button) window.root().lookup("#timeline-fit"));
    Button in = FxCall.join(() -> (Button) window.root().lookup("#timeline-in"));
    Button out = FxCall.join(() -> (Button) window.root().lookup("#timeline-out"));
    until(() -> fit != null && in != null && out != null);
    long[] frames = new long[200];
    for (int i = -50; i < frames.length; i++) {
      Button next = i % 3 == 0 ? fit : i % 3 == 1 ? in : out;
      long nanos = frame(next::fire);
      if (i >= 0) {
        frames[i] = nanos;
      }
    }
    tell("the timeline's redraw with " + ATTEMPTS + " attempts", sorted(frames));
  }

  /// The JavaFX thread's time from here to the end of the layout of the next frame, in which the
  /// canvas has been drawn.
  private long frame(Runnable change) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    Platform.runLater(() -> {
      long began = cpuOfThisThread();
      change.run();
      afterLayout(() -> done.complete(cpuOfThisThread() - began));
    });
    return done.join();
  }

  private void afterLayout(Runnable then) {
    Runnable[] after = new Runnable[1];
    after[0] =
        () -> {
          stage.getScene().removePostLayoutPulseListener(after[0]);
          then.run();
        };
    stage.getScene().addPostLayoutPulseListener(after[0]);
    Platform.requestNextPulse();
  }

  private static long cpuOfThisThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long[] sorted(long[] nanos) {
    Arrays.sort(nanos);
    return nanos;
  }

  private static void tell(String what, long[] sortedNanos) {
    System.out.printf(
        "%s: median %.1f ms, p95 %.1f ms (%d)%n",
        what,
        sortedNanos[sortedNanos.length / 2] / 1e6,
        sortedNanos[(int) (sortedNanos.length * 0.95)] / 1e6,
        sortedNanos.length);
  }

  private static void until(BooleanSupplier condition) {
    while (!FxCall.join(condition::getAsBoolean)) {
      Thread.onSpinWait();
    }
  }
}
