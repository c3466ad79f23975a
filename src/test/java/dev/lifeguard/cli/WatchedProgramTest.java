package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.PATIENCE;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.launch.LaunchChoice;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchText;
import dev.lifeguard.gui.launch.LaunchViewModel;
import dev.lifeguard.gui.shell.LaunchAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.testing.EmptyProgram;
import dev.lifeguard.testing.NotOnWindows;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A Python program that is launched from the dialog, and what the window gets to know of it.
@NotOnWindows
@Timeout(120)
final class WatchedProgramTest {
  @TempDir private Path directory;
  private final LaunchViewModel dialog = new LaunchViewModel(new LaunchDefaults("/", 4, "/out"));

  @BeforeEach
  void layOut() throws Exception {
    try (InputStream script = WatchedProgramTest.class.getResourceAsStream("pool_that_dies.py")) {
      Files.copy(script, directory.resolve("program.py"));
    }
    dialog.workerProperty().set(LaunchChoice.Worker.WATCHED);
    dialog.textProperty(LaunchText.DIRECTORY).set(directory.toString());
  }

  private LaunchAnswer launch(String line) {
    dialog.textProperty(LaunchText.TARGET).set(line);
    return WatchedProgram.launch(dialog.request(), directory.resolve("out"));
  }

  @Test
  void tasksOfARescuedPoolAreSeenToTheirEnd() throws Exception {
    dialog.rescueProperty().set(LaunchChoice.Rescue.RETRY);
    LaunchAnswer answer = launch("python3 program.py fork 1 waiting");
    assertThat(answer).isInstanceOf(LaunchAnswer.Launched.class);
    JobModel model = new JobModel();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (JobSource job = ((LaunchAnswer.Launched) answer).job().source()) {
      job.subscribe(events -> {
        events.forEach(model::apply);
        if (model.count(TaskState.RUNNING) == 3) {
          running.countDown();
        }
        if (model.foreign().end().isPresent()) {
          ended.countDown();
        }
      });
      assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Files.createFile(directory.resolve("go"));
      assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(model.taskCount()).isEqualTo(10);
    assertThat(model.count(TaskState.DONE)).isEqualTo(10);
    assertThat(model.attempts(6)).as("it killed its first worker").isEqualTo(2);
    assertThat(model.item(6)).isEqualTo("square #6, call 1");
    assertThat(model.incident(1).task()).hasValue(6);
    assertThat(model.incident(1).sentence())
        .contains("task 6 goes back to the queue, attempt 2 of 3");
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory.resolve("out"))) {
      assertThat(logs.iterator().next()).content().contains("[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]");
    }
  }

  @Test
  void whatCannotBeLaunchedIsSaidAtItsField() {
    dialog.rescueProperty().set(LaunchChoice.Rescue.RAISE);
    assertThat(launch("no-such-program"))
        .asString()
        .contains("TARGET")
        .contains("there is no such program");
    assertThat(launch("true")).asString().contains("is no Python program");
  }

  /// Found without its extension, and without the words that `cmd.exe` would take for its own.
  @Test
  void systemsLauncherDecides() throws Exception {
    EmptyProgram.in(directory, "build.cmd");
    dialog.textProperty(LaunchText.TARGET).set("./build 'a&b'");
    LaunchAnswer answer =
        WatchedProgram.launch(
            dialog.request(), directory.resolve("out"), new ConsoleLauncher(HostSystem.WINDOWS));
    assertThat(answer).asString().contains("TARGET").contains("is a batch file");
  }

  /// A program that asks gets an end of its input, and not a wait for ever.
  @Test
  void nobodyTypes() throws Exception {
    Files.writeString(
        directory.resolve("program.py"),
        """
        import os, sys, time
        sys.stdin.read()
        open('done', 'w').close()
        while not os.path.exists('go'):
            time.sleep(0.01)
        open('ended', 'w').close()
        """);
    LaunchAnswer answer = launch("python3 program.py");
    assertThat(answer).isInstanceOf(LaunchAnswer.Launched.class);
    await().until(() -> Files.exists(directory.resolve("done")));
    ((LaunchAnswer.Launched) answer).job().source().close();
    Files.createFile(directory.resolve("go"));
    // Before its directory goes, in which it would wait for ever.
    await().until(() -> Files.exists(directory.resolve("ended")));
  }
}
