package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Background;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/// Demonstrations one after the other. The next one begins when it is said what was seen of the one
/// before and there was time to read that; then its windows take the place of those before. Whoever
/// closes the window of the one that is shown, or is refused one, has seen enough. JavaFX thread.
final class DemoTour {
  private static final Duration READING = Duration.seconds(5);

  private final Queue<DemoListing> left;
  private final Workbench workbench;
  private final Background background;
  private final Executor fxThread;
  private final Place place;
  private List<OpenJob> before = List.of();

  /// Where they are shown.
  ///
  /// @param show shows one
  /// @param isShown whether its window is still there
  /// @param close closes its window
  /// @param tell says why there is none
  /// @param later does something when there was time to read what was seen
  record Place(
      Consumer<OpenJob> show,
      Predicate<OpenJob> isShown,
      Consumer<OpenJob> close,
      Consumer<String> tell,
      Consumer<Runnable> later) {}

  DemoTour(
      List<DemoListing> demos,
      Workbench workbench,
      Background background,
      Executor fxThread,
      Place place) {
    this.left = new ArrayDeque<>(demos);
    this.workbench = workbench;
    this.background = background;
    this.fxThread = fxThread;
    this.place = place;
  }

  /// Begins the next one, if there is one.
  void next() {
    DemoListing demo = left.poll();
    if (demo != null) {
      background.call(() -> workbench.demo(demo.name()), this::opened, place.tell());
    }
  }

  private void opened(OpenAnswer answer) {
    switch (answer) {
      case OpenAnswer.Opened(OpenJob job) -> show(job);
      case OpenAnswer.Refused(String sentence) -> place.tell().accept(sentence);
    }
  }

  private void show(OpenJob job) {
    // All that stand side by side have to be told of.
    AtomicInteger untold = new AtomicInteger(1 + job.beside().size());
    Runnable told =
        () -> {
          if (untold.decrementAndGet() == 0) {
            fxThread.execute(() -> goOnAfter(job));
          }
        };
    List<OpenJob> beside =
        job.beside().stream().map(each -> each.promising(then(told, each))).toList();
    place.show().accept(job.promising(then(told, job)).with(beside));
    // Only now, because with its last window the program would end.
    before.forEach(place.close());
    before = Stream.concat(Stream.of(job), beside.stream()).toList();
  }

  private static Supplier<List<PromiseSeen>> then(Runnable told, OpenJob job) {
    return () -> {
      List<PromiseSeen> seen = job.promises().get();
      told.run();
      return seen;
    };
  }

  private void goOnAfter(OpenJob job) {
    place
        .later()
        .accept(() -> {
          if (place.isShown().test(job)) {
            next();
          }
        });
  }

  /// Waits as long as it takes to read what was seen.
  static void whenRead(Runnable then) {
    PauseTransition pause = new PauseTransition(READING);
    pause.setOnFinished(_ -> then.run());
    pause.play();
  }
}
