package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is called stuck on Windows, by lists of processes as the kernel would tell them.
final class StandstillsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int RUNNING = 2;
  private static final int WAITING = 5;
  private static final int EXECUTIVE = 0;
  private static final int SUSPENDED = 5;
  private static final int USER_REQUEST = 6;
  private static final int LOCK = 37;

  private static final ProcessIdentity WORKER = new ProcessIdentity(100, 1, 1);
  private static final Subject SUBJECT = new Subject(1, WORKER, 7);

  private final Standstills standstills = new Standstills();

  private static ThreadRow thread(long tid, int switches, int state, int reason) {
    return new ThreadRow(tid, 0, 0, switches, state, reason);
  }

  private static ProcessRow process(
      long pid, long parent, String name, long cpuNanos, long traffic, ThreadRow... threads) {
    return new ProcessRow(
        new ProcessIdentity(pid, 1, 1),
        parent,
        name,
        cpuNanos,
        new ProcessRow.Sizes(0, 0, 0, 0, 0),
        traffic,
        0,
        List.of(threads));
  }

  /// A worker whose task's thread is number 7; another one reads messages.
  private static ProcessRow worker(long cpuNanos, long traffic, int switches, int reason) {
    return process(
        100,
        1,
        "python.exe",
        cpuNanos,
        traffic,
        thread(6, 0, WAITING, EXECUTIVE),
        thread(7, switches, WAITING, reason));
  }

  private ThreadWait look(long atSeconds, ProcessRow... rows) {
    return standstills
        .look(new ProcessList(List.of(rows)), SUBJECT, atSeconds * SECOND, false)
        .orElseThrow();
  }

  private ThreadWait.Kind kind(long atSeconds, ProcessRow... rows) {
    return look(atSeconds, rows).kind();
  }

  @Test
  void whoWaitsForATransferAndDoesNothingIsStuck() {
    assertThat(kind(1, worker(5, 5, 5, EXECUTIVE))).isEqualTo(ThreadWait.Kind.MOVES);
    ThreadWait wait = look(61, worker(5, 5, 5, EXECUTIVE));
    assertThat(wait)
        .isEqualTo(
            new ThreadWait(
                ThreadWait.Kind.STUCK,
                SECOND,
                "waits for a pipe, a file or a device, without a deadline",
                List.of(
                    new Evidence(
                        "task thread",
                        "thread 7 waits for a pipe, a file or a device, without a deadline"
                            + " (Executive)",
                        61 * SECOND),
                    new Evidence(
                        "processor time",
                        "the process used less than 1 % of a processor, read and wrote nothing for"
                            + " 60.0 s",
                        61 * SECOND))));
  }

  @Test
  void whoWaitsForALockOrAnEventMayHaveADeadline() {
    look(1, worker(5, 5, 5, LOCK));
    assertThat(kind(61, worker(5, 5, 5, LOCK))).isEqualTo(ThreadWait.Kind.WAITS);
    assertThat(kind(62, worker(5, 5, 5, USER_REQUEST))).isEqualTo(ThreadWait.Kind.WAITS);
    assertThat(look(63, worker(5, 5, 5, LOCK)).words()).isEqualTo("waits for a lock");
  }

  @Test
  void whoRanReadOrComputedHasMoved() {
    look(1, worker(5, 5, 5, EXECUTIVE));
    assertThat(kind(2, worker(5, 5, 6, EXECUTIVE))).as("ran").isEqualTo(ThreadWait.Kind.MOVES);
    assertThat(kind(3, worker(5, 6, 6, EXECUTIVE))).as("read").isEqualTo(ThreadWait.Kind.MOVES);
    assertThat(kind(4, worker(5 + SECOND, 6, 6, EXECUTIVE)))
        .as("computed in another thread")
        .isEqualTo(ThreadWait.Kind.MOVES);
    assertThat(kind(14, worker(5 + SECOND + 90_000_000, 6, 6, EXECUTIVE)))
        .as("less than a hundredth")
        .isEqualTo(ThreadWait.Kind.STUCK);
    assertThat(kind(15, process(100, 1, "python.exe", 5, 6, thread(7, 6, RUNNING, 0))))
        .as("runs")
        .isEqualTo(ThreadWait.Kind.MOVES);
  }

  @Test
  void livingChildMayWriteWhatIsWaitedForAndAConsoleMayNot() {
    ProcessRow stuck = worker(5, 5, 5, EXECUTIVE);
    ProcessRow child = process(200, 100, "ffmpeg.exe", 0, 0, thread(9, 0, WAITING, LOCK));
    ProcessRow console = process(201, 100, "conhost.exe", 0, 0, thread(10, 0, WAITING, LOCK));
    look(1, stuck, child, console);
    assertThat(kind(2, stuck, child, console)).isEqualTo(ThreadWait.Kind.WAITS);
    look(3, stuck, console);
    assertThat(kind(4, stuck, console)).isEqualTo(ThreadWait.Kind.STUCK);
    ProcessRow busy = process(200, 100, "ffmpeg.exe", 0, 0, thread(9, 0, RUNNING, 0));
    assertThat(kind(5, stuck, busy)).isEqualTo(ThreadWait.Kind.MOVES);
  }

  @Test
  void suspendedWorkerWaits() {
    ProcessRow stopped = process(100, 1, "python.exe", 5, 5, thread(7, 5, WAITING, SUSPENDED));
    look(1, stopped);
    assertThat(look(2, stopped).words()).isEqualTo("is suspended");
    assertThat(look(3, stopped).kind()).isEqualTo(ThreadWait.Kind.WAITS);
  }

  @Test
  void withoutAKnownThreadAllOfThemMustWaitForATransfer() {
    Subject unknown = new Subject(1, WORKER, 0);
    ProcessList mixed = new ProcessList(List.of(worker(5, 5, 5, LOCK)));
    ProcessList all = new ProcessList(List.of(worker(5, 5, 5, EXECUTIVE)));
    standstills.look(mixed, unknown, SECOND, false);
    assertThat(standstills.look(mixed, unknown, 2 * SECOND, false).orElseThrow().kind())
        .isEqualTo(ThreadWait.Kind.WAITS);
    assertThat(standstills.look(all, unknown, 3 * SECOND, false).orElseThrow().kind())
        .isEqualTo(ThreadWait.Kind.STUCK);
  }

  @Test
  void whatWasDoneForUsIsNoMovement() {
    look(1, worker(5, 5, 5, EXECUTIVE));
    ProcessList printed = new ProcessList(List.of(worker(9, 9, 5, EXECUTIVE)));
    ThreadWait ours = standstills.look(printed, SUBJECT, 2 * SECOND, true).orElseThrow();
    assertThat(ours.kind()).isEqualTo(ThreadWait.Kind.STUCK);
    assertThat(ours.sinceNanos()).isEqualTo(SECOND);
    assertThat(kind(3, worker(9, 9, 5, EXECUTIVE))).isEqualTo(ThreadWait.Kind.STUCK);
    ProcessList ran = new ProcessList(List.of(worker(9, 9, 6, EXECUTIVE)));
    assertThat(standstills.look(ran, SUBJECT, 4 * SECOND, true).orElseThrow().kind())
        .as("its own thread ran")
        .isEqualTo(ThreadWait.Kind.MOVES);
  }

  @Test
  void processThatIsGoneAndAnotherTaskBeginAnew() {
    look(1, worker(5, 5, 5, EXECUTIVE));
    assertThat(standstills.look(new ProcessList(List.of()), SUBJECT, 2 * SECOND, false)).isEmpty();
    assertThat(kind(3, worker(5, 5, 5, EXECUTIVE))).isEqualTo(ThreadWait.Kind.MOVES);
    standstills.keepOnly(List.of(2));
    assertThat(kind(4, worker(5, 5, 5, EXECUTIVE))).isEqualTo(ThreadWait.Kind.MOVES);
  }
}
