package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import dev.lifeguard.probe.Waiting.Sharing;
import org.junit.jupiter.api.Test;

/// The rules about `multiprocessing.Pool`, by the states that its processes were seen in. Numbers
/// from 113 on are those of replacements: the manager's own threads are 110 to 112.
final class JudgeTest {
  private static final ExitStatus SIGKILL = new ExitStatus.Signalled(9, false);

  @Test
  void killedInItsTaskBeforeOurEyesIsCertainlyLost() {
    Snapshot pool = idle().worker(120, Snapshot.WAITS_FOR_QUEUE);

    Verdict verdict = Judge.of(pool.seen(0, death(103, SIGKILL, WorkerActivity.BUSY)));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.LOST_TASK);
    assertThat(verdict.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(verdict.sentence())
        .isEqualTo(
            "Worker pid 103 was killed by signal 9 (SIGKILL) while it ran a task."
                + " multiprocessing.Pool replaces the worker and forgets the task: the call that"
                + " waits for it will never return.");
    assertThat(verdict.remedy()).contains("SIGINT").contains("kill -INT 100");
  }

  @Test
  void lossIsOnlyLikelyWhileOthersWorkAndTheLookWasNotSharp() {
    Snapshot pool = new Snapshot().worker(101, Snapshot.RUNS).worker(120, Snapshot.WAITS_FOR_QUEUE);
    Death blurred =
        new Death(
            new ProcessIdentity(103, 103, 0),
            SIGKILL,
            WorkerActivity.BUSY,
            false,
            200_000_000,
            Long.MAX_VALUE,
            false,
            0);

    Verdict verdict = Judge.of(pool.seen(0, blurred));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.LOST_TASK);
    assertThat(verdict.certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void replacementInAPoolAtRestIsProbablyALostTask() {
    Verdict verdict = Judge.of(idle().worker(120, Snapshot.WAITS_FOR_QUEUE).seen(0));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.LOST_TASK);
    assertThat(verdict.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(verdict.evidence()).extracting(Evidence::source).contains("start times", "pipes");
  }

  /// Its look is older than its last task.
  @Test
  void deathThatWasSeenIsNotSaidToHaveBeenBefore() {
    Snapshot pool = idle().worker(120, Snapshot.WAITS_FOR_QUEUE);

    Verdict verdict = Judge.of(pool.seen(0, death(103, SIGKILL, WorkerActivity.IDLE)));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.LOST_TASK);
    assertThat(verdict.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(verdict.sentence())
        .startsWith("Worker pid 103 was killed by signal 9 (SIGKILL), perhaps with a task")
        .doesNotContain("before Lifeguard came");
  }

  @Test
  void poolAtRestWithItsFirstWorkersIsIdle() {
    Verdict verdict = Judge.of(idle().worker(103, Snapshot.WAITS_FOR_QUEUE).seen(0));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.IDLE);
  }

  @Test
  void whatMayNotBeReadMakesTheBestNewsOnlyLikely() {
    Verdict idle = Judge.of(idle().ofAnotherUser().seen(0));
    Verdict waits =
        Judge.of(
            new Snapshot()
                .worker(101, new Waiting.Sleeping())
                .worker(102, Snapshot.WAITS_FOR_QUEUE)
                .ofAnotherUser()
                .seen(0));
    Verdict runs =
        Judge.of(
            new Snapshot()
                .worker(101, Snapshot.RUNS)
                .worker(102, Snapshot.WAITS_FOR_QUEUE)
                .ofAnotherUser()
                .seen(0));

    assertThat(idle.kind()).isEqualTo(VerdictKind.IDLE);
    assertThat(idle.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(idle.sentence())
        .contains("workers seem to wait")
        .endsWith("(Not certain: the pipes of the pool may not be read with these rights.)");
    assertThat(waits.kind()).isEqualTo(VerdictKind.HEALTHY);
    assertThat(waits.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(waits.sentence()).startsWith("Workers seem to be at work. (Not certain:");
    assertThat(runs.kind()).isEqualTo(VerdictKind.HEALTHY);
    assertThat(runs.certainty()).isEqualTo(Certainty.CERTAIN);
  }

  @Test
  void poolWhoseWorkersAreAllReplacementsIsIdle() {
    Snapshot recycled =
        new Snapshot()
            .worker(121, Snapshot.READS_TASKS)
            .worker(122, Snapshot.WAITS_FOR_QUEUE)
            .worker(123, Snapshot.WAITS_FOR_QUEUE);

    assertThat(Judge.of(recycled.seen(0)).kind()).isEqualTo(VerdictKind.IDLE);
  }

  @Test
  void managerThatWaitsWithADeadlineHasLostNothing() {
    Snapshot pool =
        idle()
            .worker(120, Snapshot.WAITS_FOR_QUEUE)
            .managerWaits(new Waiting.Locked(Sharing.PRIVATE, Deadline.SOME, 9));

    assertThat(Judge.of(pool.seen(0)).kind()).isEqualTo(VerdictKind.IDLE);
  }

  @Test
  void everybodyWaitingForTheQueueAndNobodyReadingIsAnOrphanedLock() {
    Snapshot pool =
        new Snapshot()
            .worker(101, Snapshot.WAITS_FOR_QUEUE)
            .worker(102, Snapshot.WAITS_FOR_QUEUE)
            .worker(120, Snapshot.WAITS_FOR_QUEUE);

    Verdict before = Judge.of(pool.seen(255));
    Verdict watched = Judge.of(pool.seen(255, death(103, SIGKILL, WorkerActivity.IDLE)));

    assertThat(before.kind()).isEqualTo(VerdictKind.LOCK_HELD_BY_DEAD_WORKER);
    assertThat(before.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(watched.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(watched.sentence()).contains("pid 103").contains("255 bytes of tasks wait");
  }

  @Test
  void idleWorkerThatDiesWithoutTheLockIsNoLoss() {
    Snapshot pool = idle().worker(103, Snapshot.WAITS_FOR_QUEUE);

    Verdict verdict =
        Judge.of(pool.seen(0, death(99, new ExitStatus.Exited(0), WorkerActivity.IDLE)));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.IDLE);
  }

  @Test
  void stoppedPoolIsSuspendedAndNotLost() {
    Snapshot stopped =
        new Snapshot()
            .managerWaits(new Waiting.Stopped())
            .worker(101, new Waiting.Stopped())
            .worker(120, new Waiting.Stopped());

    assertThat(Judge.of(stopped.seen(0)).kind()).isEqualTo(VerdictKind.SUSPENDED);
  }

  @Test
  void sleepingTasksAreWork() {
    Snapshot pool =
        new Snapshot().worker(101, new Waiting.Sleeping()).worker(120, new Waiting.Sleeping());

    assertThat(Judge.of(pool.seen(0)).kind()).isEqualTo(VerdictKind.HEALTHY);
  }

  @Test
  void fiveShortLivesAreACrashLoop() {
    Death[] deaths = new Death[5];
    for (int i = 0; i < deaths.length; i++) {
      deaths[i] =
          new Death(
              new ProcessIdentity(130 + i, 130, 0),
              new ExitStatus.Exited(1),
              WorkerActivity.STARTING,
              false,
              0,
              50_000_000,
              false,
              i);
    }

    Verdict verdict = Judge.of(idle().seen(0, deaths));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.CRASH_LOOP);
    assertThat(verdict.sentence()).contains("the last one ended with exit code 1");
  }

  @Test
  void withoutSightOfDeadlinesAVerdictSaysWhyItIsWeak() {
    Waiting hidden = new Waiting.Locked(Sharing.UNKNOWN, Deadline.UNKNOWN, 0);
    Snapshot pool =
        new Snapshot()
            .managerWaits(hidden)
            .worker(101, new Waiting.Reading("", -1, true))
            .worker(102, hidden)
            .worker(120, hidden);

    Verdict verdict = Judge.of(pool.seen(0));

    assertThat(verdict.kind()).isEqualTo(VerdictKind.LOST_TASK);
    assertThat(verdict.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(verdict.sentence())
        .contains("whether the waits have deadlines may not be read with these rights");
  }

  private static Snapshot idle() {
    return new Snapshot().worker(101, Snapshot.READS_TASKS).worker(102, Snapshot.WAITS_FOR_QUEUE);
  }

  private static Death death(long pid, ExitStatus status, WorkerActivity activity) {
    return new Death(
        new ProcessIdentity(pid, pid, 0),
        status,
        activity,
        activity == WorkerActivity.BUSY,
        100_000_000,
        Long.MAX_VALUE,
        false,
        1_000);
  }

  @Test
  void remedyNamesNoSignalWhereThereIsNone() {
    Observation seen = idle().worker(120, Snapshot.WAITS_FOR_QUEUE).seen(0);
    assertThat(Judge.end(seen, HostSystem.LINUX)).contains("kill -INT " + Snapshot.MANAGER);
    assertThat(Judge.end(seen, HostSystem.WINDOWS))
        .contains("taskkill /T /F /PID " + Snapshot.MANAGER)
        .doesNotContain("SIG");
    Observation stopped = idle().managerWaits(new Waiting.Stopped()).seen(0);
    assertThat(Judge.suspended(stopped, HostSystem.LINUX).orElseThrow().toString())
        .contains("SIGSTOP", "SIGCONT");
    assertThat(Judge.suspended(stopped, HostSystem.WINDOWS).orElseThrow().toString())
        .doesNotContain("SIG", "Ctrl-Z");
  }
}
