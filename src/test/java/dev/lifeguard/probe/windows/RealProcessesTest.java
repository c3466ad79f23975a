package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Observer;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.TreeFacts;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What is told of processes and their memory, with the real functions of Windows.
final class RealProcessesTest extends OnRealWindows {
  private static final long MIB = 1 << 20;
  private static final int RESERVE = 0x2000;
  private static final int COMMIT = 0x1000;

  /// A second passes from round to round, so that as many walks may be made as are wanted: over the
  /// bridge each takes a hundred times as long as it should.
  private Observer observer(ProcessIdentity... workers) {
    AtomicLong clock = new AtomicLong();
    // Nobody has this number, so nobody is the supervisor.
    ProcessIdentity supervisor = new ProcessIdentity(3, 1, 1);
    ProcessProbe probe = probes().processes(supervisor, clock::get);
    ProcessProbe slowed =
        new ProcessProbe() {
          @Override
          public Sample sample(Collection<Watched> watched) {
            clock.addAndGet(1_000_000_000);
            return probe.sample(watched);
          }

          @Override
          public void close() {
            probe.close();
          }
        };
    Observer observer = new Observer(slowed, workers);
    opened.add(observer);
    return observer;
  }

  private static AddressSpace walk(Victim victim) {
    try (OpenedProcess process = openedForQuery(victim)) {
      return AddressSpace.walk(win32, process);
    }
  }

  private static OpenedProcess openedForQuery(Victim victim) {
    OpenedProcess.Opening opening =
        OpenedProcess.open(win32, victim.identity(), OpenedProcess.QUERY);
    return ((OpenedProcess.Opening.Opened) opening).process();
  }

  @Test
  void reservationAndCommitShowExactly() {
    Victim victim = suspended("sleep");
    AddressSpace before = walk(victim);

    long at = victim.allocate(0, 3072 * MIB, RESERVE);
    AddressSpace reserved = walk(victim);
    assertThat(reserved.privateReserveBytes() - before.privateReserveBytes()).isEqualTo(3072 * MIB);
    assertThat(reserved.setAsideBytes() - before.setAsideBytes()).isEqualTo(3072 * MIB);
    assertThat(reserved.privateCommitBytes()).isEqualTo(before.privateCommitBytes());

    victim.allocate(at, 300 * MIB, COMMIT);
    AddressSpace committed = walk(victim);
    assertThat(committed.privateReserveBytes() - before.privateReserveBytes())
        .isEqualTo((3072 - 300) * MIB);
    assertThat(committed.privateCommitBytes() - before.privateCommitBytes()).isEqualTo(300 * MIB);
    assertThat(committed.setAsideBytes()).isEqualTo(reserved.setAsideBytes());
  }

  @Test
  void samplerTellsReservationAndCommit() {
    Victim victim = start("sleep");
    ProcessIdentity identity = victim.identity();
    Observer observer = observer(identity);
    ProcessReading before =
        observer.until(victim.pid(), it -> it.memory().reservedBytes().isPresent());
    assertThat(before.worker()).isEqualTo(1);
    assertThat(before.name()).isEqualTo("victim.exe");
    assertThat(before.memory().residentBytes().orElseThrow()).isPositive();
    assertThat(before.memory().pssBytes()).isEmpty();

    long at = victim.allocate(0, 3072 * MIB, RESERVE);
    long reserved = before.memory().reservedBytes().orElseThrow() + 3072 * MIB;
    observer.until(victim.pid(), it -> near(it.memory().reservedBytes().orElse(0), reserved));
    victim.allocate(at, 300 * MIB, COMMIT);
    long committed = before.memory().committedBytes().orElseThrow() + 300 * MIB;
    ProcessReading after =
        observer.until(victim.pid(), it -> near(it.memory().committedBytes().orElse(0), committed));
    assertThat(near(after.memory().reservedBytes().orElseThrow(), reserved))
        .as(ByteSize.text(after.memory().reservedBytes().orElseThrow()))
        .isTrue();
  }

  /// A process that has just started still maps a few libraries and makes heaps.
  private static boolean near(long bytes, long expected) {
    return Math.abs(bytes - expected) < 32 * MIB;
  }

  @Test
  void nobodyElseIsTakenForAProcessThatHadItsNumber() {
    Victim victim = start("sleep");
    ProcessIdentity now = victim.identity();
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, 0);
    ExitWatch watch = watch(new ConcurrentHashMap<>());
    assertThat(watch.watch(earlier)).isFalse();
    assertThat(watch.signal(earlier, 9)).isEqualTo(ExitWatch.Sent.GONE);
    assertThat(probes().tree(earlier)).isEmpty();
    assertThat(probes().inspector().process(earlier)).isInstanceOf(Look.Gone.class);
    assertThat(observer(earlier).sample().readings()).isEmpty();
    assertThat(victim.isAlive()).isTrue();
  }

  @Test
  void treeHasTheGrandchildren() {
    Victim victim = start("grandparent");
    ProcessIdentity root = victim.identity();
    await().until(() -> probes().tree(root).size() == 3);
    List<ProcessIdentity> tree = probes().tree(root);
    tree.stream().skip(1).forEach(this::killAtTheEnd);
    assertThat(tree.getFirst()).isEqualTo(root);

    TreeFacts facts =
        probes().trees(System::nanoTime).orElseThrow().read(root, List.of(), false).orElseThrow();
    assertThat(facts.root().command()).hasSize(2).last().isEqualTo("grandparent");
    assertThat(facts.processes())
        .extracting(it -> it.command().getLast())
        .containsExactly("grandparent", "parent", "sleep");
    assertThat(facts.childrenOf(root.pid())).hasSize(1);
    assertThat(facts.root().executable()).endsWith("victim.exe");
    assertThat(facts.root().threads()).isNotEmpty();
  }

  @Test
  void orphanStaysWithItsWorkerAndIsNobodysChild() {
    Victim victim = suspended("orphan");
    ProcessIdentity root = victim.identity();
    victim.go();
    assertThat(victim.exitCode()).isZero();
    ProcessRow orphan =
        ProcessList.now(win32).rows().stream()
            .filter(row -> row.parentPid() == root.pid())
            .findFirst()
            .orElseThrow();
    killAtTheEnd(orphan.process());
    assertThat(probes().tree(root)).isEmpty();
    var trees = probes().trees(System::nanoTime).orElseThrow();
    assertThat(trees.parentOf(orphan.pid())).isEmpty();
    assertThat(trees.everybody()).contains(orphan.pid());
    assertThat(probes().identity(orphan.pid())).contains(orphan.process());
    assertThat(probes().identity(root.pid())).isEmpty();
  }

  @Test
  void descendantIsFollowedBeyondItsParent() {
    Victim victim = start("grandparent");
    ProcessIdentity root = victim.identity();
    Observer observer = observer(root);
    await().until(() -> probes().tree(root).size() == 3);
    List<ProcessIdentity> tree = probes().tree(root);
    tree.stream().skip(1).forEach(this::killAtTheEnd);
    ProcessIdentity middle = tree.get(1);
    ProcessIdentity last = tree.get(2);
    observer.until(last.pid(), it -> it.worker() == 1);
    ExitWatch watch = watch(new ConcurrentHashMap<>());
    watch.signal(middle, 9);
    observer.until(() -> observer.gone().contains(middle));
    assertThat(observer.of(last.pid())).isPresent();
    watch.signal(last, 9);
    observer.until(() -> observer.gone().contains(last));
  }

  @Test
  void processSaysWhatItWasStartedWith() {
    Victim victim = start("sleep \"two words\" a\\\\\\\"b \"\"");
    ProcessDetail detail = probes().inspector().process(victim.identity()).seen().orElseThrow();
    assertThat(detail.commandLine().subList(1, detail.commandLine().size()))
        .containsExactly("sleep", "two words", "a\\\"b", "");
    assertThat(detail.program().orElseThrow()).endsWith("\\victim.exe");
    assertThat(detail.directory().orElseThrow()).matches("[A-Z]:\\\\.*[^\\\\]");
    assertThat(detail.user().orElseThrow().name()).isNotBlank();
    assertThat(detail.threads()).isPositive();
    assertThat(detail.descriptorCount().orElseThrow()).isPositive();
    assertThat(detail.unreadable()).extracting(it -> it.what()).containsExactly("open files");
    var trees = probes().trees(System::nanoTime).orElseThrow();
    assertThat(trees.variableOf(victim.identity(), "systemROOT"))
        .hasValueSatisfying(it -> assertThat(it).isEqualToIgnoringCase("C:\\windows"));
    assertThat(trees.variableOf(victim.identity(), "LIFEGUARD_NOT_THERE")).isEmpty();
    assertThat(trees.sightOf(victim.identity()).signals()).isTrue();
  }

  @Test
  void threadsSayWhatTheyWaitFor() {
    Victim victim = start("sleep");
    ThreadsDetail sleeping = probes().inspector().threads(victim.identity()).seen().orElseThrow();
    assertThat(sleeping.threads()).isNotEmpty();
    assertThat(sleeping.threads().getFirst().name()).isEqualTo("victim.exe");
    assumeTrue(WindowsLab.IS_WINDOWS, "Wine does not tell why a thread waits");
    Victim still = suspended("sleep");
    ThreadsDetail suspended = probes().inspector().threads(still.identity()).seen().orElseThrow();
    assertThat(suspended.threads()).extracting(ThreadDetail::state).containsOnly(RunState.STOPPED);
    assertThat(suspended.threads().getFirst().waitsFor()).contains("is suspended");
    assertThat(suspended.threads().getFirst().kernelPlace()).contains("Suspended");
  }

  @Test
  void memoryOfOneProcessIsToldOrSaidToBeMissing() {
    Victim victim = start("sleep");
    MemoryDetail memory =
        probes().inspector().memory(victim.identity(), List.of()).seen().orElseThrow();
    assertThat(memory.sizes().residentBytes().orElseThrow()).isPositive();
    assertThat(memory.sizes().reservedBytes().orElseThrow())
        .isGreaterThan(memory.sizes().residentBytes().orElseThrow());
    assertThat(memory.map().isEmpty()).isEqualTo(!memory.unreadable().isEmpty());
  }

  @Test
  void ownerIsTheUserByNameAndNumber() {
    ProcessIdentity victim = start("sleep").identity();
    ProcessUser owner =
        probes().inspector().process(victim).seen().orElseThrow().user().orElseThrow();
    assertThat(owner.name()).isEqualToIgnoringCase(System.getProperty("user.name"));
    assertThat(owner.number()).as("those of users begin there").isGreaterThanOrEqualTo(500);
    assertThat(probes().trees(System::nanoTime).orElseThrow().sightOf(victim).owner())
        .isEqualTo(owner.name());
  }

  @Test
  void machineHasACommitLimit() {
    MachineMemory memory = probes().inspector().machine().seen().orElseThrow();
    assertThat(memory.commitLimitBytes().orElseThrow())
        .isGreaterThanOrEqualTo(memory.committedBytes().orElseThrow());
    assertThat(memory.totalBytes().orElseThrow()).isGreaterThan(64 * MIB);
    assertThat(probes().machine().memoryBytes()).isEqualTo(memory.totalBytes());
  }

  /// The clock stands still, so that the list of before stays young.
  @Test
  void processThatIsYoungerThanTheListOfProcessesIsMeasured() {
    Victim first = start("sleep");
    WindowsResidentMeter meter = new WindowsResidentMeter(win32, () -> 0);
    opened.add(meter);
    assertThat(meter.residentBytes(first.identity())).isPresent();
    Victim second = start("sleep");
    ProcessIdentity younger = second.identity();
    assertThat(meter.residentBytes(younger)).isPresent();
    second.end();
    assertThat(meter.residentBytes(younger)).isEmpty();
  }

  @Test
  void residentMemoryCountsTheFamily() {
    Victim victim = start("parent");
    ProcessIdentity root = victim.identity();
    await().until(() -> probes().tree(root).size() == 2);
    ProcessIdentity child = probes().tree(root).getLast();
    killAtTheEnd(child);
    try (var meter = probes().residentMeter()) {
      long both = meter.residentBytes(root).orElseThrow();
      long one = meter.residentBytes(child).orElseThrow();
      assertThat(one).isPositive().isLessThan(both);
      assertThat(meter.residentBytes(new ProcessIdentity(root.pid(), 1, 1))).isEmpty();
    }
  }

  /// Who there is is remembered for a moment, and how much each of them has is not.
  @Test
  void endedProcessHasNothingResidentAtOnce() {
    Victim victim = start("sleep");
    ProcessIdentity process = victim.identity();
    try (var meter = new WindowsResidentMeter(win32, () -> 0)) {
      assertThat(meter.residentBytes(process).orElseThrow()).isPositive();
      watch(new ConcurrentHashMap<>()).signal(process, 9);
      assertThat(victim.exitCode()).isEqualTo(WindowsCode.ENDED_BY_LIFEGUARD);
      assertThat(meter.residentBytes(process)).isEmpty();
    }
  }

  @Test
  void whatThisMachineAllowsIsTriedAndSaid() {
    List<MachineCheck> checks = probes().checks();
    assertThat(checks)
        .extracting(MachineCheck::name)
        .containsExactly(
            "operating system",
            "memory limits and clean ends",
            "exit codes of other programs",
            "memory maps of other programs",
            "commit limit",
            "deadlines of waits");
    assertThat(checks.get(1))
        .isEqualTo(
            MachineCheck.all("memory limits and clean ends", "a job object for each worker"));
    assertThat(checks.get(3).finding())
        .matches("[1-9][0-9]* of [0-9]+ processes may be looked into");
    assertThat(checks.get(4).finding()).contains("promised");
  }

  @Test
  void meansOfWindowsWorkOnWindowsOnly() {
    assertThat(new WindowsProbes().works()).isEqualTo(WindowsLab.IS_WINDOWS);
  }

  @Test
  void librariesAndMappedFilesHaveTheirNames() {
    Victim victim = start("sleep");
    await().until(() -> modules(victim).stream().anyMatch("kernel32.dll"::equalsIgnoreCase));
    assertThat(modules(victim).getFirst()).isEqualTo("victim.exe");
    try (OpenedProcess process = openedToRead(victim)) {
      AddressSpace space = AddressSpace.walk(win32, process);
      assertThat(MappedFiles.of(win32, process, space).values())
          .anyMatch(name -> name.endsWith("victim.exe"));
    }
  }

  private static List<String> modules(Victim victim) {
    try (OpenedProcess process = openedToRead(victim)) {
      return Modules.of(win32, process);
    }
  }

  private static OpenedProcess openedToRead(Victim victim) {
    OpenedProcess.Opening opening =
        OpenedProcess.open(
            win32, victim.identity(), OpenedProcess.QUERY | OpenedProcess.READ_MEMORY);
    return ((OpenedProcess.Opening.Opened) opening).process();
  }
}
