package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Job objects against the real functions of Windows: under Wine, or on Windows itself.
final class RealJobsTest extends OnRealWindows {
  private static final long LIMIT_BYTES = 200 << 20;

  private WorkerJobs jobs(OptionalLong limitBytes) {
    return jobs(probes().jobs(limitBytes));
  }

  private WorkerJobs jobs(JobOffer offer) {
    WorkerJobs jobs = ((JobOffer.Here) offer).jobs();
    opened.add(jobs);
    return jobs;
  }

  private static boolean isAlive(ProcessIdentity process) {
    return ProcessList.now(win32).of(process).isPresent();
  }

  @Test
  void killEndsTheGrandchildrenToo() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.empty());
    StartedProcess worker = start(jobs, 1, "grandparent");
    Victim stranger = suspended("sleep");
    await().until(() -> members(jobs, 1).size() == 3);
    List<ProcessIdentity> members = members(jobs, 1);
    assertThat(members).contains(worker.identity()).doesNotContain(stranger.identity());

    assertThat(jobs.kill(1)).isGreaterThanOrEqualTo(3);
    assertThat(exitCode(worker)).isEqualTo(WorkerJobs.KILLED);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(stranger.isAlive()).isTrue();
    assertThat(members(jobs, 1)).isEmpty();
    assertThat(jobs.kill(1)).isZero();
  }

  @Test
  void removedJobLeavesNobodyAndKeepsItsAccount() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.of(LIMIT_BYTES));
    StartedProcess worker = start(jobs, 1, "parent");
    await().until(() -> members(jobs, 1).size() == 2);
    List<ProcessIdentity> members = members(jobs, 1);
    jobs.remove(1);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(exitCode(worker)).isEqualTo(WorkerJobs.KILLED);
    assertThat(jobs.account(1).limitBytes()).hasValue(LIMIT_BYTES);
    assertThat(jobs.account(1).refused()).isFalse();
    assertThat(jobs.account(2).limitBytes()).isEmpty();
    jobs.remove(1);
  }

  @Test
  void suspensionHoldsTheWholeJob() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.empty());
    start(jobs, 1, "spinning-parent");
    await().until(() -> members(jobs, 1).size() == 2);
    List<ProcessIdentity> members = members(jobs, 1);
    members.forEach(OnRealWindows::awaitUse);
    assertThat(jobs.suspend(1)).isTrue();
    Victim clock = start("spin");
    awaitUse(clock.identity());
    List<Long> stood = members.stream().map(OnRealWindows::cpuNanos).toList();
    awaitUse(clock.identity());
    assertThat(members).extracting(OnRealWindows::cpuNanos).isEqualTo(stood);
    if (WindowsLab.IS_WINDOWS) { // Wine does not tell why a thread waits.
      assertThat(states(members)).isEqualTo(Set.of(RunState.STOPPED));
    }
    assertThat(jobs.resume(1)).isTrue();
    members.forEach(OnRealWindows::awaitUse);
    assertThat(jobs.suspend(7)).isFalse();
  }

  private static List<ProcessIdentity> identities(List<Long> pids) {
    ProcessList list = ProcessList.now(win32);
    return pids.stream().map(pid -> list.of(pid).orElseThrow().process()).toList();
  }

  private static Set<RunState> states(List<ProcessIdentity> processes) {
    ProcessList list = ProcessList.now(win32);
    Set<RunState> states = EnumSet.noneOf(RunState.class);
    processes.forEach(each -> list.of(each).ifPresent(row -> states.add(row.state())));
    return states;
  }

  @Test
  void whatIsClosedWithoutAWordEndsEverything() throws IOException {
    Victim victim = suspended("grandparent");
    JobObject job = JobObject.create(win32, OptionalLong.empty());
    job.admit(victim.handle());
    victim.go();
    await().until(() -> job.pids().size() == 3);
    List<ProcessIdentity> members = identities(job.pids());
    job.close();
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
  }

  /// As the packaged program runs: its launcher keeps it in a job of its own.
  @Test
  void jobIsNestedInTheOneAroundIt() throws IOException {
    JobObject around = JobObject.create(win32, OptionalLong.empty());
    Victim supervisor = suspended("sleep");
    around.admit(supervisor.handle());
    WorkerJobs jobs =
        jobs(new WindowsProbes(() -> withNewOnesIn(around)).jobs(OptionalLong.empty()));
    start(jobs, 1, "parent");
    await().until(() -> members(jobs, 1).size() == 2);
    assertThat(withoutConsole(identities(around.pids()))).hasSize(3);
    List<ProcessIdentity> members = members(jobs, 1);
    jobs.kill(1);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(supervisor.isAlive()).isTrue();
    around.close();
    assertThat(supervisor.exitCode()).isZero();
  }

  /// What the supervisor starts is in the supervisor's own job from the beginning.
  private static Win32 withNewOnesIn(JobObject around) {
    return Between.after(
        win32,
        (function, arguments, _) -> {
          if (function.equals("CreateProcessW")
              && arguments[9] instanceof Win32.Argument.Buffer(MemorySegment made)) {
            try {
              around.admit(made.get(ValueLayout.JAVA_LONG, 0));
            } catch (IOException refused) {
              throw new UncheckedIOException(refused);
            }
          }
        });
  }

  @Test
  void workersEndWithTheirSupervisor() throws IOException {
    assumeTrue(!WindowsLab.IS_WINDOWS, "the supervisor would be this test");
    WineBridge supervisor = WindowsLab.openBridge();
    WorkerJobs jobs = jobs(new WindowsProbes(() -> supervisor).jobs(OptionalLong.empty()));
    start(jobs, 1, "grandparent");
    await().until(() -> members(jobs, 1).size() == 3);
    List<ProcessIdentity> members = members(jobs, 1);
    supervisor.close();
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
  }

  @Test
  void portTellsWhoCameAndWent() throws IOException {
    CompletionPort port = CompletionPort.open(win32);
    opened.add(port);
    JobObject job = JobObject.create(win32, OptionalLong.empty());
    opened.add(job);
    job.tell(port, 42);
    Victim victim = suspended("exit 0");
    job.admit(victim.handle());
    victim.go();
    assertThat(take(port)).contains(message(JobMessage.NEW_PROCESS, victim.pid()));
    assertThat(take(port)).contains(message(JobMessage.EXIT, victim.pid()));
    assertThat(take(port)).contains(message(JobMessage.EMPTY, 0));
    port.post(43);
    assertThat(take(port)).contains(new CompletionPort.Message(43, 0, 0));
  }

  private static Optional<CompletionPort.Message> take(CompletionPort port) {
    return CompletableFuture.supplyAsync(port::take)
        .orTimeout(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private static CompletionPort.Message message(JobMessage message, long pid) {
    return new CompletionPort.Message(42, message.number(), pid);
  }

  @Test
  void refusalsAreSentences() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.empty());
    assertThatThrownBy(() -> jobs.start(1, words("exit", "0")))
        .hasMessage("worker 1 has no job object");
    jobs.close();
    assertThatThrownBy(() -> jobs.prepare(1)).hasMessage("the job objects of this run are closed");
  }

  /// Wine does not enforce the limit.
  @Test
  void memoryBeyondTheLimitIsRefused() throws IOException {
    assumeTrue(WindowsLab.IS_WINDOWS, "Wine does not hold processes to the limit of their job");
    WorkerJobs jobs = jobs(OptionalLong.of(LIMIT_BYTES));
    StartedProcess within = start(jobs, 1, "commit", "100");
    StartedProcess beyond = start(jobs, 2, "commit", "300");
    assertThat(exitCode(within)).isZero();
    assertThat(exitCode(beyond)).isEqualTo(1455); // ERROR_COMMITMENT_LIMIT
    assertThat(jobs.account(1).peakBytes().orElseThrow()).isBetween(100L << 20, LIMIT_BYTES);
  }
}
