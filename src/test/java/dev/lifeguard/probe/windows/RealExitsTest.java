package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How processes end, stand still and go on, with the real functions of Windows.
final class RealExitsTest extends OnRealWindows {
  @Test
  void suspendedProcessIsStoppedAndGoesOn() {
    Victim victim = start("spin");
    ProcessIdentity identity = victim.identity();
    awaitUse(identity);
    ExitWatch watch = watch(new ConcurrentHashMap<>());

    assertThat(watch.signal(identity, 19)).isEqualTo(ExitWatch.Sent.SENT);
    if (WindowsLab.IS_WINDOWS) { // Wine does not tell why a thread waits.
      assertThat(ProcessList.now(win32).of(identity).orElseThrow().state())
          .isEqualTo(RunState.STOPPED);
    }
    Victim clock = start("spin");
    awaitUse(clock.identity());
    long stood = cpuNanos(identity);
    awaitUse(clock.identity());
    assertThat(cpuNanos(identity)).isEqualTo(stood);

    assertThat(watch.signal(identity, 18)).isEqualTo(ExitWatch.Sent.SENT);
    await().until(() -> cpuNanos(identity) > stood);
  }

  private static ExitWatch.Ending of(
      Map<ProcessIdentity, ExitWatch.Ending> endings, ProcessIdentity process) {
    return Optional.ofNullable(endings.get(process)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 7,        7",
    "exit 259,      259", // STILL_ACTIVE, which is no code of a living process
    "exit 65536,    65536",
    "read-nothing,  0xC0000005",
    "overflow,      0xC00000FD",
    "fast-fail,     0xC0000409",
  })
  void exitCodeOfAForeignProcessIsTold(String words, String expected) {
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    ExitWatch watch = watch(endings);
    Victim victim = suspended(words);
    ProcessIdentity identity = victim.identity();
    assertThat(watch.watch(identity)).isTrue();
    victim.go();
    await(words).until(() -> endings.containsKey(identity));
    assertThat(of(endings, identity).status())
        .isEqualTo(new ExitStatus.Windows((int) (long) Long.decode(expected)));
    assertThat(of(endings, identity).source()).isEqualTo("exit code");
  }

  @Test
  void killedProcessHasTheCodeOfTheKill() {
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    ExitWatch watch = watch(endings);
    Victim victim = start("sleep");
    ProcessIdentity identity = victim.identity();
    watch.watch(identity);
    assertThat(watch.signal(identity, 2)).isEqualTo(ExitWatch.Sent.NOT_ALLOWED);
    assertThat(watch.signal(identity, 9)).isEqualTo(ExitWatch.Sent.SENT);
    await().until(() -> endings.containsKey(identity));
    assertThat(of(endings, identity).status())
        .isEqualTo(new ExitStatus.Windows(WindowsCode.ENDED_BY_LIFEGUARD));
    assertThat(watch.signal(identity, 9)).isEqualTo(ExitWatch.Sent.GONE);
  }

  @Test
  void endOfAProcessThatIsStillHeldIsToldLater() {
    Victim victim = suspended("exit 7");
    ProcessIdentity identity = victim.identity();
    victim.go();
    assertThat(victim.exitCode()).isEqualTo(7);
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    assertThat(watch(endings).watch(identity)).isTrue();
    await().until(() -> endings.containsKey(identity));
    assertThat(of(endings, identity).status()).isEqualTo(new ExitStatus.Windows(7));
  }

  @Test
  void workerThatReadsAPipeToWhichNobodyWritesIsStuck() {
    assumeTrue(WindowsLab.IS_WINDOWS, "Wine does not tell why a thread waits");
    Victim reader = start("read-pipe");
    WaitProbe.Subject subject = new WaitProbe.Subject(1, reader.identity(), 0);
    WaitProbe waits = probes().waits(reader.identity(), System::nanoTime);
    opened.add(waits);
    await()
        .pollInSameThread()
        .until(() -> {
          waits.beginRound(List.of(1));
          return waits.look(subject).orElseThrow().kind() == ThreadWait.Kind.STUCK;
        });
  }

  @Test
  void workerThatDoesNothingWaitsAndOneThatComputesMoves() {
    Victim still = suspended("sleep");
    Victim busy = start("spin");
    WaitProbe.Subject first = new WaitProbe.Subject(1, still.identity(), 0);
    WaitProbe.Subject second = new WaitProbe.Subject(2, busy.identity(), 0);
    WaitProbe waits = probes().waits(still.identity(), System::nanoTime);
    opened.add(waits);
    waits.beginRound(List.of(1, 2));
    long began = System.nanoTime();
    assertThat(waits.look(first).orElseThrow().kind()).isEqualTo(ThreadWait.Kind.MOVES);
    assertThat(waits.look(second).orElseThrow().kind()).isEqualTo(ThreadWait.Kind.MOVES);
    // Processor time is counted in steps.
    await()
        .pollInSameThread()
        .until(() -> {
          waits.beginRound(List.of(1, 2));
          ThreadWait now = waits.look(second).orElseThrow();
          return now.kind() == ThreadWait.Kind.MOVES;
        });
    ThreadWait wait = waits.look(first).orElseThrow();
    assertThat(wait.kind()).isEqualTo(ThreadWait.Kind.WAITS);
    assertThat(wait.sinceNanos()).isGreaterThanOrEqualTo(began);
    if (WindowsLab.IS_WINDOWS) { // Wine does not tell why a thread waits.
      assertThat(wait.words()).isEqualTo("is suspended");
    }
    waits.beginRound(List.of());
    assertThat(waits.look(first).orElseThrow().kind()).isEqualTo(ThreadWait.Kind.MOVES);
  }
}
