package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the portable port does on Windows, with real processes here: one job object for each
/// worker, nothing of the user's before the worker is in it, and a thread that reads the messages.
@NotOnWindows
final class WindowsDecisionsTest {
  private static final int SIGUSR1 = 10;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private final FamilyJobs jobs = new FamilyJobs();

  @TempDir private Path directory;

  private LivePort open() {
    return new LivePort(jobs, LivePort.settings(directory, "hard_tasks:do"));
  }

  @Test
  void workerIsAnsweredStoppedAndForgotten() {
    try (LivePort live = open()) {
      live.start(1);
      assertThat(live.ask(1, "[\"echo\", {\"a\": [1, \"ü\"]}]")).isEqualTo("{\"a\":[1,\"ü\"]}");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(0));
      assertThat(live.facts().count("bye")).isOne();
      live.port().release(1);
      await().until(() -> jobs.events().contains("remove 1"));
      assertThat(jobs.events()).startsWith("prepare 1", "start 1");
    }
  }

  /// The admission comes late on purpose: when the worker waits for its first words, or has run
  /// what it must not run yet.
  @Test
  void pythonWorkerRunsNothingOfTheUsersOutsideItsJob() throws IOException {
    Path mark = directory.resolve("imported");
    Files.writeString(directory.resolve("eager.py"), "open('imported', 'w')\ndef do(item): pass\n");
    jobs.admit(process -> {
      await().until(() -> Files.exists(mark) || waitsForWords(process));
      return false;
    });
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, "eager:do"))) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .contains("the job object refuses the process");
      assertThat(mark).doesNotExist();
    }
    jobs.admit(_ -> true);
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, "eager:do"))) {
      live.start(1);
      assertThat(mark).exists();
    }
  }

  @Test
  void javaWorkerRunsNothingOfTheUsersOutsideItsJob() {
    jobs.admit(process -> {
      // Its threads are there, and the one that would run the user's class waits.
      await().until(() -> waitsForWords(process));
      return true;
    });
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, javaTasks()))) {
      live.start(1);
      assertThat(live.ask(1, "[\"echo\", 7]")).isEqualTo("7");
      assertThat(jobs.events()).containsExactly("prepare 1", "start 1");
    }
  }

  private static WorkerSettings.Program javaTasks() {
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    return new WorkerSettings.Program.Java(
        Optional.empty(), "dev.lifeguard.worker.JavaTasks", List.of(classes), List.of());
  }

  private static boolean waitsForWords(ProcessHandle process) {
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.anyMatch(WindowsDecisionsTest::readsAPipe);
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean readsAPipe(Path thread) {
    try {
      return Files.readString(thread.resolve("wchan")).contains("pipe");
    } catch (IOException gone) {
      return false;
    }
  }

  @Test
  void terminateEndsTheJobWithAllThatIsInIt() {
    try (LivePort live = open()) {
      ProcessIdentity worker = live.start(1);
      live.give(1, "\"family\"");
      live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.startsWith("grandchild")));
      List<Long> family =
          ProcessHandle.of(worker.pid())
              .orElseThrow()
              .descendants()
              .map(ProcessHandle::pid)
              .toList();
      assertThat(family).hasSizeGreaterThan(1);
      assertThat(live.port().signal(1, SIGTERM)).isTrue();
      live.end(1);
      await().until(() -> family.stream().noneMatch(LivePort::isAlive));
      assertThat(jobs.events()).contains("kill 1");
    }
  }

  @Test
  void suspensionsAreNotCountedAndOtherSignalsAreNotThere() {
    try (LivePort live = open()) {
      ProcessIdentity worker = live.start(1);
      assertThat(live.port().signal(1, SIGSTOP)).isTrue();
      await().until(() -> LivePort.state(worker.pid()) == 'T');
      assertThat(live.port().signal(1, SIGSTOP)).isTrue();
      assertThat(live.port().signal(1, SIGCONT)).isTrue();
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
      assertThat(live.port().signal(1, SIGCONT)).as("it goes on already").isTrue();
      assertThat(live.port().signal(1, SIGUSR1)).isFalse();
      assertThat(jobs.events()).containsOnlyOnce("suspend 1", "resume 1");
    }
  }

  @Test
  void softTimeoutIsRaisedInItsTaskAndInNoOther() {
    try (LivePort live = open()) {
      live.start(1);
      TaskAnswer.Failure failure = (TaskAnswer.Failure) live.askAndInterrupt(1, "\"busy\"", "busy");
      assertThat(failure.type()).isEqualTo("SoftTimeout");
      assertThat(JsonMembers.of(failure.json().utf8()).string("traceback", ""))
          .contains("hard_tasks.py")
          .doesNotContain("<lifeguard>");
      live.port().interrupt(1, 1, 1);
      assertThat(live.ask(1, "[\"echo\", 2]")).isEqualTo("2");
      // Its interruption is there before it: it begins with it.
      live.give(1, "\"busy\"");
      live.port().run(1, 99, 1, Payload.of("[\"sleep\", 60]"));
      live.port().interrupt(1, 99, 1);
      live.port().interrupt(1, 3, 1);
      live.until(() -> live.facts().count("answer") >= 3);
      live.port().dump(1);
      live.until(() -> said(live, "Thread 0x"));
    }
  }

  @Test
  void stacksArePrintedWhileATaskRuns() {
    try (LivePort live = open()) {
      live.start(1);
      live.give(1, "\"busy\"");
      live.until(() -> said(live, "busy"));
      live.port().dump(1);
      live.until(() -> said(live, "in busy"));
      assertThat(live.facts().count("answer")).isZero();
    }
  }

  private static boolean said(LivePort live, String words) {
    return live.facts().lines(1).stream().anyMatch(it -> it.contains(words));
  }

  @Test
  void workerEndsWhenItsPipeDoesThoughNobodyKillsIt() {
    try (LivePort live = open()) {
      ProcessIdentity worker = live.start(1);
      live.give(1, "\"busy\"");
      live.until(() -> said(live, "busy"));
      jobs.numb();
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(worker.pid()));
    }
  }

  @Test
  void templateIsRefusedWithTheWordThatHelps() {
    WorkerSettings forked = LivePort.templateSettings(directory, List.of());
    try (LivePort live = new LivePort(jobs, forked)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .isEqualTo("`start: template` forks, which Windows cannot; use `start: spawn`");
    }
  }

  @Test
  void workerBehindALauncherIsTheProcessThatIsTold() throws IOException {
    Files.writeString(
        directory.resolve("worker.py"),
        """
        import os, struct
        text = b'{"protocol":1,"pid":%d,"tid":0,"runtime":"mine"}' % os.getpid()
        os.write(1, struct.pack(">4sB3xIII", b"LGP1", 1, 0, 0, len(text)) + text)
        os.read(0, 1)
        """);
    // The shell waits for the Python that it has started, as a launcher does.
    var program =
        new WorkerSettings.Program.Protocol(
            List.of("/bin/sh", "-c", LivePort.python() + " worker.py <&0; exit $?"));
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, program))) {
      ProcessIdentity launcher = live.start(1);
      List<Object> told =
          live.facts().all().stream()
              .filter(it -> it.what().equals("spawned"))
              .map(RecordedFacts.Fact::value)
              .toList();
      assertThat(told).hasSize(2).first().isEqualTo(launcher);
      ProcessIdentity worker = (ProcessIdentity) told.getLast();
      assertThat(ProcessHandle.of(worker.pid()).orElseThrow().parent().orElseThrow().pid())
          .isEqualTo(launcher.pid());
    }
  }

  @Test
  void pythonOfAVirtualEnvironmentIsStartedWithoutItsLauncher() throws IOException {
    Path launcher = directory.resolve("py");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        [ "$1" = -3 ] && shift || exit 9
        exec %s "$@"
        """
            .formatted(LivePort.python()),
        StandardCharsets.UTF_8);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    WorkerSettings settings = LivePort.settings(directory, launcher.toString(), "hard_tasks:do");
    try (LivePort live = new LivePort(jobs, settings)) {
      ProcessIdentity worker = live.start(1);
      assertThat(ProcessHandle.of(worker.pid()).orElseThrow().info().command())
          .hasValue(Path.of(LivePort.python()).toRealPath().toString());
    }
  }

  /// As Python's own install manager lays it out: there is an alias and nothing else.
  @Test
  void aliasOfTheStoreThatIsNoStubIsAskedForItsPython() throws IOException {
    Path store = Files.createDirectories(directory.resolve("Microsoft/WindowsApps"));
    Path alias = store.resolve("python.exe");
    Files.writeString(alias, "#!/bin/sh\nexec %s \"$@\"\n".formatted(LivePort.python()));
    assertThat(alias.toFile().setExecutable(true)).isTrue();
    WorkerSettings named = LivePort.settings(directory, "python", "hard_tasks:do");
    WorkerSettings settings =
        new WorkerSettings(
            named.program(),
            named.directory(),
            Map.of("PATH", store.toString()),
            named.memory(),
            named.messageLimitBytes());
    try (LivePort live = new LivePort(jobs, settings)) {
      ProcessIdentity worker = live.start(1);
      assertThat(ProcessHandle.of(worker.pid()).orElseThrow().info().command())
          .hasValue(Path.of(LivePort.python()).toRealPath().toString());
    }
    Files.writeString(alias, "#!/bin/sh\nexit 9\n");
    try (LivePort live = new LivePort(jobs, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .contains("does not run (it is the Microsoft Store's stub, or broken)");
    }
  }

  @Test
  void placeIsGivenUpAndTheTaskIsNotWhenTheMachineCanStartNothing() {
    var command = new WorkerSettings.Program.Command(List.of("sh", "-c", "exit 0"), false);
    jobs.runShort();
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, command))) {
      live.port().spawn(1);
      live.await("ready", 1);
      live.give(1, "0");
      assertThat(live.await("spawnFailed", 1).value().toString())
          .contains("could not be started: Windows has no room for one more process");
      assertThat(live.facts().count("answer")).isZero();
    }
  }

  @Test
  void interpreterThatDoesNotRunIsRefusedWithTheRemedy() throws IOException {
    Path stub = directory.resolve("python.exe");
    Files.writeString(stub, "#!/bin/sh\necho Python was not found >&2\nexit 9\n");
    assertThat(stub.toFile().setExecutable(true)).isTrue();
    WorkerSettings settings = LivePort.settings(directory, stub.toString(), "hard_tasks:do");
    try (LivePort live = new LivePort(jobs, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .contains("does not run (it is the Microsoft Store's stub, or broken)")
          .contains("name another one with `interpreter`");
    }
  }

  @Test
  void attemptOfACommandIsInTheJobOfItsSlot() {
    var command = new WorkerSettings.Program.Command(List.of("sh", "-c", "exit $0", "{}"), false);
    try (LivePort live = new LivePort(jobs, LivePort.settings(directory, command))) {
      live.port().spawn(1);
      live.await("ready", 1);
      assertThat(live.ask(1, "0")).isEqualTo("{\"exitCode\":0,\"output\":\"\"}");
      assertThat(live.askFailing(1, "137").message())
          .as("a code of its own, and no signal")
          .isEqualTo("exit code 137");
      live.until(() -> jobs.events().size() >= 10);
      assertThat(jobs.events().subList(0, 5))
          .containsExactly("prepare 1", "start 1", "kill 1", "remove 1", "kill 1");
    }
  }
}
