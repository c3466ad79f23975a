package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.testing.Patience;
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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Workers that stand still, and tasks that are run once more, in a whole engine.
@EnabledOnOs(OS.LINUX)
class HangsTest {
  private static final long HANG_NANOS = 400_000_000L;

  @TempDir private Path directory;
  private final List<PoolEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private Optional<Engine> running = Optional.empty();

  @AfterEach
  void end() throws Exception {
    if (running.isPresent()) {
      running.get().send(new Command.Abort("the test is over"));
      running.get().ended().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void deadlockedTaskIsReportedWithWhatItWaitsFor() throws Exception {
    start("lock = threading.Lock(); lock.acquire(); lock.acquire()", false, 1);
    var hung = await(PoolEvent.WorkerHung.class);
    assertThat(hung.waitsFor()).isEqualTo("waits for a lock, without a deadline");
    assertThat(hung.task()).hasValue(1);
    assertThat(hung.atNanos() - hung.sinceNanos()).isGreaterThanOrEqualTo(HANG_NANOS);
    assertThat(hung.evidence()).hasSize(2);
    assertThat(model().worker(1).isDead()).isFalse();
    assertThat(model().incidents()).hasSize(1);
  }

  @Test
  void deadlockedTaskIsKilledWhereThatIsWanted() throws Exception {
    Engine engine = start("lock = threading.Lock(); lock.acquire(); lock.acquire()", true, 1);
    PoolEvent.JobEnded end = engine.ended().get(60, TimeUnit.SECONDS);
    assertThat(end.end()).isEqualTo(JobEnd.FINISHED);
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(model().taskState(1)).isEqualTo(TaskState.QUARANTINED);
    var died = first(PoolEvent.WorkerDied.class).orElseThrow();
    assertThat(died.cause().kind()).isEqualTo(CauseKind.HANG);
  }

  @Test
  void taskThatGoesOnIsNotHungAnyMore() throws Exception {
    Path pipe = directory.resolve("pipe");
    start("os.mkfifo('pipe'); open('pipe').read(); time.sleep(600)", false, 1);
    assertThat(await(PoolEvent.WorkerHung.class).waitsFor())
        .isEqualTo("opens a named pipe that nobody has open at its other end");
    Files.writeString(pipe, "go on");
    assertThat(await(PoolEvent.WorkerMoved.class).worker()).isEqualTo(1);
  }

  @Test
  void sleepingTaskIsLeftInPeace() throws Exception {
    Engine engine = start("time.sleep(2)", true, 2);
    assertThat(engine.ended().get(60, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(first(PoolEvent.WorkerHung.class)).isEmpty();
  }

  /// As if the first signal came just before the system call of the sleep.
  @Test
  void taskThatMissesTheSignalOfItsSoftLimitIsToldAgain() throws Exception {
    Path file = directory.resolve("work.py");
    Files.writeString(
        file,
        """
        import signal, time
        def work(item):
            heard = signal.getsignal(41)
            signal.signal(41, lambda *_: signal.signal(41, heard))
            time.sleep(600)
        """);
    PoolPolicy soft =
        policy(false)
            .with(
                new PoolPolicy.Times(
                    OptionalLong.empty(), OptionalLong.of(HANG_NANOS), 5_000_000_000L));
    Engine engine = start(python(file), soft, 1);
    assertThat(engine.ended().get(60, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
    assertThat(model().taskState(1)).isEqualTo(TaskState.TIMED_OUT);
    assertThat(model().incidents()).isEmpty();
  }

  @Test
  void stacksOfAHungWorkerArePrintedWithoutWakingIt() throws Exception {
    start("lock = threading.Lock(); lock.acquire(); lock.acquire()", false, 1);
    await(PoolEvent.WorkerHung.class);
    Worker worker = model().worker(1);
    Engine engine = running.orElseThrow();
    Command dump = new Command.Dump(1, worker.process().orElseThrow());
    assertThat(engine.send(dump).toCompletableFuture().get())
        .isInstanceOf(CommandAnswer.Accepted.class);
    Patience.await().until(() -> printed("work.py\", line 4 in work"));
    long now = model().lastNanos();
    Patience.await().until(() -> model().lastNanos() > now + 3 * HANG_NANOS);
    assertThat(first(PoolEvent.WorkerMoved.class)).isEmpty();
  }

  @Test
  void workerThatHangsWhileItStartsIsReported() throws Exception {
    Path file = directory.resolve("work.py");
    Files.writeString(
        file,
        """
        import threading
        lock = threading.Lock(); lock.acquire(); lock.acquire()
        def work(item): return item
        """);
    start(file, false, 1);
    var hung = await(PoolEvent.WorkerHung.class);
    assertThat(hung.task()).isEmpty();
    assertThat(hung.waitsFor()).isEqualTo("waits for a lock, without a deadline");
  }

  @Test
  void commandThatHangsIsReportedWithItsAttempt() throws Exception {
    String script = "import threading; a = threading.Lock(); a.acquire(); a.acquire()";
    var command = List.of("python3", "-I", "-S", "-c", script, "{}");
    start(
        new WorkerSettings.Program.Command(command, false), policy(false).with(WorkerForm.SLOT), 2);
    var hung = await(PoolEvent.WorkerHung.class);
    assertThat(hung.task()).hasValue(1);
    assertThat(hung.waitsFor()).isEqualTo("waits for a lock, without a deadline");
  }

  @Test
  void taskThatIsRunOnceMoreGetsTheItemOfTheFirst() throws Exception {
    Engine engine =
        start(
            """
            while item == 5 and not os.path.exists('go'): time.sleep(0.01)
                if item == 3: open('ran', 'a').write('3'); raise ValueError(item)\
            """,
            false,
            5);
    PoolEvent.JobEnded end = retryWhileRunning(engine);
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("ran"))).isEqualTo("33");
    assertThat(model().item(6)).isEqualTo("3");
    assertThat(model().taskState(6)).isEqualTo(TaskState.FAILED);
  }

  /// The last task runs until the third has been repeated.
  private PoolEvent.JobEnded retryWhileRunning(Engine engine) throws Exception {
    await(PoolEvent.TaskEnded.class, e -> e.task() == 3);
    assertThat(engine.send(new Command.RetryTask(3)).toCompletableFuture().get())
        .isInstanceOf(CommandAnswer.Accepted.class);
    Files.createFile(directory.resolve("go"));
    return engine.ended().get(60, TimeUnit.SECONDS);
  }

  private boolean printed(String text) {
    return output.stream().anyMatch(line -> line.contains(text));
  }

  private <E extends PoolEvent> Optional<E> first(Class<E> type) {
    return first(type, _ -> true);
  }

  private <E extends PoolEvent> Optional<E> first(Class<E> type, Predicate<E> wanted) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).filter(wanted).findFirst();
    }
  }

  private <E extends PoolEvent> E await(Class<E> type) {
    return await(type, _ -> true);
  }

  private <E extends PoolEvent> E await(Class<E> type, Predicate<E> wanted) {
    Patience.await().until(() -> first(type, wanted).isPresent());
    return first(type, wanted).orElseThrow();
  }

  private JobModel model() throws Exception {
    return running.orElseThrow().look(model -> model).toCompletableFuture().get();
  }

  private Engine start(String body, boolean kill, int tasks) throws IOException {
    Path file = directory.resolve("work.py");
    Files.writeString(
        file, "import os, threading, time\n\ndef work(item):\n    " + body + "\n    return item\n");
    return start(file, kill, tasks);
  }

  private Engine start(Path file, boolean kill, int tasks) {
    return start(python(file), policy(kill), tasks);
  }

  private static WorkerSettings.Program python(Path file) {
    return new WorkerSettings.Program.Python(
        "python3", file + ":work", Optional.empty(), new WorkerSettings.PythonStart.Spawn());
  }

  private static PoolPolicy policy(boolean kill) {
    return PoolPolicy.usual(1)
        .with(new PoolPolicy.Retry(0, 0, 0, 1))
        .with(new PoolPolicy.Hang(OptionalLong.of(HANG_NANOS), kill));
  }

  private Engine start(WorkerSettings.Program program, PoolPolicy policy, int tasks) {
    var settings =
        new EngineSettings(
            "test",
            "work.py:work",
            directory.toString(),
            policy,
            new WorkerSettings(
                program,
                directory,
                Map.of(),
                new WorkerSettings.MemoryHold.None(),
                WorkerSettings.DEFAULT_MESSAGE_LIMIT_BYTES),
            new RunClock(),
            Duration.ofMillis(250));
    NoRecorder recorder =
        new NoRecorder() {
          @Override
          public void output(int worker, int task, int attempt, List<String> lines) {
            output.addAll(lines);
          }
        };
    Engine engine = new Engine(settings, new Numbers(tasks), Probes.forThisSystem(), recorder);
    engine.subscribe(events::addAll);
    engine.start();
    running = Optional.of(engine);
    return engine;
  }
}
