package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
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
    JobOffer offer = probes().jobs(limitBytes);
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
    Victim victim = suspended("grandparent");
    Victim stranger = suspended("sleep");
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    victim.go();
    await().until(() -> jobs.members(1).size() == 3);
    List<ProcessIdentity> members = jobs.members(1);
    assertThat(members).contains(victim.identity()).doesNotContain(stranger.identity());

    assertThat(jobs.kill(1)).isEqualTo(3);
    assertThat(victim.exitCode()).isEqualTo(WorkerJobs.KILLED);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(stranger.isAlive()).isTrue();
    assertThat(jobs.members(1)).isEmpty();
    assertThat(jobs.kill(1)).isZero();
  }

  @Test
  void removedJobLeavesNobodyAndKeepsItsAccount() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.of(LIMIT_BYTES));
    Victim victim = suspended("parent");
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    victim.go();
    await().until(() -> jobs.members(1).size() == 2);
    List<ProcessIdentity> members = jobs.members(1);
    jobs.remove(1);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(victim.exitCode()).isEqualTo(WorkerJobs.KILLED);
    assertThat(jobs.account(1).limitBytes()).hasValue(LIMIT_BYTES);
    assertThat(jobs.account(1).refused()).isFalse();
    assertThat(jobs.account(2).limitBytes()).isEmpty();
    jobs.remove(1);
  }

  @Test
  void whatWasStartedBeforeIsTakenInAsWell() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.empty());
    Victim victim = suspended("grandparent");
    ProcessIdentity root = victim.identity();
    victim.go();
    await().until(() -> probes().tree(root).size() == 3);
    List<ProcessIdentity> tree = probes().tree(root);
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    assertThat(jobs.members(1)).containsExactlyInAnyOrderElementsOf(tree);
  }

  @Test
  void suspensionHoldsTheWholeJob() throws IOException {
    WorkerJobs jobs = jobs(OptionalLong.empty());
    Victim victim = suspended("spinning-parent");
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    victim.go();
    await().until(() -> jobs.members(1).size() == 2);
    List<ProcessIdentity> members = jobs.members(1);
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
    job.admit(victim.pid());
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
    Victim worker = suspended("parent");
    Victim supervisor = suspended("sleep");
    around.admit(worker.pid());
    around.admit(supervisor.pid());
    WorkerJobs jobs = jobs(OptionalLong.empty());
    jobs.prepare(1);
    jobs.admit(1, worker.pid());
    worker.go();
    await().until(() -> jobs.members(1).size() == 2);
    assertThat(around.pids()).hasSize(3);
    List<ProcessIdentity> members = jobs.members(1);
    jobs.kill(1);
    await().until(() -> members.stream().noneMatch(RealJobsTest::isAlive));
    assertThat(supervisor.isAlive()).isTrue();
    around.close();
    assertThat(supervisor.exitCode()).isZero();
  }

  @Test
  void workersEndWithTheirSupervisor() throws IOException {
    assumeTrue(!WindowsLab.IS_WINDOWS, "the supervisor would be this test");
    WineBridge supervisor = WindowsLab.openBridge();
    JobObject job = JobObject.create(supervisor, OptionalLong.empty());
    Victim victim = suspended("grandparent");
    job.admit(victim.pid());
    victim.go();
    await().until(() -> job.pids().size() == 3);
    List<ProcessIdentity> members = identities(job.pids());
    supervisor.kill();
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
    job.admit(victim.pid());
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
    assertThatThrownBy(() -> jobs.admit(1, 4711)).hasMessage("worker 1 has no job object");
    jobs.prepare(1);
    assertThatThrownBy(() -> jobs.admit(1, 0x7FFF_FFFC))
        .hasMessage("process 2147483644 cannot be opened (error 87 of Windows)");
    jobs.close();
    assertThatThrownBy(() -> jobs.prepare(1)).hasMessage("the job objects of this run are closed");
  }

  /// Wine does not enforce the limit.
  @Test
  void memoryBeyondTheLimitIsRefused() throws IOException {
    assumeTrue(WindowsLab.IS_WINDOWS, "Wine does not hold processes to the limit of their job");
    WorkerJobs jobs = jobs(OptionalLong.of(LIMIT_BYTES));
    Victim within = suspended("commit 100");
    Victim beyond = suspended("commit 300");
    jobs.prepare(1);
    jobs.prepare(2);
    jobs.admit(1, within.pid());
    jobs.admit(2, beyond.pid());
    within.go();
    beyond.go();
    assertThat(within.exitCode()).isZero();
    assertThat(beyond.exitCode()).isEqualTo(1455); // ERROR_COMMITMENT_LIMIT
    assertThat(jobs.account(1).peakBytes().orElseThrow()).isBetween(100L << 20, LIMIT_BYTES);
  }
}
