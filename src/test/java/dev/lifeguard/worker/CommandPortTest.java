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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Commands, one process for each task, with both ports.
@NotOnWindows
final class CommandPortTest {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means, String... arguments) {
    return open(means, false, arguments);
  }

  private LivePort shell(LivePort.Means means, String script) {
    return open(means, "sh", "-c", script, "sh", "{}");
  }

  private LivePort open(LivePort.Means means, boolean feedItem, String... arguments) {
    WorkerSettings settings =
        new WorkerSettings(
            new WorkerSettings.Program.Command(List.of(arguments), feedItem),
            directory,
            Map.of("LIFEGUARD_TEST", "ü"),
            new WorkerSettings.MemoryHold.None(),
            1 << 20);
    return new LivePort(means, settings);
  }

  /// Opens a slot.
  private static void ready(LivePort live) {
    live.port().spawn(1);
    assertThat(live.await("ready", 1).value()).isEqualTo("command");
    assertThat(live.facts().count("spawned")).isZero();
  }

  private static String done(String output) {
    return "{\"exitCode\":0,\"output\":\"" + output + "\"}";
  }

  @ParameterizedTest
  @EnumSource
  void eachTaskIsAProcessOfItsOwn(LivePort.Means means) {
    try (LivePort live = open(means, "echo", "a {} b")) {
      ready(live);
      assertThat(live.ask(1, "\"x \\\"y\\\" \\u00fc\"")).isEqualTo(done("a x \\\"y\\\" ü b\\n"));
      assertThat(live.ask(1, "{\"k\": [1, 2.50, \"a b\"]}"))
          .isEqualTo(done("a {\\\"k\\\":[1,2.50,\\\"a b\\\"]} b\\n"));
      assertThat(live.ask(1, "null")).isEqualTo(done("a null b\\n"));
      assertThat(live.facts().count("spawned")).isEqualTo(3);
      assertThat(live.facts().lines(1))
          .containsExactly("a x \"y\" ü b", "a {\"k\":[1,2.50,\"a b\"]} b", "a null b");
      assertThat(live.facts().count("exited")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void processIsToldBeforeItsAnswer(LivePort.Means means) {
    try (LivePort live = open(means, "true")) {
      ready(live);
      for (int i = 0; i < 20; i++) {
        live.ask(1, "1");
      }
      List<String> told =
          live.facts().all().stream().map(RecordedFacts.Fact::what).skip(1).toList();
      for (int i = 0; i < 20; i++) {
        assertThat(told.subList(2 * i, 2 * i + 2)).containsExactly("spawned", "answer");
      }
      assertThat(live.facts().starts())
          .anyMatch(ticks -> ticks > 0)
          .allMatch(ticks -> ticks > 0 || means == LivePort.Means.PORTABLE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fieldsOfAnObjectHavePlaces(LivePort.Means means) {
    try (LivePort live = open(means, "printf", "%s|", "{name}", "-n={n}{m}", "{print $1}")) {
      ready(live);
      assertThat(live.ask(1, "{\"n\": 1, \"m\": {\"x\" : [ ]}, \"name\": \"a b\"}"))
          .isEqualTo(done("a b|-n=1{\\\"x\\\":[]}|{print $1}|"));
      assertRefused(live, "{\"n\": 1, \"m\": 2}", "the item has no field `name`; it has n, m");
      assertRefused(live, "{}", "the item has no field `name`; it has none");
      assertRefused(
          live,
          "[1]",
          "the command wants the fields `name`, `n`, `m`, and the item is no object"
              + " (a shell's ${NAME} is $NAME here)");
      assertThat(live.facts().count("spawned")).isEqualTo(1);
    }
  }

  private static void assertRefused(LivePort live, String item, String reason) {
    TaskAnswer.Failure failure = live.askFailing(1, item);
    assertThat(failure.type()).isEqualTo("CommandError");
    assertThat(failure.message()).isEqualTo(reason);
    assertThat(JsonMembers.of(failure.json().utf8()).string("message", "")).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void itemIsTheLastArgumentWithoutAPlace(LivePort.Means means) {
    try (LivePort live = open(means, "printf", "%s|%s")) {
      ready(live);
      assertThat(live.ask(1, "\"one argument\"")).isEqualTo(done("one argument|"));
      assertThat(live.ask(1, "\"\"")).isEqualTo(done("|"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nulIsRefused(LivePort.Means means) {
    try (LivePort live = open(means, "echo")) {
      ready(live);
      assertRefused(
          live,
          "\"a\\u0000b\"",
          "the item holds the character NUL, which no argument of a command can; use `stdin:"
              + " item`");
    }
  }

  @ParameterizedTest
  @EnumSource
  void itemIsFedToTheStandardInput(LivePort.Means means) {
    try (LivePort live = open(means, true, "cat")) {
      ready(live);
      assertThat(live.ask(1, "\"a\\tb\"")).isEqualTo(done("a\\tb\\n"));
      assertThat(live.ask(1, "[1, 2]")).isEqualTo(done("[1, 2]"));
    }
    try (LivePort live = open(means, true, "wc", "-c")) {
      ready(live);
      String large = "\"" + "x".repeat(1_000_000) + "\"";
      assertThat(live.ask(1, large)).isEqualTo(done("1000001\\n"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void standardInputIsEmptyElse(LivePort.Means means) {
    try (LivePort live = open(means, "sh", "-c", "readlink /proc/$$/fd/0; cat")) {
      ready(live);
      assertThat(live.ask(1, "1")).isEqualTo(done("/dev/null\\n"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void processKnowsItsSlotAndItsTask(LivePort.Means means) throws IOException {
    String script =
        "echo $LIFEGUARD_WORKER $LIFEGUARD_TASK $LIFEGUARD_ATTEMPT $LIFEGUARD_TEST $PWD";
    try (LivePort live = shell(means, script)) {
      ready(live);
      String place = directory.toRealPath().toString();
      assertThat(live.ask(1, "1")).isEqualTo(done("1 1 1 ü " + place + "\\n"));
      assertThat(live.ask(1, "1")).isEqualTo(done("1 2 1 ü " + place + "\\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, 1",
    "NATIVE, 3",
    "NATIVE, 137",
    "NATIVE, 255",
    "PORTABLE, 3",
    "PORTABLE, 255"
  })
  void exitCodeIsAFailureWithTheOutput(LivePort.Means means, int code) {
    try (LivePort live = shell(means, "echo oh; echo no >&2; exit " + code)) {
      ready(live);
      TaskAnswer.Failure failure = live.askFailing(1, "1");
      assertThat(failure.type()).isEqualTo("ExitCode");
      assertThat(failure.message()).isEqualTo("exit code " + code);
      JsonMembers error = JsonMembers.of(failure.json().utf8());
      assertThat(error.number("exitCode")).isEqualTo(code);
      assertThat(error.string("output", "")).isEqualTo("oh\nno\n");
      assertThat(live.facts().count("exited")).isZero();
      live.askFailing(1, "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalIsTheDeathOfTheSlotWhichCanBeOpenedAgain(LivePort.Means means) {
    try (LivePort live = shell(means, "[ $1 = 1 ] && echo last words && kill -9 $$; echo fine")) {
      ready(live);
      live.give(1, "1");
      Object status = live.end(1);
      boolean exact = means == LivePort.Means.NATIVE;
      assertThat(status)
          .isEqualTo(exact ? new ExitStatus.Signalled(9, false) : new ExitStatus.Ambiguous(137));
      assertThat(live.facts().lines(1)).containsExactly("last words");
      assertThat(live.facts().count("answer")).isZero();
      assertThat(live.port().signal(1, SIGKILL)).isFalse();
      live.port().release(1);
      live.port().spawn(1);
      live.until(() -> live.facts().count("ready") == 2);
      assertThat(live.ask(1, "2")).isEqualTo(done("fine\\n"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalReachesTheWholeFamilyOfAnAttempt(LivePort.Means means) {
    try (LivePort live = shell(means, "sleep 1000 & echo $!; sleep 1000")) {
      ready(live);
      assertThat(live.port().signal(1, SIGKILL)).isFalse();
      live.give(1, "1");
      live.until(() -> !live.facts().lines(1).isEmpty());
      long child = Long.parseLong(live.facts().lines(1).getFirst());
      assertThat(live.port().signal(1, SIGSTOP)).isTrue();
      assertThat(live.port().signal(1, SIGCONT)).isTrue();
      assertThat(LivePort.isAlive(child)).isTrue();
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(child));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastSixtyFourKibibytesOfTheOutputAreKept(LivePort.Means means) {
    String script = "i=0; while [ $i -lt 20000 ]; do echo line $i ü; i=$((i+1)); done";
    try (LivePort live = shell(means, script)) {
      ready(live);
      String result = live.ask(1, "1").toString();
      assertThat(result).endsWith("line 19999 ü\\n\"}").startsWith("{\"exitCode\":0,\"output\":\"");
      String output =
          JsonMembers.of(result.getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .string("output", "");
      assertThat(output.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
          .isBetween((64 << 10) - 3, 64 << 10);
      live.until(() -> live.facts().lines(1).size() == 20_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void grandchildThatHoldsTheOutputIsKilledAfterTwoSeconds(LivePort.Means means) {
    try (LivePort live = shell(means, "sleep 1000 & echo $!; exit $1")) {
      ready(live);
      TaskAnswer.Failure failure = live.askFailing(1, "5");
      assertThat(failure.message()).isEqualTo("exit code 5");
      long child = Long.parseLong(live.facts().lines(1).getFirst());
      await().until(() -> !LivePort.isAlive(child));
      live.askFailing(1, "6");
    }
  }

  @ParameterizedTest
  @EnumSource
  void grandchildThatHoldsNothingGoesWithItsParent(LivePort.Means means) {
    try (LivePort live = shell(means, "sleep 1000 >/dev/null 2>&1 & echo $!")) {
      ready(live);
      live.ask(1, "1");
      long child = Long.parseLong(live.facts().lines(1).getFirst());
      await().until(() -> !LivePort.isAlive(child));
    }
  }

  @ParameterizedTest
  @EnumSource
  void idleSlotEndsAtOnceAndABusyOneAfterItsTasks(LivePort.Means means) {
    try (LivePort live = shell(means, "read -r go < fifo; echo $1")) {
      assertThat(shellRun("mkfifo " + directory.resolve("fifo"))).isZero();
      ready(live);
      live.port().spawn(2);
      live.port().stop(2);
      assertThat(live.end(2)).isEqualTo(new ExitStatus.Exited(0));
      live.give(1, "1");
      live.until(() -> live.facts().first("spawned", 1).isPresent());
      live.give(1, "2");
      live.port().stop(1);
      assertThat(live.facts().first("bye", 1)).isEmpty();
      shellRun("echo go > " + directory.resolve("fifo"));
      live.until(() -> live.facts().count("answer") == 1);
      shellRun("echo go > " + directory.resolve("fifo"));
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().all().stream().filter(it -> it.worker() == 1))
          .extracting(RecordedFacts.Fact::what)
          .containsSubsequence("answer", "answer", "bye");
    }
  }

  private static int shellRun(String script) {
    try {
      return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
    } catch (IOException | InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program, there is no program no-such-program on the PATH; install it or name another",
    "./nothing, the program ./nothing does not exist; install it or name another one with"
        + " `command`",
    "/etc/passwd, the program /etc/passwd may not be executed; make it executable or name another"
  })
  void missingProgramIsASentenceBeforeAnyTask(String program, String reason) {
    for (LivePort.Means means : LivePort.Means.values()) {
      try (LivePort live = open(means, program)) {
        live.port().spawn(1);
        assertThat(live.await("spawnFailed", 1).value().toString()).startsWith(reason);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingDirectoryIsASentence(LivePort.Means means) {
    Path gone = directory.resolve("gone");
    var echo = new WorkerSettings.Program.Command(List.of("echo"), false);
    try (LivePort live = new LivePort(means, LivePort.settings(gone, echo))) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("the workers' directory " + gone + " does not exist");
    }
  }

  @ParameterizedTest
  @EnumSource
  void programOfAnItemThatIsMissingIsItsFailure(LivePort.Means means) throws IOException {
    Files.writeString(directory.resolve("text"), "no program");
    assertThat(directory.resolve("text").toFile().setExecutable(true)).isTrue();
    try (LivePort live = open(means, "{}", "argument")) {
      ready(live);
      assertThat(live.ask(1, "\"echo\"")).isEqualTo(done("argument\\n"));
      assertRefused(
          live,
          "\"./gone\"",
          "the program ./gone does not exist; install it or name another one with `command`");
      if (means == LivePort.Means.NATIVE) {
        assertRefused(
            live,
            "\"./text\"",
            "the program ./text could not be started: it is not a program for this machine"
                + " (ENOEXEC); a script begins with #! and its interpreter");
      }
      assertThat(live.ask(1, "\"echo\"")).isEqualTo(done("argument\\n"));
    }
  }

  @Test
  void commandLineThatIsTooLongIsAFailureWithTheRemedy() {
    try (LivePort live = open(LivePort.Means.NATIVE, "echo")) {
      ready(live);
      assertRefused(
          live,
          "\"" + "x".repeat(200_000) + "\"",
          "the program echo could not be started: the command line is too long (E2BIG; a single"
              + " argument may have 128 KiB); hand the item over with `stdin: item`");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeLeavesNothingBehind(LivePort.Means means) {
    long child;
    try (LivePort live = shell(means, "sleep 1000 & echo $!; wait")) {
      ready(live);
      live.give(1, "1");
      live.until(() -> !live.facts().lines(1).isEmpty());
      child = Long.parseLong(live.facts().lines(1).getFirst());
    }
    await().until(() -> !LivePort.isAlive(child));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsToldOfAReleasedSlot(LivePort.Means means) {
    try (LivePort live = shell(means, "echo $1; sleep $1")) {
      ready(live);
      live.give(1, "1000");
      live.until(() -> !live.facts().lines(1).isEmpty());
      live.port().release(1);
      int told = live.facts().all().size();
      live.port().spawn(1);
      assertThat(live.ask(1, "0")).isEqualTo(done("0\\n"));
      assertThat(live.facts().all().subList(told, live.facts().all().size()))
          .extracting(RecordedFacts.Fact::what)
          .containsExactly("ready", "spawned", "output", "answer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void releasedSlotIsSilentInTheMidstOfPrinting(LivePort.Means means) {
    try (LivePort live = shell(means, "[ $1 = 0 ] || yes")) {
      ready(live);
      live.give(1, "1");
      live.until(() -> live.facts().lineCount(1) > 100);
      live.port().release(1);
      int told = live.facts().all().size();
      live.port().spawn(1);
      assertThat(live.ask(1, "0")).isEqualTo(done(""));
      assertThat(live.facts().all().subList(told, live.facts().all().size()))
          .extracting(RecordedFacts.Fact::what)
          .containsExactly("ready", "spawned", "answer");
    }
  }

  @Test
  void identityIsTheOneThatTheKernelTells() {
    try (LivePort live = shell(LivePort.Means.NATIVE, "read -r stat < /proc/$$/stat; echo $stat")) {
      ready(live);
      for (int i = 0; i < 30; i++) {
        live.ask(1, "1");
      }
      List<ProcessIdentity> told =
          live.facts().all().stream()
              .filter(it -> it.what().equals("spawned"))
              .map(it -> (ProcessIdentity) it.value())
              .toList();
      for (int i = 0; i < 30; i++) {
        String[] fields = live.facts().lines(1).get(i).split(" ", -1);
        assertThat(told.get(i).pid()).isEqualTo(Long.parseLong(fields[0]));
        assertThat(told.get(i).startTicks()).isEqualTo(Long.parseLong(fields[21]));
      }
    }
  }

  @Test
  void processHasItsFourDescriptorsAndNoOther() {
    try (LivePort live = open(LivePort.Means.NATIVE, "sh", "-c", "ls /proc/$$/fd")) {
      live.port().spawn(2);
      ready(live);
      assertThat(live.ask(1, "1")).isEqualTo(done("0\\n1\\n2\\n3\\n"));
    }
  }

  @Test
  void descriptorsAndZombiesDoNotLeak() throws IOException {
    try (LivePort live = shell(LivePort.Means.NATIVE, "[ $1 = 9 ] && kill -9 $$; exit 0")) {
      ready(live);
      live.ask(1, "0");
      long before = descriptors();
      for (int i = 0; i < 50; i++) {
        live.ask(1, "0");
      }
      live.give(1, "9");
      live.end(1);
      live.port().release(1);
      live.port().spawn(1);
      assertThat(live.ask(1, "0")).isEqualTo(done(""));
      live.until(() -> descriptors() <= before);
      live.until(() -> zombies() == 0);
    }
  }

  @Test
  void guardThatEndsAfterTheCloseBecomesNoZombie() {
    LateGuard.becomesNoZombie(() -> shell(LivePort.Means.NATIVE, "exit 0"));
  }

  private static long descriptors() {
    String[] all = Path.of("/proc/self/fd").toFile().list();
    return all == null ? 0 : all.length;
  }

  private static long zombies() {
    return ProcessHandle.current().children().filter(it -> !LivePort.isAlive(it.pid())).count();
  }
}
