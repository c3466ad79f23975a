package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Workers that are forked from a template are workers like any other.
@NotOnWindows
final class TemplateTest {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  @TempDir private Path temporary;
  private Path directory = Path.of("");

  @BeforeEach
  void findRealDirectory() throws IOException {
    directory = temporary.toRealPath();
  }

  private LivePort open(String... preload) {
    return open(LivePort.Means.NATIVE, preload);
  }

  private LivePort open(LivePort.Means means, String... preload) {
    return new LivePort(means, LivePort.templateSettings(directory, List.of(preload)));
  }

  private static List<Long> templates() {
    return ProcessHandle.current()
        .children()
        .filter(it -> it.info().commandLine().orElse("").contains("lifeguard-template"))
        .filter(it -> ProcStat.session(it.pid()) == it.pid())
        .map(ProcessHandle::pid)
        .toList();
  }

  /// The template is the one that has the control socket, so it was there before all workers.
  private static long template(LivePort live) {
    List<Long> workers =
        live.facts().all().stream()
            .filter(it -> it.what().equals("spawned"))
            .map(it -> ((ProcessIdentity) it.value()).pid())
            .toList();
    return templates().stream().filter(it -> !workers.contains(it)).findFirst().orElseThrow();
  }

  @Test
  void forkedWorkerIsLikeAStartedOne() {
    try (LivePort live = open("json", "decimal");
        LivePort plain = LivePort.open(LivePort.Means.NATIVE, directory)) {
      ProcessIdentity process = live.start(1);
      assertThat(process.startTicks()).isPositive();
      plain.start(1);
      assertThat(live.ask(1, "\"facts_of_process\"").toString().replace("LIFEGUARD_TEST", ""))
          .isEqualTo(plain.ask(1, "\"facts_of_process\"").toString().replace("LIFEGUARD_TEST", ""));
      assertThat(Path.of("/proc/" + process.pid() + "/comm")).hasContent("lifeguard-1");
      assertThat(live.ask(1, "[\"loaded\", \"decimal\"]")).isEqualTo("true");
      assertThat(plain.ask(1, "[\"loaded\", \"decimal\"]")).isEqualTo("false");
      assertThat(live.ask(1, "\"where\""))
          .isEqualTo("[\"" + directory + "\",\"" + directory + "\",\"ü\"]");
      assertThat(live.ask(1, "\"read_input\"")).isEqualTo("\"\"");
      live.ask(1, "[\"say\", \"hello ü\"]");
      live.until(() -> live.facts().lines(1).equals(List.of("hello ü")));
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().count("bye")).isEqualTo(1);
    }
  }

  @Test
  void exitOfAForkedWorkerIsExactAndNothingIsLeft() {
    try (LivePort live = open()) {
      Path stat = Path.of("/proc/" + live.start(1).pid() + "/stat");
      live.give(1, "[\"leave\", 137]");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(137));
      assertThat(stat).exists();
      live.port().release(1);
      await().until(() -> !Files.exists(stat));
      live.start(2);
      live.give(2, "\"family\"");
      live.until(() -> live.facts().lines(2).size() == 2);
      assertThat(live.port().signal(2, SIGTERM)).isTrue();
      assertThat(live.end(2)).isEqualTo(new ExitStatus.Signalled(SIGTERM, false));
      live.facts()
          .lines(2)
          .forEach(line -> {
            long pid = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            await().until(() -> !LivePort.isAlive(pid));
          });
    }
    assertThat(templates()).isEmpty();
  }

  @Test
  void oneTemplateForksAllAndChanceDiffers() {
    try (LivePort live = open("random")) {
      live.start(1);
      long template = template(live);
      live.start(2);
      live.start(3);
      assertThat(template(live)).isEqualTo(template);
      assertThat(Stream.of(1, 2, 3).map(it -> live.ask(it, "\"chance\"")).distinct()).hasSize(3);
    }
    assertThat(templates()).isEmpty();
  }

  @Test
  void killedTemplateIsReplacedAndWorkersLiveOn() {
    try (LivePort live = open("json")) {
      live.start(1);
      long first = template(live);
      assertThat(ShellKill.one(first, SIGKILL)).isTrue();
      await().until(() -> !LivePort.isAlive(first));
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
      live.start(2);
      assertThat(template(live)).isNotEqualTo(first);
      assertThat(live.ask(2, "[\"echo\", 2]")).isEqualTo("2");
      assertThat(live.ask(1, "[\"echo\", 3]")).isEqualTo("3");
      await().until(() -> LivePort.state(first) == 'X');
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import threading, time\\nthreading.Thread(target=time.sleep, args=(60,),"
            + " daemon=True).start()|a thread,",
        "import _thread, time\\nfor _ in range(3): _thread.start_new_thread(time.sleep, (60,))|3"
            + " threads,"
      })
  void preloadThatStartsThreadsIsRefusedByName(String text, String threads) throws IOException {
    Files.writeString(directory.resolve("busybody.py"), text.replace("\\n", "\n"));
    try (LivePort live = open("json", "busybody", "decimal")) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("the module busybody, which `preload` names, has started " + threads)
          .contains("take it out of `preload`", "use `start: spawn`");
      assertThat(templates()).isEmpty();
    }
  }

  /// A thread that was joined is in the kernel for a moment longer; this one takes its time.
  @Test
  void preloadWhoseThreadIsAboutToEndIsNotRefused() throws IOException {
    Files.writeString(
        directory.resolve("brief.py"),
        "import threading, time\nthreading.Thread(target=time.sleep, args=(0.2,)).start()\n");
    try (LivePort live = open("brief")) {
      live.start(1);
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }

  @Test
  void preloadThatCannotBeImportedIsToldInItsWords() throws IOException {
    Files.writeString(directory.resolve("broken.py"), "raise ValueError('not today')\n");
    try (LivePort live = open("broken")) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith(
              "the module broken, which `preload` names, cannot be imported (ValueError: not"
                  + " today); ");
    }
    try (LivePort live = open("no_such_module")) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .contains("(ModuleNotFoundError: No module named 'no_such_module')");
    }
  }

  @Test
  void templateThatDiesWhileItImportsIsToldWithItsLastWords() throws IOException {
    Files.writeString(
        directory.resolve("leaving.py"),
        "import os\nprint('x' * 300000)\nprint('going', flush=True)\nos._exit(5)\n");
    try (LivePort live = open("leaving")) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .isEqualTo(
              "the process from which workers are forked ended before it had imported what"
                  + " `preload` names (exit 5): going");
    }
  }

  @Test
  void targetThatCannotBeImportedIsAStartFailureOfTheWorker() {
    WorkerSettings some = LivePort.templateSettings(directory, List.of());
    WorkerSettings wrong =
        new WorkerSettings(
            new WorkerSettings.Program.Python(
                LivePort.python(),
                "no_such_module:f",
                Optional.empty(),
                new WorkerSettings.PythonStart.Template(List.of())),
            directory,
            Map.of(),
            some.memory(),
            1 << 20);
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, wrong)) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value())
          .isEqualTo("ModuleNotFoundError: No module named 'no_such_module'");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(3));
    }
  }

  @Test
  void memoryLimitIsThatOfTheWorker() {
    WorkerSettings some = LivePort.templateSettings(directory, List.of("json"));
    WorkerSettings held =
        new WorkerSettings(
            some.program(),
            directory,
            Map.of(),
            new WorkerSettings.MemoryHold.DataLimit(200 << 20),
            1 << 20);
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, held)) {
      live.start(1);
      assertThat(live.askFailing(1, "[\"allocate\", 1024]").type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }

  @Test
  void daemonOfAForkedWorkerIsFoundByItsMark() {
    try (LivePort live = open()) {
      live.start(1);
      live.start(2);
      long daemon = Long.parseLong(live.ask(1, "\"daemon\"").toString());
      long anothers = Long.parseLong(live.ask(2, "\"daemon\"").toString());
      live.port().release(1);
      live.until(() -> !LivePort.isAlive(daemon));
      assertThat(LivePort.isAlive(anothers)).isTrue();
      live.port().release(2);
      live.until(() -> !LivePort.isAlive(anothers));
    }
  }

  @Test
  void forkedWorkerEntersItsOwnCgroup() throws IOException {
    WorkerCgroups cgroups = RoomsTest.cgroups(OptionalLong.empty());
    WorkerSettings some = LivePort.templateSettings(directory, List.of());
    WorkerSettings held =
        new WorkerSettings(
            some.program(),
            directory,
            Map.of(),
            new WorkerSettings.MemoryHold.OwnCgroup(cgroups),
            1 << 20);
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, held)) {
      long pid = live.start(1).pid();
      assertThat(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")))
          .contains(cgroups.directory().getFileName() + "/worker-1");
      assertThat(Files.readString(Path.of("/proc", Long.toString(template(live)), "cgroup")))
          .doesNotContain("/worker-");
    }
    assertThat(cgroups.directory()).doesNotExist();
  }

  @Test
  void portWithoutNativeAccessRefuses() {
    try (LivePort live = open(LivePort.Means.PORTABLE)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("`start: template` needs Linux with native access");
    }
  }

  @Test
  void missingInterpreterIsASentence() {
    WorkerSettings settings = LivePort.templateSettings(directory, "no-such-python", List.of());
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("there is no program no-such-python on the PATH");
    }
  }

  /// Processes that outlive their parents come to whoever is there to adopt them, which is us while
  /// a worker is forked; and a child of the Java library keeps its status.
  @Test
  void orphansBecomeNoZombiesAndOtherChildrenKeepTheirStatus() throws Exception {
    try (LivePort live = open("json")) {
      live.start(1);
      live.start(2);
      for (int round = 0; round < 10; round++) {
        Process own = new ProcessBuilder("sh", "-c", "exit 7").start();
        live.give(1, "[\"parent_of_orphans\", 5]");
        for (int i = 0; i < 5; i++) {
          live.start(10 * round + i + 10);
        }
        for (int i = 0; i < 5; i++) {
          live.port().release(10 * round + i + 10);
        }
        assertThat(own.waitFor()).isEqualTo(7);
      }
      live.until(() -> live.facts().count("answer") == 10);
      live.start(3);
      long template = template(live);
      await()
          .until(() ->
              ProcessHandle.current()
                  .children()
                  .map(ProcessHandle::pid)
                  .filter(it -> it != template)
                  .noneMatch(it -> LivePort.state(it) == 'Z'));
    }
  }
}
