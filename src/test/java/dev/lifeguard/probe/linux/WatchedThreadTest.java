package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.probe.PythonProcess;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.ThreadWait.Kind;
import dev.lifeguard.probe.WaitProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What is read of a thread that sleeps on is read once, if it was known.
@EnabledOnOs(OS.LINUX)
final class WatchedThreadTest {
  private static final Wait OPENS_A_PIPE = KernelWait.ofOpening("wait_for_partner");

  private final ArrayDeque<Wait> told = new ArrayDeque<>();
  private final OpenFiles files = new OpenFiles();
  private final ChildFinder finder = new TaskChildren(files);
  private PythonProcess python;
  private WatchedThread thread;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
    var identity = ProcessIdentities.of(python.pid()).orElseThrow();
    thread =
        new WatchedThread(
            new WaitProbe.Subject(1, identity, python.pid()),
            (_, _) -> Optional.ofNullable(told.size() > 1 ? told.poll() : told.peek()),
            files,
            finder,
            OptionalLong.empty());
    python.tell("import time; time.sleep(600)");
    // From now on it does not run any more.
    await().until(() -> isAsleep(python.pid()));
  }

  private static boolean isAsleep(long pid) {
    return WaitReader.read(pid, pid).map(Wait::words).orElse("").startsWith("sleeps");
  }

  @AfterEach
  void end() {
    thread.close();
    python.close();
  }

  private void until(Kind kind, String words) {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          finder.beginRound();
          ThreadWait seen = thread.look(System.nanoTime(), false).orElseThrow();
          return seen.kind() == kind && seen.words().equals(words);
        });
  }

  @Test
  void placeThatTheKernelDidNotTellIsAskedForAgain() {
    told.add(KernelWait.ofOpening("0"));
    until(Kind.WAITS, "opens a file");
    told.addAll(List.of(KernelWait.ofOpening("0"), OPENS_A_PIPE));
    until(Kind.STUCK, OPENS_A_PIPE.words());
  }

  @Test
  void placeThatTheKernelDidTellIsKept() {
    told.add(KernelWait.ofOpening("nfs_wait_bit_killable"));
    until(Kind.WAITS, "opens a file");
    told.clear();
    told.add(OPENS_A_PIPE);
    finder.beginRound();
    assertThat(thread.look(System.nanoTime(), false).orElseThrow().words())
        .isEqualTo("opens a file");
  }
}
