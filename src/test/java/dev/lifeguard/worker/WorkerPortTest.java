package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a worker can do and what is told of it, with both ports.
@NotOnWindows
final class WorkerPortTest {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void taskIsAnsweredAndStoppedWorkerSaysGoodBye(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      ProcessIdentity process = live.start(1);
      assertThat(process.startTicks()).isPositive();
      assertThat(live.await("ready", 1).value().toString()).startsWith("CPython 3.");
      assertThat(live.ask(1, "[\"echo\", {\"a\": [1, \"ü\"]}]")).isEqualTo("{\"a\":[1,\"ü\"]}");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().count("bye")).isEqualTo(1);
      live.port().release(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lineBreaksBetweenTokensOfItemsAreNoMatter(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      assertThat(live.ask(1, "[\"echo\",\n [1]]")).isEqualTo("[1]");
      assertThat(live.ask(1, "\n [\"echo\", 2]\n")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void workerRunsInItsDirectoryWithItsEnvironmentAndNothingElse(LivePort.Means means)
      throws IOException {
    Path real = directory.toRealPath();
    try (LivePort live = LivePort.open(means, real)) {
      live.start(1);
      assertThat(live.ask(1, "\"where\"")).isEqualTo("[\"" + real + "\",\"" + real + "\",\"ü\"]");
      assertThat(live.ask(1, "\"read_input\"")).isEqualTo("\"\"");
      assertThat(live.ask(1, "\"arguments\"")).isEqualTo("[\"-c\"]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatATaskRaisesIsItsFailureAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      assertFailure(live, "[\"exit_politely\", 3]", "SystemExit", "3");
      assertFailure(live, "\"interrupt\"", "KeyboardInterrupt", "");
      assertFailure(live, "\"out_of_memory\"", "MemoryError", "");
      assertFailure(live, "\"silent\"", "hard_tasks.Silent", "(its own text cannot be told");
      TaskAnswer.Failure deep = live.askFailing(1, "\"recurse\"");
      assertThat(deep.type()).isEqualTo("RecursionError");
      assertThat(deep.json().size()).isLessThan(66_000);
      assertThat(live.askFailing(1, "\"long_message\"").message()).hasSize(500).endsWith("…");
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }

  private static void assertFailure(LivePort live, String item, String type, String message) {
    TaskAnswer.Failure failure = live.askFailing(1, item);
    assertThat(failure.type()).isEqualTo(type);
    assertThat(failure.message()).startsWith(message);
  }

  @ParameterizedTest
  @EnumSource
  void tracebackTellsTheCauseAndNothingOfLifeguard(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      TaskAnswer.Failure failure = live.askFailing(1, "\"chain\"");
      assertThat(failure.type()).isEqualTo("ValueError");
      String traceback = JsonMembers.of(failure.json().utf8()).string("traceback", "");
      assertThat(traceback)
          .contains("KeyError: 'missing'", "direct cause", "in chain")
          .doesNotContain("<lifeguard>");
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultThatJsonCannotCarryIsAFailure(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      String cannot = "the result cannot be JSON: ";
      assertFailure(live, "\"a_set\"", "TypeError", cannot + "Object of type set");
      assertFailure(live, "\"some_bytes\"", "TypeError", cannot);
      assertFailure(live, "\"tuple_key\"", "TypeError", cannot);
      assertFailure(live, "\"nan\"", "ValueError", cannot);
      assertFailure(live, "\"circle\"", "ValueError", cannot);
      assertFailure(live, "[\"nested\", 600]", "ValueError", "the answer is nested deeper");
      assertFailure(live, "[\"long_text\", 1048576]", "ValueError", cannot + "it is 1048578 bytes");
      assertThat(live.ask(1, "[\"long_text\", 1048574]").toString()).hasSize(1048576);
      assertThat(live.ask(1, "\"surrogate\"")).isEqualTo("\"a\\ud800b\"");
      assertThat(live.ask(1, "\"umlaut\"")).isEqualTo("\"ü\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeItemsArrive(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      String text = "\"" + "y".repeat(1 << 20) + "\"";
      assertThat(live.askFailing(1, "[\"echo\"," + text + "]").message()).contains("1048578");
      String less = "\"" + "y".repeat((1 << 20) - 2) + "\"";
      assertThat(live.ask(1, "[\"echo\"," + less + "]")).isEqualTo(less);
    }
  }

  @ParameterizedTest
  @EnumSource
  void outputComesAsLines(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      live.ask(1, "[\"say\", \"hello ü\"]");
      live.until(() -> live.facts().lines(1).equals(List.of("hello ü")));
      live.ask(1, "[\"say_error\", \"oh\"]");
      live.until(() -> live.facts().lines(1).equals(List.of("hello ü", "oh")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenMegabytesOfOutputAreDoneAndWhole(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      assertThat(live.ask(1, "[\"print_much\", 150000]")).isEqualTo("150000");
      live.until(() -> live.facts().lineCount(1) == 150_000);
      assertThat(live.facts().lines(1).getLast()).startsWith("line 0149999");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedStandardOutputIsNoMatter(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      assertThat(live.ask(1, "\"close_output\"")).isEqualTo("\"still here\"");
      assertThat(live.ask(1, "[\"echo\", 2]")).isEqualTo("2");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nextTaskPrintsAgainAfterOneThatClosedItsOutput(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      live.ask(1, "\"close_output\"");
      assertThat(live.ask(1, "[\"say\", \"after\"]")).isEqualTo("null");
      live.until(() -> live.facts().lines(1).contains("after"));
      assertThat(live.ask(1, "[\"say_error\", \"after, too\"]")).isEqualTo("null");
      live.until(() -> live.facts().lines(1).contains("after, too"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void forkedChildNeitherAnswersNorKeepsThePipe(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      assertThat(live.ask(1, "[\"fork_and_return\", 7]")).isEqualTo("7");
      assertThat(live.ask(1, "[\"echo\", 8]")).isEqualTo("8");
      assertThat(live.ask(1, "\"pool\"")).isEqualTo("[1,2]");
      assertThat(live.facts().count("answer")).isEqualTo(3);
      assertThat(live.facts().count("violation")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopWaitsForExitHandlersAndNotForThreads(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      live.ask(1, "[\"at_exit\", \"bye from atexit\"]");
      live.ask(1, "\"thread_for_ever\"");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      live.until(() -> live.facts().lines(1).contains("bye from atexit"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void importErrorIsToldBeforeTheExit(LivePort.Means means) {
    WorkerSettings settings = LivePort.settings(directory, "no_such_module:f");
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value())
          .isEqualTo("ModuleNotFoundError: No module named 'no_such_module'");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(3));
      assertThat(live.facts().count("ready")).isZero();
      live.until(() -> !live.facts().lines(1).isEmpty());
      assertThat(live.facts().lines(1).getLast()).contains("No module named 'no_such_module'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, hard_tasks:nothing, AttributeError: hard_tasks has no function 'nothing'",
    "PORTABLE, hard_tasks:nothing, AttributeError: hard_tasks has no function 'nothing'",
    "NATIVE, hard_tasks:initialized, TypeError: hard_tasks:initialized is not a function but a list"
  })
  void missingFunctionIsNamed(LivePort.Means means, String target, String reason) {
    try (LivePort live = new LivePort(means, LivePort.settings(directory, target))) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value()).isEqualTo(reason);
    }
  }

  @ParameterizedTest
  @EnumSource
  void functionOfAFileAndOfAClassIsFound(LivePort.Means means) throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("else where"));
    LivePort.settings(elsewhere, "");
    String target = elsewhere.resolve("hard_tasks.py") + ":Deep.double";
    Files.delete(LivePort.settings(directory, "").directory().resolve("hard_tasks.py"));
    WorkerSettings settings =
        new WorkerSettings(
            new WorkerSettings.Program.Python(
                LivePort.python(), target, Optional.of("hard_tasks:initialize"), LivePort.SPAWN),
            directory,
            Map.of(),
            new WorkerSettings.MemoryHold.None(),
            1 << 20);
    try (LivePort live = new LivePort(means, settings)) {
      live.start(1);
      assertThat(live.ask(1, "21")).isEqualTo("42");
    }
  }

  @ParameterizedTest
  @EnumSource
  void fileWithTheNameOfALoadedModuleIsRefusedWithTheRemedy(LivePort.Means means)
      throws IOException {
    Path file = directory.toRealPath().resolve("json.py");
    Files.writeString(file, "def f(item):\n    return item\n");
    WorkerSettings settings = LivePort.settings(directory, file + ":f");
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value().toString())
          .startsWith(
              "ImportError: " + file + " has the name of a module that Python has loaded already")
          .endsWith("; rename the file");
    }
  }

  @ParameterizedTest
  @EnumSource
  void initializerOfTheSameFileIsOfTheSameModule(LivePort.Means means) {
    LivePort.settings(directory, "");
    String file = directory.resolve("hard_tasks.py").toString();
    WorkerSettings settings =
        new WorkerSettings(
            new WorkerSettings.Program.Python(
                LivePort.python(), file + ":do", Optional.of(file + ":initialize"), LivePort.SPAWN),
            directory,
            Map.of(),
            new WorkerSettings.MemoryHold.None(),
            1 << 20);
    try (LivePort live = new LivePort(means, settings)) {
      live.start(1);
      assertThat(live.ask(1, "\"was_initialized\"")).isEqualTo("[\"yes\"]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bugInStartingAWorkerIsASentence(LivePort.Means means) throws IOException {
    Path script = directory.resolve("python-finder");
    Files.writeString(script, "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    WorkerSettings settings =
        new WorkerSettings(
            new WorkerSettings.Program.Python(
                script.toString(), "hard_tasks:do", Optional.empty(), LivePort.SPAWN),
            directory,
            // The Java library throws at a variable's name that has an equals sign.
            Map.of("A=B", "c"),
            new WorkerSettings.MemoryHold.None(),
            1 << 20);
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("something went wrong inside Lifeguard when it started the worker (");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, no-such-python, there is no program no-such-python on the PATH",
    "PORTABLE, no-such-python, there is no program no-such-python on the PATH",
    "NATIVE, /no/such/python, the Python interpreter /no/such/python does not exist",
    "PORTABLE, /no/such/python, the Python interpreter /no/such/python does not exist",
    "NATIVE, /etc/passwd, the Python interpreter /etc/passwd may not be executed"
  })
  void missingInterpreterIsASentence(LivePort.Means means, String interpreter, String reason) {
    WorkerSettings settings = LivePort.settings(directory, interpreter, "hard_tasks:do");
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString()).startsWith(reason);
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingDirectoryIsASentence(LivePort.Means means) {
    WorkerSettings some = LivePort.settings(directory, "hard_tasks:do");
    WorkerSettings settings =
        new WorkerSettings(
            some.program(), directory.resolve("gone"), Map.of(), some.memory(), 1 << 20);
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("the workers' directory " + directory.resolve("gone") + " does not exist");
    }
  }

  @ParameterizedTest
  @EnumSource
  void programThatIsNoWorkerIsAViolation(LivePort.Means means) throws IOException {
    Path program = directory.resolve("chatty");
    Files.writeString(program, "#!/bin/sh\necho Hello; exec sleep 60\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    WorkerSettings settings = LivePort.settings(directory, program.toString(), "hard_tasks:do");
    try (LivePort live = new LivePort(means, settings)) {
      live.port().spawn(1);
      assertThat(live.await("violation", 1).value())
          .isEqualTo("it wrote something that is no message: 48 65 6c 6c 6f 0a \"Hello.\"");
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalReachesTheWholeGroup(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      ProcessIdentity process = live.start(1);
      live.give(1, "\"family\"");
      live.until(() -> live.facts().lines(1).size() == 2);
      List<Long> family = family(live, process);
      assertThat(family).allMatch(LivePort::isAlive);
      assertThat(live.port().signal(1, SIGTERM)).isTrue();
      live.end(1);
      await().until(() -> family.stream().noneMatch(LivePort::isAlive));
      assertThat(live.port().signal(1, SIGTERM)).isFalse();
    }
  }

  private static List<Long> family(LivePort live, ProcessIdentity process) {
    List<Long> printed =
        live.facts().lines(1).stream()
            .map(it -> Long.parseLong(it.substring(it.lastIndexOf(' ') + 1)))
            .toList();
    return List.of(process.pid(), printed.getFirst(), printed.getLast());
  }

  @ParameterizedTest
  @EnumSource
  void grandchildThatHoldsThePipeGoesWithItsWorker(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      live.start(1);
      live.give(1, "[\"grandchild_holds_protocol\", 5]");
      assertThat(live.await("exited", 1).value()).isEqualTo(new ExitStatus.Exited(5));
      // The portable port kills the group as soon as it sees the exit.
      boolean held = live.facts().first("outputClosed", 1).isEmpty();
      assertThat(held || means == LivePort.Means.PORTABLE).isTrue();
      live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.startsWith("child ")));
      long child = Long.parseLong(live.facts().lines(1).getLast().substring("child ".length()));
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(child));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeLeavesNothingBehind(LivePort.Means means) {
    List<Long> all;
    try (LivePort live = LivePort.open(means, directory)) {
      ProcessIdentity process = live.start(1);
      live.give(1, "\"family\"");
      live.until(() -> live.facts().lines(1).size() == 2);
      all = family(live, process);
      live.port().spawn(2);
    }
    await().until(() -> all.stream().noneMatch(LivePort::isAlive));
  }

  @ParameterizedTest
  @EnumSource
  void postsRunOnTheSupervisorThreadInOrder(LivePort.Means means) throws InterruptedException {
    try (LivePort live = LivePort.open(means, directory)) {
      StringBuilder ran = new StringBuilder();
      Thread supervisor = Thread.currentThread();
      Thread other =
          Thread.ofPlatform()
              .start(() ->
                  IntStream.range(0, 5)
                      .forEach(i ->
                          live.port()
                              .post(() -> {
                                assertThat(Thread.currentThread()).isSameAs(supervisor);
                                ran.append(i);
                              })));
      live.until(() -> ran.toString().equals("01234"));
      other.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsToldOfAReleasedWorker(LivePort.Means means) {
    try (LivePort live = LivePort.open(means, directory)) {
      ProcessIdentity process = live.start(1);
      live.give(1, "\"busy\"");
      live.port().release(1);
      live.port().spawn(2);
      live.port().release(2);
      int told = live.facts().all().size();
      live.start(3);
      await().until(() -> !LivePort.isAlive(process.pid()));
      assertThat(live.facts().all().subList(told, live.facts().all().size()))
          .allMatch(it -> it.worker() == 3);
    }
  }
}
