package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only the native port can do.
@NotOnWindows
final class NativePortTest {
  private static final int SIGKILL = 9;

  @TempDir private Path directory;

  private LivePort open() {
    return LivePort.open(LivePort.Means.NATIVE, directory);
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "137", "139", "255"})
  void exitCodeIsNeverTakenForASignal(int code) {
    try (LivePort live = open()) {
      live.start(1);
      live.give(1, "[\"leave\"," + code + "]");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(code));
    }
  }

  @ParameterizedTest
  @CsvSource({"9", "15", "10", "34"})
  void signalIsNeverTakenForAnExitCode(int signal) {
    try (LivePort live = open()) {
      live.start(1);
      live.give(1, "[\"kill_me\"," + signal + "]");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Signalled(signal, false));
    }
  }

  @Test
  void crashIsToldWithItsCoreFlagAndLeavesItsStack() throws IOException {
    Process limit = new ProcessBuilder("sh", "-c", "ulimit -H -c").start();
    String hard =
        new String(limit.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip();
    try (LivePort live = open()) {
      live.start(1);
      live.give(1, "\"crash_with_core\"");
      ExitStatus.Signalled end = (ExitStatus.Signalled) live.end(1);
      assertThat(end.signal()).isEqualTo(11);
      assertThat(live.facts().lines(1)).contains("Fatal Python error: Segmentation fault");
      assumeFalse(hard.equals("0") || pattern.isEmpty(), "core files are forbidden here");
      assertThat(end.coreDumped()).isTrue();
    }
  }

  @Test
  void outputOfATaskIsToldBeforeItsAnswer() {
    try (LivePort live = open()) {
      live.start(1);
      for (int i = 0; i < 200; i++) {
        live.ask(1, "[\"say_part\", \"" + i + "\"]");
      }
      List<RecordedFacts.Fact> facts =
          live.facts().all().stream().filter(it -> !it.what().matches("spawned|ready")).toList();
      for (int i = 0; i < 200; i++) {
        assertThat(facts.get(2 * i).value()).isEqualTo(List.of(String.valueOf(i)));
        assertThat(facts.get(2 * i + 1).what()).isEqualTo("answer");
      }
    }
  }

  @Test
  void stragglerOfTheSessionGoesWithItsWorker() {
    try (LivePort live = open()) {
      live.start(1);
      long straggler = Long.parseLong(live.ask(1, "\"straggler\"").toString());
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
      assertThat(LivePort.isAlive(straggler)).isTrue();
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(straggler));
    }
  }

  @Test
  void stacksAreDumpedWhileATaskRuns() {
    try (LivePort live = open()) {
      live.start(1);
      live.give(1, "\"busy\"");
      live.until(() -> live.facts().lines(1).contains("busy"));
      live.port().dump(1);
      live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.endsWith(" in busy")));
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
    }
  }

  @Test
  void zombieIsKeptUntilReleaseAndThenReaped() {
    try (LivePort live = open()) {
      ProcessIdentity process = live.start(1);
      live.give(1, "[\"leave\", 0]");
      live.end(1);
      Path stat = Path.of("/proc/" + process.pid() + "/stat");
      assertThat(stat).exists();
      live.port().release(1);
      await().until(() -> !Files.exists(stat));
    }
  }

  @Test
  void guardThatEndsAfterTheCloseBecomesNoZombie() {
    LateGuard.becomesNoZombie(this::open);
  }

  @Test
  void descriptorsAndChildrenDoNotLeak() throws IOException {
    try (LivePort live = open()) {
      live.start(1);
      // Other tests of this JVM may have left some of either.
      long before = descriptors();
      long childrenBefore = children();
      for (int i = 2; i < 52; i++) {
        live.port().spawn(i);
        live.await("spawned", i);
        if (i % 2 == 0) {
          live.port().signal(i, SIGKILL);
          live.end(i);
        }
        live.port().release(i);
      }
      live.until(() -> children() <= childrenBefore);
      live.until(() -> descriptors() <= before);
    }
  }

  private static long children() {
    long here = ProcessHandle.current().pid();
    return ProcessHandle.of(here).orElseThrow().children().count();
  }

  private static long descriptors() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(it -> !isOfTheClassPath(it)).count();
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private static boolean isOfTheClassPath(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.endsWith(".jar") || target.endsWith("/fd");
    } catch (IOException gone) {
      return true;
    }
  }

  @Test
  void workerHasFourDescriptorsAndTheSeatsOfOthersAreFree() {
    try (LivePort live = open()) {
      live.start(1);
      live.start(2);
      // Its own three, the directory being listed, faulthandler's, two for messages, the lifeline.
      assertThat(live.ask(2, "\"descriptors\"")).isEqualTo("[0,1,2,3,100,101,102,103]");
    }
  }

  @Test
  void poolGoesOnWithoutAGuardThatEndsAgainAndAgain() {
    try (LivePort live = open()) {
      live.start(1);
      for (int replaced = 0; replaced < 3; replaced++) {
        List<Long> before = guards();
        assertThat(ShellKill.one(before.getFirst(), SIGKILL)).isTrue();
        live.until(() -> isOneOther(guards(), before));
      }
      assertThat(ShellKill.one(guards().getFirst(), SIGKILL)).isTrue();
      live.until(() -> guards().isEmpty());
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
      assertThat(live.ask(1, "[\"echo\", 2]")).isEqualTo("2");
      assertThat(guards()).isEmpty();
    }
  }

  private static boolean isOneOther(List<Long> now, List<Long> before) {
    return now.size() == 1 && !now.equals(before);
  }

  private static List<Long> guards() {
    return ProcessHandle.current()
        .children()
        .filter(it -> it.info().commandLine().orElse("").contains("lifeguard-guard"))
        .map(ProcessHandle::pid)
        .toList();
  }

  @Test
  void oneNoisyWorkerDoesNotStarveAnother() {
    try (LivePort live = open()) {
      live.start(1);
      live.start(2);
      live.give(1, "[\"print_much\", 150000]");
      live.give(2, "[\"echo\", \"quick\"]");
      live.until(() -> live.facts().count("answer") == 2);
      RecordedFacts.Fact first =
          live.facts().all().stream().filter(it -> it.what().equals("answer")).findFirst().get();
      assertThat(first.worker()).isEqualTo(2);
    }
  }
}
