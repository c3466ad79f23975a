package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Every sentence that tells of a death, word for word.
class IncidentSentenceTest {
  private static final TaskFate REQUEUED = new TaskFate.Requeued(2);
  private static final TaskFate NO_TASK = new TaskFate.NoTask();
  private static final long SECOND = 1_000_000_000L;
  private static final Optional<ProcessIdentity> PROCESS =
      Optional.of(new ProcessIdentity(4711, 1, 0));
  private static final JobLimits LIMITS =
      new JobLimits(3, OptionalLong.of(2L << 30), MemoryMeans.CGROUP, HostSystem.LINUX);

  @Test
  void strangersSignalIsNotClaimed() {
    assertThat(sentence(cause(CauseKind.SIGNAL, 9, -1, ""), REQUEUED))
        .isEqualTo(
            "worker 3 (pid 4711) was killed by signal 9 (SIGKILL), not sent by Lifeguard,"
                + " while it ran task 17, attempt 1; task 17 goes back to the queue,"
                + " attempt 2 of 3");
  }

  @Test
  void ambiguousStatusIsCalledSo() {
    DeathCause either =
        new DeathCause(
            CauseKind.SIGNAL,
            OptionalInt.of(9),
            OptionalInt.empty(),
            "this machine does not tell it from exit code 137",
            Certainty.LIKELY);
    assertThat(sentence(either, NO_TASK))
        .isEqualTo(
            "worker 3 (pid 4711) was probably killed by signal 9 (SIGKILL), not sent by Lifeguard"
                + " (this machine does not tell it from exit code 137);"
                + " no task was in its hands");
  }

  @Test
  void idleWorkerHasNoTaskToTellOf() {
    assertThat(sentence(cause(CauseKind.SIGNAL, 11, -1, ""), NO_TASK))
        .isEqualTo(
            "worker 3 (pid 4711) was killed by signal 11 (SIGSEGV), not sent by Lifeguard;"
                + " no task was in its hands");
  }

  @Test
  void exitCodeIsNoSignal() {
    assertThat(
            sentence(
                cause(CauseKind.EXIT, -1, 137, ""), new TaskFate.Ended(TaskOutcome.QUARANTINED)))
        .isEqualTo(
            "worker 3 (pid 4711) ended with exit code 137 without saying good-bye while it ran"
                + " task 17, attempt 1; task 17 is quarantined");
  }

  @Test
  void goodByeThatNobodyHadAskedForIsNotCalledMissing() {
    assertThat(
            sentence(
                cause(CauseKind.EXIT, -1, 0, ""),
                REQUEUED,
                List.of(new Evidence("protocol pipe", Evidence.AFTER_GOOD_BYE, 1))))
        .startsWith(
            "worker 3 (pid 4711) ended with exit code 0 after a good-bye that nobody had asked for"
                + " while it ran task 17");
  }

  @Test
  void exitTellsWhatItsLastWordsSay() {
    assertThat(
            sentence(
                cause(CauseKind.EXIT, -1, 3, "its Java heap was exhausted: Java heap space"),
                REQUEUED))
        .isEqualTo(
            "worker 3 (pid 4711) ended with exit code 3 without saying good-bye (its Java heap was"
                + " exhausted: Java heap space) while it ran task 17, attempt 1; task 17 goes back"
                + " to the queue, attempt 2 of 3");
  }

  @Test
  void kernelOutOfMemoryTellsWhatWasMeasured() {
    assertThat(sentence(cause(CauseKind.KERNEL_OOM, 9, -1, ""), REQUEUED))
        .isEqualTo(
            "worker 3 (pid 4711) was killed by the kernel, out of memory (1.90 GiB resident when"
                + " last measured) while it ran task 17, attempt 1; task 17 goes back to the queue,"
                + " attempt 2 of 3");
  }

  @Test
  void likelyIsCalledProbable() {
    DeathCause likely =
        new DeathCause(
            CauseKind.KERNEL_OOM, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.LIKELY);
    assertThat(sentence(likely, NO_TASK)).contains("was probably killed by the kernel");
  }

  @Test
  void usersActionIsNamed() {
    assertThat(sentence(cause(CauseKind.OPERATOR, 9, -1, "killed by the user"), REQUEUED))
        .startsWith("worker 3 (pid 4711) was ended by the user (killed by the user) while");
  }

  @Test
  void ruleOfTheJobIsNamed() {
    assertThat(
            sentence(
                cause(CauseKind.POLICY, 9, -1, "task 17 ran into its time limit"),
                new TaskFate.Ended(TaskOutcome.TIMED_OUT)))
        .contains("was ended by a rule of the job (task 17 ran into its time limit)")
        .endsWith("task 17 is timed out");
  }

  @Test
  void failedStartSpeaksInTheWorkersOwnWords() {
    assertThat(
            sentence(
                cause(CauseKind.START, -1, 3, "ModuleNotFoundError: No module named 'docs'"),
                NO_TASK))
        .isEqualTo(
            "worker 3 (pid 4711) could not be started: ModuleNotFoundError: No module named"
                + " 'docs'; no task was in its hands");
  }

  @Test
  void attemptsBeyondTheBudgetAreNotCountedAgainstIt() {
    assertThat(sentence(cause(CauseKind.OPERATOR, 9, -1, ""), new TaskFate.Requeued(5)))
        .endsWith("task 17 goes back to the queue, attempt 5");
  }

  @Test
  void everyKindOfDeathHasItsSentence() {
    for (CauseKind kind : CauseKind.values()) {
      String sentence = sentence(cause(kind, 9, -1, "the reason"), new TaskFate.NotRun());
      assertThat(sentence).startsWith("worker 3 (pid 4711) ").doesNotContain("  ").contains("; ");
    }
  }

  @Test
  void kernelOutOfMemoryTellsWhoseMemoryWasUsedUp() {
    assertThat(sentence(cause(CauseKind.KERNEL_OOM, 9, -1, "its own limit of 2.00 GiB"), NO_TASK))
        .isEqualTo(
            "worker 3 (pid 4711) was killed by the kernel, out of memory (its own limit of"
                + " 2.00 GiB); no task was in its hands");
  }

  @Test
  void hangThatLastsIsToldAsSomethingThatGoesOn() {
    assertThat(hung(OptionalInt.of(7)).sentence())
        .isEqualTo(
            "worker 3 (pid 4711) has made no progress in task 7, attempt 1, for 60 s: waits for a"
                + " lock, without a deadline; the task is still in its hands");
  }

  @Test
  void hangAtTheStartHasNoTask() {
    assertThat(hung(OptionalInt.empty()).sentence())
        .isEqualTo(
            "worker 3 (pid 4711) has made no progress since it was started, for 60 s: waits for a"
                + " lock, without a deadline; no task was in its hands");
  }

  @Test
  void hangThatIsOverIsToldAsThePast() {
    assertThat(hung(OptionalInt.of(7)).moved(90 * SECOND).sentence())
        .isEqualTo(
            "worker 3 (pid 4711) made no progress in task 7, attempt 1, for 84 s (waits for a lock,"
                + " without a deadline), then went on; the task is still in its hands");
  }

  @Test
  void hangThatIsKilledForItIsOneIncident() {
    assertThat(hungAndDead(cause(CauseKind.HANG, 9, -1, "on-hang: kill")).sentence())
        .isEqualTo(
            "worker 3 (pid 4711) was killed because it made no progress for 60 s (waits for a lock,"
                + " without a deadline) while it ran task 7, attempt 1; task 7 goes back to the"
                + " queue, attempt 2 of 3");
  }

  @Test
  void hangThatTheUserEndsTellsBoth() {
    assertThat(hungAndDead(cause(CauseKind.OPERATOR, 9, -1, "killed by the user")).sentence())
        .isEqualTo(
            "worker 3 (pid 4711) was ended by the user (killed by the user) while it ran task 7,"
                + " attempt 1, after 60 s without progress; task 7 goes back to the queue,"
                + " attempt 2 of 3");
  }

  private static Incident hung(OptionalInt task) {
    return Incident.of(
        new PoolEvent.WorkerHung(
            66 * SECOND,
            1,
            3,
            task,
            task.isPresent() ? 1 : 0,
            6 * SECOND,
            "waits for a lock, without a deadline",
            List.of()),
        PROCESS,
        LIMITS,
        MemoryReading.UNKNOWN);
  }

  private static Incident hungAndDead(DeathCause cause) {
    Incident death =
        Incident.of(
            new PoolEvent.WorkerDied(
                66 * SECOND,
                1,
                3,
                new ExitStatus.Signalled(9, false),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.of(7),
                1,
                cause,
                List.of()),
            PROCESS,
            LIMITS,
            MemoryReading.UNKNOWN,
            List.of());
    return hung(OptionalInt.of(7)).endedBy(death, 66 * SECOND).withFate(REQUEUED);
  }

  private static String sentence(DeathCause cause, TaskFate fate) {
    return sentence(cause, fate, List.of());
  }

  private static String sentence(DeathCause cause, TaskFate fate, List<Evidence> evidence) {
    boolean idle = fate instanceof TaskFate.NoTask;
    MemoryReading memory =
        new MemoryReading(
            OptionalLong.of(2_040_109_465L),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    return Incident.of(
            new PoolEvent.WorkerDied(
                0,
                1,
                3,
                new ExitStatus.Unknown(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                idle ? OptionalInt.empty() : OptionalInt.of(17),
                idle ? 0 : 1,
                cause,
                evidence),
            PROCESS,
            LIMITS,
            memory,
            List.of())
        .withFate(fate)
        .sentence();
  }

  private static DeathCause cause(CauseKind kind, int signal, int code, String reason) {
    return new DeathCause(
        kind,
        signal < 0 ? OptionalInt.empty() : OptionalInt.of(signal),
        code < 0 ? OptionalInt.empty() : OptionalInt.of(code),
        reason,
        Certainty.CERTAIN);
  }
}
