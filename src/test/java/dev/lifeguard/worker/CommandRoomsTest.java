package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Commands with a memory limit, in a cgroup for each slot; their environment, by which they are
/// known without; and what they leave behind.
@NotOnWindows
final class CommandRoomsTest {
  private static final long LIMIT = 64L << 20;
  // A daemon that has left its group and its session, and holds no output.
  private static final String DAEMON =
      """
      case $1 in
      daemon) setsid sh -c 'echo $$ > daemon; exec sleep 600' </dev/null >/dev/null 2>&1 &
        while [ ! -s daemon ]; do sleep 0.01; done ;;
      daemon-and-die) setsid sh -c 'echo $$ > daemon; exec sleep 600' </dev/null >/dev/null 2>&1 &
        while [ ! -s daemon ]; do sleep 0.01; done
        kill -9 $$ ;;
      esac
      echo $1
      """;
  private static final String MEMORY =
      "import sys; print(len(bytearray(int(sys.argv[1]) << 20)) >> 20)";

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means, WorkerSettings.MemoryHold hold, String... arguments) {
    return new LivePort(
        means,
        new WorkerSettings(
            new WorkerSettings.Program.Command(List.of(arguments), false),
            directory,
            Map.of(),
            hold,
            1 << 20));
  }

  private long daemon() throws Exception {
    return Long.parseLong(Files.readString(directory.resolve("daemon")).strip());
  }

  private static void ready(LivePort live) {
    live.port().spawn(1);
    live.await("ready", 1);
  }

  @ParameterizedTest
  @EnumSource
  void commandOverItsLimitIsKilledByTheKernelAndItsSlotGoesOn(LivePort.Means means) {
    WorkerCgroups cgroups = RoomsTest.cgroups(OptionalLong.of(LIMIT));
    var hold = new WorkerSettings.MemoryHold.OwnCgroup(cgroups);
    try (LivePort live = open(means, hold, LivePort.python(), "-c", MEMORY, "{}")) {
      ready(live);
      assertThat(live.ask(1, "20")).asString().contains("20\\n");
      live.give(1, "200");
      assertThat(live.end(1))
          .isIn(new ExitStatus.Signalled(9, false), new ExitStatus.Ambiguous(128 + 9));
      assertThat(cgroups.account(1, System.nanoTime()).orElseThrow().kills()).isEqualTo(1);
      live.port().release(1);
      ready(live);
      assertThat(live.ask(1, "30")).asString().contains("30\\n");
    }
    assertThat(cgroups.directory()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void eachSlotHasItsOwnCgroup(LivePort.Means means) {
    WorkerCgroups cgroups = RoomsTest.cgroups(OptionalLong.of(LIMIT));
    var hold = new WorkerSettings.MemoryHold.OwnCgroup(cgroups);
    try (LivePort live = open(means, hold, "sh", "-c", "cat /proc/self/cgroup", "sh", "{}")) {
      ready(live);
      String room = cgroups.directory().getFileName() + "/worker-1\\n";
      assertThat(live.ask(1, "1")).asString().contains(room);
      assertThat(live.ask(1, "2")).asString().contains(room);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAttemptLeavesInItsCgroupIsGoneWhenTheNextOneStarts(LivePort.Means means)
      throws Exception {
    WorkerCgroups cgroups = RoomsTest.cgroups(OptionalLong.of(LIMIT));
    var hold = new WorkerSettings.MemoryHold.OwnCgroup(cgroups);
    try (LivePort live = open(means, hold, "sh", "-c", DAEMON, "sh", "{}")) {
      ready(live);
      live.ask(1, "\"daemon\"");
      long first = daemon();
      Files.delete(directory.resolve("daemon"));
      live.ask(1, "\"daemon\"");
      Patience.await().until(() -> !LivePort.isAlive(first));
      assertThat(LivePort.isAlive(daemon())).isTrue();
    }
    long last = daemon();
    Patience.await().until(() -> !LivePort.isAlive(last));
    assertThat(cgroups.directory()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void variablesOfAnOuterLifeguardAreNotInherited(LivePort.Means means) {
    Map<String, String> outer = Map.of("LIFEGUARD_TASK", "77", "LIFEGUARD_WORKER", "77");
    var command =
        new WorkerSettings.Program.Command(
            List.of("sh", "-c", "env | grep -c '^LIFEGUARD_[AWT]'"), false);
    var none = new WorkerSettings.MemoryHold.None();
    WorkerSettings settings = new WorkerSettings(command, directory, outer, none, 1 << 20);
    try (LivePort live = new LivePort(means, settings)) {
      ready(live);
      assertThat(live.ask(1, "1")).asString().contains("\"3\\n");
    }
  }

  @Test
  void daemonOfAnAttemptEndsWithTheJobWhereThereAreNoCgroups() throws Exception {
    var none = new WorkerSettings.MemoryHold.None();
    try (LivePort live = open(LivePort.Means.NATIVE, none, "sh", "-c", DAEMON, "sh", "{}")) {
      ready(live);
      live.ask(1, "\"daemon\"");
      live.ask(1, "\"another\"");
      assertThat(LivePort.isAlive(daemon())).as("it was left on purpose").isTrue();
    }
    long daemon = daemon();
    Patience.await().until(() -> !LivePort.isAlive(daemon));
  }

  @Test
  void daemonOfAnAttemptThatDiedIsFoundByItsMarks() throws Exception {
    var none = new WorkerSettings.MemoryHold.None();
    try (LivePort live = open(LivePort.Means.NATIVE, none, "sh", "-c", DAEMON, "sh", "{}")) {
      ready(live);
      live.ask(1, "\"daemon\"");
      long others = daemon();
      Files.delete(directory.resolve("daemon"));
      live.give(1, "\"daemon-and-die\"");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Signalled(9, false));
      long its = daemon();
      live.port().release(1);
      live.until(() -> !LivePort.isAlive(its));
      assertThat(LivePort.isAlive(others)).as("another attempt's").isTrue();
    }
  }
}
