package dev.lifeguard.cli;

import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.gui.shell.Screenshot;
import dev.lifeguard.gui.shell.Toolkit;
import dev.lifeguard.probe.Variables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Opens the window, or says in one line why there is none.
final class Desktop {
  private final DesktopWorkbench workbench;

  private Desktop(DesktopWorkbench workbench) {
    this.workbench = workbench;
  }

  /// The window of this process, with the current directory as the place where jobs run.
  static Desktop here() {
    return new Desktop(
        new DesktopWorkbench(
            JobStarter.here(),
            Path.of("").toAbsolutePath(),
            new SettingsFile(SettingsFile.usualFile(Variables.own(), JobStarter.home()))));
  }

  /// Why no window can be shown here, a sentence; empty when nothing stands against it.
  static Optional<String> obstacle() {
    return Toolkit.obstacle().flatMap(Desktop::sentence);
  }

  /// Shows an empty window and waits until it is closed.
  int showEmpty() {
    Interrupts.catchAll(workbench.runs()::interrupt);
    return status(Toolkit.run(workbench, Optional.empty()));
  }

  /// Shows a window on something that its workbench opens, and waits until it is closed and the
  /// jobs that were started there are finished.
  int show(Supplier<OpenAnswer> opening) {
    Interrupts.catchAll(workbench.runs()::interrupt);
    return status(Toolkit.run(workbench, Optional.of(opening)));
  }

  /// Shows a window on a run that is told in the terminal as well, and waits until it is closed;
  /// neither the run's end nor the signals are of its concern.
  int show(JobRun run) {
    OpenJob job = workbench.toOpen(run);
    return status(Toolkit.run(workbench, Optional.of(() -> new OpenAnswer.Opened(job))));
  }

  /// What to open by its name: a job file or a run directory. A recording is opened from now on, on
  /// another processor than the one that starts JavaFX, which takes as long as to read a large one;
  /// a job file is not, because its job must not begin where there turns out to be no window.
  Supplier<OpenAnswer> path(Path path) {
    Supplier<OpenAnswer> opening = () -> workbench.open(path);
    return DesktopWorkbench.isRecording(path) ? begun(opening) : opening;
  }

  private static Supplier<OpenAnswer> begun(Supplier<OpenAnswer> opening) {
    return CompletableFuture.supplyAsync(
            opening, task -> Thread.ofPlatform().daemon().name("opening").start(task))
        ::join;
  }

  /// A pool that somebody else started, by a process of it.
  Supplier<OpenAnswer> process(long pid) {
    return () -> workbench.attach(pid);
  }

  /// A demonstration by its name.
  Supplier<OpenAnswer> demo(String name) {
    return () -> workbench.demo(name);
  }

  /// Renders a window to a picture.
  int picture(Optional<Supplier<OpenAnswer>> opening, Screenshot.Request request) {
    Interrupts.catchAll(workbench.runs()::interrupt);
    List<String> refusals = new CopyOnWriteArrayList<>();
    int status =
        status(Screenshot.take(workbench, opening.map(open -> heeding(open, refusals)), request));
    if (refusals.isEmpty()) {
      return status;
    }
    // The picture shows it, too; a script looks at the exit status.
    refusals.stream().flatMap(String::lines).forEach(Main::complain);
    return Main.WRONG_USAGE;
  }

  private static Supplier<OpenAnswer> heeding(Supplier<OpenAnswer> opening, List<String> refusals) {
    return () -> {
      OpenAnswer answer = opening.get();
      if (answer instanceof OpenAnswer.Refused(String sentence)) {
        refusals.add(sentence);
      }
      return answer;
    };
  }

  private int status(Toolkit.Outcome outcome) {
    sentence(outcome).ifPresent(Main::complain);
    workbench.runs().end();
    return outcome instanceof Toolkit.Outcome.Closed ? 0 : Main.LACKS_SOMETHING;
  }

  /// Why no window was shown; empty when one was.
  static Optional<String> sentence(Toolkit.Outcome outcome) {
    return switch (outcome) {
      case Toolkit.Outcome.Closed _ -> Optional.empty();
      case Toolkit.Outcome.NoDisplay(String text) -> Optional.of(text);
      case Toolkit.Outcome.LibraryMissing(var _, var _, String text) -> Optional.of(text);
      case Toolkit.Outcome.Failed(String text) -> Optional.of(text);
    };
  }
}
