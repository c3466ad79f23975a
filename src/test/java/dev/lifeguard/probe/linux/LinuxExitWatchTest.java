package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.testing.NotOnWindows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are not our children: a shell in between is their parent, and takes their status
/// at once.
@NotOnWindows
final class LinuxExitWatchTest {
  private final Queue<ExitWatch.Ending> endings = new ConcurrentLinkedQueue<>();
  private final Map<Long, Long> children = new ConcurrentHashMap<>();
  private final LinuxSys sys = LinuxSys.open().orElseThrow();
  @TempDir private Path directory;
  private Process shell;
  private BufferedReader said;
  private LinuxExitWatch watch;

  @BeforeEach
  void start() throws IOException {
    watch =
        LinuxExitWatch.open(
            sys,
            new ExitWatch.Listener() {
              @Override
              public void ended(ExitWatch.Ending ending) {
                endings.add(ending);
              }

              @Override
              public void started(ProcessIdentity parent, ProcessIdentity child) {
                children.put(child.pid(), parent.pid());
              }
            },
            System::nanoTime);
    shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
    said =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    watch.close();
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }

  private void tell(String command) throws IOException {
    shell.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().flush();
  }

  private ProcessIdentity child(String command) throws IOException {
    tell(command + " & echo $!");
    return ProcessIdentities.of(Long.parseLong(said.readLine())).orElseThrow();
  }

  private ExitStatus statusOf(ProcessIdentity process) {
    await().until(() -> endings.stream().anyMatch(it -> it.process().isSameAs(process)));
    return endings.stream()
        .filter(it -> it.process().isSameAs(process))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @Test
  void signalAndExitCodeOf137AreToldApart() throws IOException {
    Assumptions.assumeTrue(
        sys.tellsExitsOfOthers() || watch.tellsStarts(),
        "this kernel tells nobody but the parent how a process ended");
    ProcessIdentity killed = child("exec sleep 100");
    Path go = directory.resolve("go");
    ProcessIdentity exiting =
        child("bash -c 'until [ -e " + go + " ]; do sleep 0.02; done; exit 137'");
    assertThat(watch.watch(killed)).isTrue();
    assertThat(watch.watch(exiting)).isTrue();

    assertThat(watch.signal(killed, 9)).isEqualTo(ExitWatch.Sent.SENT);
    Files.createFile(go);

    assertThat(statusOf(killed)).isEqualTo(new ExitStatus.Signalled(9, false));
    assertThat(statusOf(exiting)).isEqualTo(new ExitStatus.Exited(137));
  }

  /// Its parent is stopped and takes no status, so that there is nothing but the zombie to ask.
  @Test
  void zombieThatMayBeLookedIntoTellsThatAllIsWell() throws IOException {
    Path go = directory.resolve("go");
    ProcessIdentity exiting = child("bash -c 'until [ -e " + go + " ]; do sleep 0.02; done'");
    assertThat(watch.watch(exiting)).isTrue();
    sys.forAnotherThread().kill(shell.pid(), 19);
    Files.createFile(go);
    assertThat(statusOf(exiting)).isEqualTo(new ExitStatus.Exited(0));
    sys.forAnotherThread().kill(shell.pid(), 18);
  }

  @Test
  void threeHundredDeathsAtOnceAreAllToldAndNoneTwice() throws IOException {
    tell("for i in $(seq 300); do sleep 100 & echo $!; done");
    List<ProcessIdentity> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      ProcessIdentity each = ProcessIdentities.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(watch.watch(each)).isTrue();
      all.add(each);
    }

    all.forEach(each -> watch.signal(each, 9));

    await().until(() -> endings.size() >= 300);
    assertThat(endings).extracting(ExitWatch.Ending::process).doesNotHaveDuplicates();
    assertThat(endings)
        .extracting(ExitWatch.Ending::process)
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void processThatIsGoneIsNotWatchedAndGetsNoSignal() throws IOException {
    ProcessIdentity process = child("exec sleep 100");
    ProcessIdentity earlier =
        new ProcessIdentity(process.pid(), process.startTicks() - 1, process.startedAtMillis());

    assertThat(watch.watch(earlier)).isFalse();
    assertThat(watch.signal(earlier, 9)).isEqualTo(ExitWatch.Sent.GONE);
    assertThat(ProcessHandle.of(process.pid()).orElseThrow().isAlive()).isTrue();
  }

  @Test
  void childrenOfWatchedProcessesAreToldAndWatched() throws IOException {
    Assumptions.assumeTrue(watch.tellsStarts(), "the kernel does not tell us of forks here");
    watch.watch(ProcessIdentities.of(shell.pid()).orElseThrow());

    ProcessIdentity process = child("exec sleep 100");
    await().until(() -> children.containsKey(process.pid()));
    sys.forAnotherThread().kill(process.pid(), 9);

    assertThat(children.get(process.pid())).isEqualTo(shell.pid());
    assertThat(statusOf(process)).isEqualTo(new ExitStatus.Signalled(9, false));
  }

  @Test
  void onlyWhatIsThereMayBeLookedInto() {
    assertThat(LinuxExitWatch.mayLook(ProcessHandle.current().pid())).isTrue();
    assertThat(LinuxExitWatch.mayLook(shell.pid())).isTrue();
    assertThat(LinuxExitWatch.mayLook(1L << 40)).isFalse();
  }

  @Test
  void lastFieldOfAStatIsTheStatus() {
    assertThat(LinuxExitWatch.lastField("1 (a b) Z 1 2 3 35072\n")).hasValue(35072);
    assertThat(LinuxExitWatch.lastField("1 (a b) Z 1 2 x")).isEmpty();
    assertThat(RawStatus.of(35072)).isEqualTo(new ExitStatus.Exited(137));
    assertThat(RawStatus.of(0x8b)).isEqualTo(new ExitStatus.Signalled(11, true));
  }
}
