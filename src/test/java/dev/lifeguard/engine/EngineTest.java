package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell around the core, with real workers and with sources and recorders that misbehave.
@NotOnWindows
class EngineTest {
  private static final String IDENTITY = "def work(item):\n    return item\n";

  @TempDir private Path directory;
  private final List<PoolEvent> events = Collections.synchronizedList(new ArrayList<>());

  /// The answer and the death are often seen in one round, and the next task ends before the order
  /// to run it is carried out. Nobody may trip over its item being gone.
  @Test
  void workerThatDiesRightAfterItsAnswerEndsNothingButItself() throws Exception {
    String work =
        """
        import os, threading, time

        def work(item):
            if item % 3 == 0:
                threading.Timer(0.0002, os.kill, (os.getpid(), 9)).start()
            return item
        """;
    Engine engine = engine(work, new Numbers(150), new NoRecorder());
    PoolEvent.JobEnded end = run(engine);
    assertThat(end.end()).isEqualTo(JobEnd.FINISHED);
    JobModel model = model(engine);
    assertThat(model.count(TaskState.DONE) + model.count(TaskState.QUARANTINED)).isEqualTo(150);
    assertThat(model.incidents()).hasSizeGreaterThan(10);
  }

  @Test
  void sourceThatBreaksOffEndsTheJobAfterWhatItGave() throws Exception {
    Engine engine =
        engine(
            IDENTITY,
            new Numbers(5) {
              @Override
              public int discover() throws SourceException {
                int found = super.discover();
                if (found == 0) {
                  throw new SourceException("line 6 is no JSON");
                }
                return found;
              }
            },
            new NoRecorder());
    PoolEvent.JobEnded end = run(engine);
    assertThat(end).extracting(e -> e.end(), e -> e.exitCode()).containsExactly(JobEnd.STOPPED, 1);
    assertThat(model(engine).count(TaskState.DONE)).isEqualTo(5);
    assertThat(model(engine).stopping()).isEqualTo("line 6 is no JSON");
  }

  @Test
  void itemsThatCannotBeReadAnyMoreEndTheJob() throws Exception {
    Engine engine =
        engine(
            IDENTITY,
            new Numbers(5) {
              @Override
              public List<Item> read(int firstTask, int count) throws SourceException {
                throw new SourceException("the file has changed");
              }
            },
            new NoRecorder());
    assertThat(run(engine).end()).isEqualTo(JobEnd.STOPPED);
    assertThat(model(engine).count(TaskState.NOT_RUN)).isEqualTo(5);
  }

  @Test
  void brokenSourceIsNoReasonToHang() throws Exception {
    Engine engine =
        engine(
            IDENTITY,
            new Numbers(5) {
              @Override
              public List<Item> read(int firstTask, int count) {
                throw new OutOfMemoryError("made up");
              }
            },
            new NoRecorder());
    engine.start();
    assertThatThrownBy(() -> engine.ended().get(60, TimeUnit.SECONDS))
        .hasRootCauseMessage("made up");
    assertThat(engine.send(new Command.Stop("late")).toCompletableFuture().get())
        .isInstanceOf(CommandAnswer.Refused.class);
  }

  @Test
  void brokenListenerIsNoReasonToStop() throws Exception {
    Engine engine = engine(IDENTITY, new Numbers(50), new NoRecorder());
    engine.subscribe(_ -> {
      throw new IllegalStateException("a broken window");
    });
    assertThat(run(engine).end()).isEqualTo(JobEnd.FINISHED);
    assertThat(events).last().isInstanceOf(PoolEvent.JobEnded.class);
  }

  @Test
  void slowRecorderHoldsUpTheTasksAndNothingElse() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Engine engine =
        engine(
            IDENTITY,
            new Numbers(50),
            new NoRecorder() {
              @Override
              public boolean isBehind() {
                // Behind for the first hundred looks.
                return asked.incrementAndGet() < 100;
              }
            });
    assertThat(run(engine).end()).isEqualTo(JobEnd.FINISHED);
    assertThat(asked.get()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void largeItemsAreNotHeldInLargeNumbers() throws Exception {
    AtomicInteger most = new AtomicInteger();
    String megabyte = "\"" + "x".repeat(1 << 20) + "\"";
    Engine engine =
        engine(
            "def work(item):\n    return len(item)\n",
            new Numbers(100) {
              @Override
              public List<Item> read(int firstTask, int count) {
                most.accumulateAndGet(count, Math::max);
                return IntStream.range(0, count)
                    .mapToObj(_ -> new Item(Payload.of(megabyte), ""))
                    .toList();
              }
            },
            new NoRecorder());
    assertThat(run(engine).end()).isEqualTo(JobEnd.FINISHED);
    assertThat(most.get()).isLessThanOrEqualTo(8);
    assertThat(model(engine).count(TaskState.DONE)).isEqualTo(100);
  }

  private PoolEvent.JobEnded run(Engine engine) throws Exception {
    engine.subscribe(events::addAll);
    engine.start();
    return engine.ended().get(60, TimeUnit.SECONDS);
  }

  private static JobModel model(Engine engine) throws Exception {
    return engine.look(model -> model).toCompletableFuture().get();
  }

  private Engine engine(String work, TaskSource source, Recorder recorder) throws IOException {
    Path file = directory.resolve("work.py");
    Files.writeString(file, work);
    var settings =
        new EngineSettings(
            "test",
            "work.py:work",
            directory.toString(),
            PoolPolicy.usual(2).with(new PoolPolicy.Retry(0, 0, 0, 1)),
            new WorkerSettings(
                new WorkerSettings.Program.Python(
                    "python3",
                    file + ":work",
                    Optional.empty(),
                    new WorkerSettings.PythonStart.Spawn()),
                directory,
                Map.of(),
                new WorkerSettings.MemoryHold.None(),
                WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
            new RunClock(),
            Duration.ofMillis(250));
    return new Engine(settings, source, Probes.forThisSystem(), recorder);
  }
}
