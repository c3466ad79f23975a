package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.journal.ControlClient;
import dev.lifeguard.journal.ControlRequest;
import dev.lifeguard.journal.RecordedJob;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked over the control socket happens to a real pool.
@NotOnWindows
class ControlDeskTest {
  /// Each task waits for a file of its own, or for the one that lets all of them go.
  private static final String GATED =
      """
      import os, signal, time

      signal.signal(signal.SIGUSR1, lambda *_: open("signalled", "w").close())

      def work(item):
          while not os.path.exists(f"go-{item}") and not os.path.exists("go"):
              time.sleep(0.01)
          return item
      """;

  @TempDir private Path directory;
  private Optional<TestRun> started = Optional.empty();

  @AfterEach
  void endTheRun() {
    started.ifPresent(run -> {
      run.run().send(new Command.Abort("the test is over"));
      run.ending();
    });
  }

  @Test
  void pausedPoolStartsNothingUntilItGoesOn() throws Exception {
    TestRun run = start("1..3", "worker.count=1");
    untilBusy(run, 1);
    accepted(run, new Command.Pause());
    assertThat(refused(run, new Command.Pause())).isEqualTo("the queue is paused already");
    open("1");
    await().until(() -> run.model().count(TaskState.DONE) == 1);
    assertThat(run.model().count(TaskState.RUNNING)).isZero();
    assertThat(run.model().isPaused()).isTrue();
    open("2");
    accepted(run, new Command.Go());
    await().until(() -> run.model().count(TaskState.DONE) == 2);
  }

  @Test
  void poolGrowsAndShrinks() {
    TestRun run = start("1..9", "worker.count=1");
    untilBusy(run, 1);
    accepted(run, new Command.Resize(3));
    untilBusy(run, 3);
    accepted(run, new Command.Resize(1));
    await()
        .until(() -> {
          openAnother();
          return alive(run.model()).size() == 1;
        });
    assertThat(run.model().incidents()).isEmpty();
  }

  @Test
  void killedWorkerIsReplacedAndItsNumberMeansNobodyAnyMore() {
    TestRun run = start("1..3", "worker.count=1");
    untilBusy(run, 1);
    accepted(run, new ControlRequest.OrderWorker(1, ControlRequest.Order.KILL));
    await().until(() -> run.model().incidents().size() == 1);
    assertThat(run.model().incident(1).cause().kind()).isEqualTo(CauseKind.OPERATOR);
    await().until(() -> run.model().worker(1).isDead());
    assertThat(refused(run, new ControlRequest.OrderWorker(1, ControlRequest.Order.KILL)))
        .isEqualTo("worker 1 is dead already");
    assertThat(refused(run, new ControlRequest.OrderWorker(99, ControlRequest.Order.KILL)))
        .startsWith("there is no worker 99; the workers so far are 1 to ");
    untilBusy(run, 1);
  }

  @Test
  void processThatIsNotTheWorkersAnyMoreIsSpared() {
    TestRun run = start("1..3", "worker.count=1");
    untilBusy(run, 1);
    var stranger = new ProcessIdentity(4711, 99, 0);
    assertThat(refused(run, new Command.Kill(1, stranger)))
        .isEqualTo("worker 1 is not process 4711 any more");
  }

  @Test
  void workersAreSuspendedContinuedSignalledAndRestarted() {
    TestRun run = start("1..3", "worker.count=1");
    untilBusy(run, 1);
    accepted(run, new ControlRequest.OrderWorker(1, ControlRequest.Order.SUSPEND));
    await().until(() -> stateOfProcess(run) == 'T');
    accepted(run, new ControlRequest.OrderWorker(1, ControlRequest.Order.CONTINUE));
    await().until(() -> stateOfProcess(run) != 'T');
    accepted(run, new ControlRequest.SignalWorker(1, 10));
    await().until(() -> Files.exists(directory.resolve("signalled")));
    accepted(run, new ControlRequest.OrderWorker(1, ControlRequest.Order.RESTART));
    openAnother();
    await().until(() -> run.model().worker(1).isDead());
    untilBusy(run, 1);
    assertThat(run.model().incidents()).isEmpty();
  }

  @Test
  void cancelledTaskIsNeverRunAndARunningOneLosesItsWorker() {
    TestRun run = start("1..4", "worker.count=1");
    untilBusy(run, 1);
    accepted(run, new Command.CancelTask(4));
    accepted(run, new Command.CancelTask(1));
    await().until(() -> run.model().taskState(1) == TaskState.CANCELLED);
    assertThat(run.model().taskState(4)).isEqualTo(TaskState.CANCELLED);
    assertThat(refused(run, new Command.CancelTask(4))).contains("has ended already");
    assertThat(refused(run, new Command.CancelTask(5))).isEqualTo("there is no task 5");
    openAll();
    assertThat(run.ending().end().exitCode()).isEqualTo(1);
    assertThat(run.model().count(TaskState.DONE)).isEqualTo(2);
  }

  @Test
  void drainedPoolEndsWhenWhatRunsHasEnded() {
    TestRun run = start("1..4", "worker.count=1");
    untilBusy(run, 1);
    assertThat(refused(run, new Command.RetryTask(1)))
        .isEqualTo("task 1 has not ended, it is running");
    accepted(run, new Command.Drain("enough"));
    openAll();
    assertThat(run.ending().end().end()).isEqualTo(JobEnd.STOPPED);
    assertThat(run.model().count(TaskState.DONE)).isEqualTo(1);
    assertThat(run.model().count(TaskState.NOT_RUN)).isEqualTo(3);
  }

  @Test
  void stacksOfAllWorkersAreInTheirOutput() throws Exception {
    TestRun run = start("1..4", "worker.count=2");
    untilBusy(run, 2);
    accepted(run, new ControlRequest.DumpAll());
    await().until(() -> output("worker-1").contains("work.py"));
    await().until(() -> output("worker-2").contains("work.py"));
  }

  @Test
  void hundredClientsAtOnceDoNotHurtThePool() throws Exception {
    TestRun run = start("1..500", "worker.count=2");
    untilBusy(run, 2);
    openAll();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tried<CommandAnswer>>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Command command = i % 2 == 0 ? new Command.Pause() : new Command.Go();
        answers.add(
            clients.submit(
                () -> ControlClient.ask(socket(run), new ControlRequest.Whole(command))));
      }
      for (Future<Tried<CommandAnswer>> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Tried.Done.class);
      }
    }
    // Whether the last word was one or the other is chance.
    run.run().send(new Command.Go());
    assertThat(run.ending().end().exitCode()).isZero();
    assertThat(run.results()).hasSize(500);
  }

  @Test
  void attachedWindowSendsItsCommandsOverTheSocket() {
    TestRun run = start("1..3", "worker.count=1");
    untilBusy(run, 1);
    ProcessIdentity process = run.model().worker(1).process().orElseThrow();
    Tried<RecordedJob> attached = RecordedJob.open(run.run().directory());
    try (RecordedJob job = ((Tried.Done<RecordedJob>) attached).value()) {
      assertThat(job.send(new Command.Kill(1, process)).toCompletableFuture().join())
          .isEqualTo(new CommandAnswer.Accepted());
    }
    await().until(() -> run.model().worker(1).isDead());
  }

  @Test
  void endOfTheJobTakesTheSocketAway() {
    TestRun run = start("1..1", "worker.count=1");
    assertThat(socket(run)).exists();
    openAll();
    run.ending();
    assertThat(socket(run)).doesNotExist();
  }

  private TestRun start(String items, String... settings) {
    TestRun run = TestRun.prepare(directory, GATED, items, settings);
    started = Optional.of(run);
    run.run().start();
    return run;
  }

  private static Path socket(TestRun run) {
    return run.run().directory().controlSocket();
  }

  private static void accepted(TestRun run, Command command) {
    accepted(run, new ControlRequest.Whole(command));
  }

  private static void accepted(TestRun run, ControlRequest request) {
    assertThat(ControlClient.ask(socket(run), request))
        .isEqualTo(new Tried.Done<>(new CommandAnswer.Accepted()));
  }

  private static String refused(TestRun run, Command command) {
    return refused(run, new ControlRequest.Whole(command));
  }

  private static String refused(TestRun run, ControlRequest request) {
    return ControlClient.ask(socket(run), request)
            instanceof Tried.Done<CommandAnswer>(CommandAnswer.Refused(String reason))
        ? reason
        : "NOT REFUSED";
  }

  private static void untilBusy(TestRun run, int workers) {
    await().until(() -> alive(run.model(), worker -> worker.task().isPresent()).size() == workers);
  }

  private static List<Worker> alive(JobModel model) {
    return alive(model, _ -> true);
  }

  private static List<Worker> alive(JobModel model, Predicate<Worker> which) {
    return model.workers().stream().filter(worker -> !worker.isDead()).filter(which).toList();
  }

  /// The letter of `/proc/PID/stat`.
  private static char stateOfProcess(TestRun run) throws IOException {
    long pid = run.model().worker(1).process().orElseThrow().pid();
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  private void open(String item) throws IOException {
    Files.createFile(directory.resolve("go-" + item));
  }

  /// Lets the next task go that nobody let go yet.
  private void openAnother() {
    int item = 1;
    while (Files.exists(directory.resolve("go-" + item))) {
      item++;
    }
    try {
      open(String.valueOf(item));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void openAll() {
    try {
      Files.createFile(directory.resolve("go"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String output(String worker) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("run/output"))) {
      Optional<Path> file =
          files.filter(each -> each.getFileName().toString().startsWith(worker)).findFirst();
      return file.isPresent() ? Files.readString(file.get()) : "";
    }
  }
}
