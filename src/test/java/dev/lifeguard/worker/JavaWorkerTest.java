package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Java workers, with real virtual machines.
@NotOnWindows
final class JavaWorkerTest {
  private static final int SIGKILL = 9;
  private static final String TASKS = "dev.lifeguard.worker.JavaTasks";

  @TempDir private Path directory;

  private WorkerSettings settings(String className, int limit, String... flags) {
    List<String> all = new ArrayList<>(List.of("-Xmx48m", "-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(flags));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new WorkerSettings(
        new WorkerSettings.Program.Java(Optional.of(java), className, List.of(testClasses()), all),
        directory,
        Map.of(),
        new WorkerSettings.MemoryHold.None(),
        limit);
  }

  private LivePort open(LivePort.Means means) {
    return new LivePort(means, settings(TASKS, 1 << 20));
  }

  private static Path testClasses() {
    String place =
        Objects.requireNonNull(JavaTasks.class.getResource("JavaTasks.class")).toString();
    String path = "/" + TASKS.replace('.', '/') + ".class";
    return Path.of(URI.create(place.substring(0, place.length() - path.length())));
  }

  @ParameterizedTest
  @EnumSource
  void itemsAndResultsAreJavasOwnObjects(LivePort.Means means) {
    try (LivePort live = open(means)) {
      ProcessIdentity process = live.start(1);
      assertThat(live.await("ready", 1).value().toString()).startsWith("Java ");
      String item = "[\"echo\", {\"a\": [1, -2.5, \"ü\\u00fc\\n\", null, true]}]";
      assertThat(live.ask(1, item)).isEqualTo("{\"a\":[1,-2.5,\"üü\\n\",null,true]}");
      assertThat(live.ask(1, "[\"type\", 9223372036854775807]")).isEqualTo("\"Long\"");
      assertThat(live.ask(1, "[\"type\", 9223372036854775808]")).isEqualTo("\"BigInteger\"");
      assertThat(live.ask(1, "[\"type\", 1.0]")).isEqualTo("\"Double\"");
      assertThat(live.ask(1, "[\"type\", false]")).isEqualTo("\"Boolean\"");
      assertThat(live.ask(1, "[\"type\", null]")).isEqualTo("\"null\"");
      assertThat(live.ask(1, "\"many\"")).isEqualTo("[1,2.5,\"c\",[3],{\"k\":true},1E+3,\"ü\"]");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().count("bye")).isEqualTo(1);
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(process.pid()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatATaskThrowsIsItsFailureAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      TaskAnswer.Failure failure = live.askFailing(1, "\"throw\"");
      assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
      assertThat(failure.message()).isEqualTo("outer");
      assertThat(JsonMembers.of(failure.json().utf8()).string("traceback", ""))
          .contains("Caused by: java.io.IOException: inner", "JavaTasks.apply")
          .doesNotContain("javaworker");
      assertFailure(live, "\"overflow\"", "java.lang.StackOverflowError", "");
      assertFailure(live, "\"assertion\"", "java.lang.AssertionError", "not so");
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
  void resultThatJsonCannotCarryIsAFailure(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      String cannot = "the result cannot be JSON: ";
      assertFailure(
          live, "\"optional\"", "TypeError", cannot + "it is or holds a java.util.Optional");
      assertFailure(live, "\"path\"", "TypeError", cannot + "it is or holds a sun.nio.fs.UnixPath");
      assertFailure(live, "\"key\"", "TypeError", cannot + "a key of a map in it is a java.util.");
      assertFailure(live, "\"nan\"", "ValueError", cannot + "it is or holds NaN");
      assertFailure(
          live, "\"circle\"", "ValueError", cannot + "a java.util.HashMap in it holds it");
      assertFailure(live, "[\"deep\", 501]", "ValueError", cannot + "it is nested deeper than 500");
      assertFailure(
          live, "[\"long\", 1048576]", "ValueError", cannot + "it is longer than the lim");
      assertThat(live.ask(1, "[\"long\", 1048574]").toString()).hasSize(1048576);
      assertThat(live.ask(1, "[\"deep\", 499]").toString()).hasSize(999);
    }
  }

  @Test
  void largeResultArrivesWhole() {
    WorkerSettings settings = settings(TASKS, 64 << 20, "-Xmx200m");
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings)) {
      live.start(1);
      assertThat(live.ask(1, "[\"long\", 20000000]").toString()).hasSize(20_000_002);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPrintedNeverBreaksTheProtocol(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      assertThat(live.ask(1, "[\"print\", \"hallo ü\"]")).isEqualTo("\"hallo ü\"");
      if (means == LivePort.Means.NATIVE) {
        assertThat(live.facts().lines(1)).containsExactly("hallo ü to out", "hallo ü unended");
      } else {
        // A thread of its own reads it, perhaps after the answer; the first answer that comes after
        // that ends the line.
        live.until(() -> {
          live.ask(1, "[\"echo\", 1]");
          return live.facts().lines(1).contains("hallo ü unended");
        });
      }
      assertThat(live.ask(1, "\"child\"")).isEqualTo("0");
      live.until(() -> live.facts().lines(1).contains("from a child"));
      assertThat(live.facts().count("violation")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void secondTaskMayWait(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      live.give(1, "[\"echo\", 1]");
      live.give(1, "[\"echo\", 2]");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().all().stream().filter(it -> it.what().equals("answer")))
          .extracting(RecordedFacts.Fact::value)
          .containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void softTimeLimitInterruptsItsTaskAndNoOther(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      live.give(1, "\"wait\"");
      live.until(() -> live.facts().lines(1).contains("waiting"));
      live.port().interrupt(1, 1, 2);
      live.port().interrupt(1, 2, 1);
      live.port().dump(1);
      live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.contains("waitForEver")));
      assertThat(live.facts().count("answer")).isZero();
      live.port().interrupt(1, 1, 1);
      live.until(() -> live.facts().count("answer") == 1);
      assertThat(live.facts().first("answer", 1).orElseThrow().value())
          .isEqualTo("\"interrupted\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void exhaustedHeapEndsTheWorkerWithCodeThree(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      live.give(1, "\"heap\"");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(3));
      live.until(() ->
          live.facts()
              .lines(1)
              .contains("Terminating due to java.lang.OutOfMemoryError: Java heap space"));
      live.start(2);
      live.give(2, "\"no heap\"");
      assertThat(live.end(2)).isEqualTo(new ExitStatus.Exited(3));
      live.until(() ->
          live.facts()
              .lines(2)
              .contains("Terminating due to java.lang.OutOfMemoryError: of my own"));
      assertThat(live.facts().count("violation")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void exitInATaskIsTheEndOfTheWorker(LivePort.Means means) {
    try (LivePort live = open(means)) {
      live.start(1);
      live.give(1, "[\"exit\", 7]");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(7));
      assertThat(live.facts().count("bye")).isZero();
    }
  }

  @Test
  void killedWorkerIsToldAsKilled() {
    try (LivePort live = open(LivePort.Means.NATIVE)) {
      live.start(1);
      live.give(1, "\"wait\"");
      live.until(() -> live.facts().lines(1).contains("waiting"));
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Signalled(SIGKILL, false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Missing, 'there is no class com.acme.Missing on the class path ('",
    "java.lang.String, the class java.lang.String does not implement java.util.function.Function",
    "dev.lifeguard.worker.JavaWorkerTest$Hidden, 'the class"
        + " dev.lifeguard.worker.JavaWorkerTest$Hidden is not public'",
    "dev.lifeguard.worker.JavaWorkerTest$Unready, 'java.lang.ExceptionInInitializerError'"
  })
  void classThatCannotBeUsedIsNamed(String className, String reason) {
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings(className, 1 << 20))) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value().toString()).startsWith(reason);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(3));
    }
  }

  /// Not public.
  static final class Hidden implements java.util.function.Function<Object, Object> {
    @Override
    public Object apply(Object item) {
      return item;
    }
  }

  /// Cannot be initialized.
  public static final class Unready implements java.util.function.Function<Object, Object> {
    private static final int BROKEN = Integer.parseInt("no number");

    @Override
    public Object apply(Object item) {
      return BROKEN;
    }
  }

  @Test
  void missingPartOfTheClassPathIsNamed() {
    Path gone = directory.resolve("gone.jar");
    WorkerSettings settings =
        LivePort.settings(
            directory,
            new WorkerSettings.Program.Java(
                Optional.of(System.getProperty("java.home") + "/bin/java"),
                "com.acme.Missing",
                List.of(gone),
                List.of()));
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings)) {
      live.port().spawn(1);
      assertThat(live.await("startFailed", 1).value())
          .isEqualTo(
              "there is no class com.acme.Missing on the class path; this part of it does not"
                  + " exist: "
                  + gone);
    }
  }

  @Test
  void javaHomeOfTheJobNamesTheLauncher() throws IOException {
    Path home = directory.resolve("jdk");
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("java");
    String real = System.getProperty("java.home") + "/bin/java";
    Files.writeString(launcher, "#!/bin/sh\nexec " + real + " -Dby=wrapper \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    WorkerSettings settings =
        new WorkerSettings(
            new WorkerSettings.Program.Java(
                Optional.empty(), TASKS, List.of(testClasses()), List.of()),
            directory,
            Map.of("JAVA_HOME", home.toString()),
            new WorkerSettings.MemoryHold.None(),
            1 << 20);
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings)) {
      live.start(1);
      assertThat(live.ask(1, "[\"property\", \"by\"]")).isEqualTo("\"wrapper\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftInTheTemporaryDirectory(LivePort.Means means) throws IOException {
    String prefix = "lifeguard-java-" + ProcessHandle.current().pid() + "-";
    List<Path> before = laidOut(prefix);
    try (LivePort live = open(means)) {
      live.start(1);
      assertThat(laidOut(prefix)).hasSize(before.size() + 1);
    }
    assertThat(laidOut(prefix)).isEqualTo(before);
  }

  private static List<Path> laidOut(String prefix) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(it -> it.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  @Test
  void whatAKilledLifeguardLeftIsTakenAway() throws IOException {
    // No process has this number: it is the largest that Linux can give, plus one.
    Path left = Files.createTempDirectory("lifeguard-java-4194305-");
    Files.createFile(left.resolve("lifeguard-java-worker.jar"));
    JavaShim.layOut().takeAway();
    assertThat(left).doesNotExist();
  }

  @Test
  void everyClassOfOurSideIsInTheJar() throws IOException {
    String main = "/dev/lifeguard/javaworker/Worker.class";
    String place = Objects.requireNonNull(WorkerPort.class.getResource(main)).toString();
    try (Stream<Path> all = Files.list(Path.of(URI.create(place)).getParent())) {
      assertThat(all.map(it -> it.getFileName().toString().replace(".class", "")))
          .filteredOn(it -> !it.equals("package-info"))
          .filteredOn(it -> !it.endsWith("Test"))
          .containsExactlyInAnyOrderElementsOf(JavaShim.CLASSES);
    }
  }
}
