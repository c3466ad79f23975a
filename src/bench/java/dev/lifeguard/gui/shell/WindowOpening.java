package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import dev.lifeguard.journal.EventCodec;
import dev.lifeguard.journal.OpenedRun;
import dev.lifeguard.journal.ReplayedJob;
import dev.lifeguard.journal.Tried;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// How soon an hour's recording of two million events stands in the window: from the start of the
/// virtual machine until the frame is laid out in which the job has ended and all its tasks are in
/// the queue. Each round has a virtual machine of its own, as a user's has, on the headless
/// platform.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowOpening [-Dbench=ROUNDS]`
///
/// For figures with an AOT cache pack all classes into a jar, which is what a cache is made for,
/// and start this with `-Drecording=RUN_DIR`, once with `-XX:AOTCacheOutput=FILE` and then with
/// `-XX:AOTCache=FILE`.
final class WindowOpening {
  private static final String RECORDING = "recording";

  private static boolean seen;

  private WindowOpening() {}

  static void main(String[] arguments) throws IOException, InterruptedException {
    if (System.getProperty(RECORDING) instanceof String recording) {
      open(Path.of(recording));
      return;
    }
    int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
    Path run = Files.createTempDirectory("lifeguard-bench");
    Path journal = run.resolve("journal.jsonl");
    try {
      WindowRates.write(journal);
      Files.write(
          journal,
          EventCodec.encode(new PoolEvent.JobEnded(3_600_200_000_000L, JobEnd.FINISHED, 0)),
          StandardOpenOption.APPEND);
      System.out.printf("recording of %,d bytes%n", Files.size(journal));
      List<Long> frames = new ArrayList<>();
      List<Long> contents = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        List<Long> millis = round(run);
        frames.add(millis.getFirst());
        contents.add(millis.getLast());
        System.out.printf("window %d ms, content %d ms%n", frames.getLast(), contents.getLast());
      }
      System.out.printf("medians: window %d ms, content %d ms%n", median(frames), median(contents));
    } finally {
      Files.delete(journal);
      Files.delete(run);
    }
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  /// Milliseconds to the first frame, and to the one with the end of the job in it.
  private static List<Long> round(Path run) throws IOException, InterruptedException {
    Process window =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + RECORDING + "=" + run,
                "--class-path",
                System.getProperty("java.class.path"),
                WindowOpening.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(window.getInputStream().readAllBytes()).strip();
    if (window.waitFor() != 0) {
      throw new IllegalStateException("the window ended with " + window.exitValue());
    }
    return said.lines().map(Long::parseLong).toList();
  }

  /// As the program does it: the recording is opened while JavaFX starts.
  private static void open(Path run) {
    SystemLibraries.goHeadless();
    CompletableFuture<OpenAnswer> opening =
        CompletableFuture.supplyAsync(
            () -> new OpenAnswer.Opened(new OpenJob(film(run), Ownership.OTHERS).ahead()),
            task -> Thread.ofPlatform().daemon().start(task));
    Platform.startup(() -> {
      MainWindow window = new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {});
      window.open(opening::join);
      Stage stage = new Stage();
      stage.setScene(new Scene(window.root(), 1280, 800));
      stage.getScene().addPostLayoutPulseListener(() -> lookAt(window));
      stage.show();
    });
  }

  private static Replay film(Path run) {
    if (OpenedRun.open(run) instanceof Tried.Done<OpenedRun>(OpenedRun opened)
        && ReplayedJob.open(opened) instanceof Tried.Done<Replay>(Replay film)) {
      return film;
    }
    throw new IllegalStateException("no film of " + run);
  }

  private static void lookAt(MainWindow window) {
    if (!seen) {
      seen = true;
      sayHowLong();
    }
    window
        .session()
        .filter(WindowOpening::isWhole)
        .ifPresent(_ -> {
          sayHowLong();
          System.exit(0);
        });
  }

  private static boolean isWhole(JobSession session) {
    return session.summary().phaseProperty().get() == SummaryViewModel.Phase.ENDED
        && session.queue().pictureProperty().get().taskCount() == 1_000_000;
  }

  private static void sayHowLong() {
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.println(System.currentTimeMillis() - began);
  }
}
