package dev.lifeguard.gui.shell;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// The window stays usable while a large pool works as fast as it can.
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // The extension calls start() before every test.
final class LoadTest {
  private static final int WORKERS = 200;
  private static final int TASKS = 100_000;
  private static final int EVENTS_A_SECOND = 100_000;

  private final ScriptedSource source = new ScriptedSource();
  private ShownWindow window;

  @Start
  void start(Stage stage) {
    window = new ShownWindow(stage, new FakeWorkbench());
    window.window().show(new OpenJob(source, Ownership.THIS_PROCESS));
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void answersWhileAHundredThousandTasksRunOnTwoHundredWorkers() {
    List<PoolEvent> events = job();
    List<Long> waits = new ArrayList<>();
    long began = System.nanoTime();
    int told = 0;
    while (told < events.size()) {
      int due = (int) (EVENTS_A_SECOND * (System.nanoTime() - began) / 1e9);
      int next = Math.clamp(due, told, events.size());
      source.tell(events.subList(told, next));
      told = next;
      waits.add(fxWaitMillis());
    }
    await().until(() -> window.robot().lookup("#verdict-text").tryQuery().isPresent());
    window.robot().interact(() -> window.window().show(JobTab.QUEUE));
    TableView<Integer> queue = window.robot().lookup("#queue").queryTableView();
    await().until(() -> queue.getItems().size() == TASKS);
    waits.sort(null);
    long usual = waits.get(waits.size() / 2);
    // Not how fast it is, which a shared machine does not tell, but that it is not frozen.
    assertThat(usual).as("median wait of the JavaFX thread in ms, of %s", waits).isLessThan(2_000);
  }

  /// How long the JavaFX thread lets something wait.
  private static long fxWaitMillis() {
    long asked = System.nanoTime();
    WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {});
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
  }

  private static List<PoolEvent> job() {
    Story story = new Story().job("load", WORKERS, TASKS);
    for (int worker = 1; worker <= WORKERS; worker++) {
      story.worker(worker, 30_000 + worker, 0).ready(worker);
    }
    for (int task = 1; task <= TASKS; task++) {
      int worker = 1 + task % WORKERS;
      story.starts(worker, task, 1, "item " + task).done(worker, task, 1);
    }
    return story.over(JobEnd.FINISHED, 0).events();
  }
}
