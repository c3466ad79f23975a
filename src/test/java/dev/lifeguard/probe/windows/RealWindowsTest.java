package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Observer;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.WaitProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole backend against the real functions of Windows: under Wine, or on Windows itself.
@Tag("wine")
final class RealWindowsTest {
  private static final long MIB = 1 << 20;
  private static final int RESERVE = 0x2000;
  private static final int COMMIT = 0x1000;

  private static Win32 win32;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void open() {
    win32 = WindowsLab.open();
  }

  @AfterAll
  static void closeBridge() {
    if (win32 instanceof WineBridge bridge) {
      bridge.close();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.removeLast().close();
    }
  }

  private Victim start(String words) {
    Victim victim = Victim.start(win32, words);
    opened.add(victim);
    return victim;
  }

  private WindowsProbes probes() {
    return new WindowsProbes(() -> win32);
  }

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
    Victim victim = Victim.startSuspended(win32, "sleep");
    opened.add(victim);
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
  void suspendedProcessIsStoppedAndGoesOn() {
    Victim victim = start("spin");
    ProcessIdentity identity = victim.identity();
    Observer observer = observer(identity);
    observer.until(victim.pid(), it -> it.state() != RunState.STOPPED && it.cpuNanos() > 0);
    ExitWatch watch = watch(new ConcurrentHashMap<>());

    assertThat(watch.signal(identity, 19)).isEqualTo(ExitWatch.Sent.SENT);
    if (WindowsLab.IS_WINDOWS) { // Wine does not tell why a thread waits.
      assertThat(ProcessList.now(win32).of(identity).orElseThrow().state())
          .isEqualTo(RunState.STOPPED);
    }
    long stood = ProcessList.now(win32).of(identity).orElseThrow().cpuNanos();
    assertThat(ProcessList.now(win32).of(identity).orElseThrow().cpuNanos()).isEqualTo(stood);

    assertThat(watch.signal(identity, 18)).isEqualTo(ExitWatch.Sent.SENT);
    await()
        .until(() -> {
          ProcessRow now = ProcessList.now(win32).of(identity).orElseThrow();
          return now.cpuNanos() > stood;
        });
  }

  private ExitWatch watch(Map<ProcessIdentity, ExitWatch.Ending> endings) {
    ExitWatch watch =
        probes()
            .exits(
                new ExitWatch.Listener() {
                  @Override
                  public void ended(ExitWatch.Ending ending) {
                    endings.put(ending.process(), ending);
                  }

                  @Override
                  public void started(ProcessIdentity parent, ProcessIdentity child) {}
                },
                System::nanoTime)
            .orElseThrow();
    opened.add(watch);
    return watch;
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
    Victim victim = Victim.startSuspended(win32, words);
    opened.add(victim);
    ProcessIdentity identity = victim.identity();
    assertThat(watch.watch(identity)).isTrue();
    victim.go();
    await(words).until(() -> endings.containsKey(identity));
    assertThat(of(endings, identity).status())
        .isEqualTo(new ExitStatus.Exited((int) (long) Long.decode(expected)));
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
    assertThat(of(endings, identity).status()).isEqualTo(new ExitStatus.Exited(137));
    assertThat(watch.signal(identity, 9)).isEqualTo(ExitWatch.Sent.GONE);
  }

  @Test
  void endOfAProcessThatIsStillHeldIsToldLater() {
    Victim victim = start("exit 7");
    ProcessIdentity identity = victim.identity();
    assertThat(victim.exitCode()).isEqualTo(7);
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    assertThat(watch(endings).watch(identity)).isTrue();
    await().until(() -> endings.containsKey(identity));
    assertThat(of(endings, identity).status()).isEqualTo(new ExitStatus.Exited(7));
  }

  @Test
  void moreProcessesAreWatchedThanOneThreadCanWaitFor() {
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    ExitWatch watch = watch(endings);
    List<ProcessIdentity> identities = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      Victim victim = Victim.startSuspended(win32, "sleep");
      opened.add(victim);
      identities.add(victim.identity());
      assertThat(watch.watch(identities.getLast())).isTrue();
    }
    identities.forEach(identity -> watch.signal(identity, 9));
    await().until(() -> endings.size() == identities.size());
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

  private void killAtTheEnd(ProcessIdentity process) {
    opened.add(() -> watch(new ConcurrentHashMap<>()).signal(process, 9));
  }

  @Test
  void orphanStaysWithItsWorkerAndIsNobodysChild() {
    Victim victim = Victim.startSuspended(win32, "orphan");
    opened.add(victim);
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
    Victim still = Victim.startSuspended(win32, "sleep");
    opened.add(still);
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
  void machineHasACommitLimit() {
    MachineMemory memory = probes().inspector().machine().seen().orElseThrow();
    assertThat(memory.commitLimitBytes().orElseThrow())
        .isGreaterThanOrEqualTo(memory.committedBytes().orElseThrow());
    assertThat(memory.totalBytes().orElseThrow()).isGreaterThan(64 * MIB);
    assertThat(probes().machine().memoryBytes()).isEqualTo(memory.totalBytes());
  }

  @Test
  void workerThatDoesNothingWaitsAndOneThatComputesMoves() {
    Victim still = Victim.startSuspended(win32, "sleep");
    opened.add(still);
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

  @Test
  void residentMemoryCountsTheFamily() {
    Victim victim = start("parent");
    ProcessIdentity root = victim.identity();
    await().until(() -> probes().tree(root).size() == 2);
    probes().tree(root).stream().skip(1).forEach(this::killAtTheEnd);
    ProcessList list = ProcessList.now(win32);
    long alone = list.of(root).orElseThrow().sizes().workingSet();
    try (var meter = probes().residentMeter()) {
      assertThat(meter.residentBytes(root).orElseThrow()).isGreaterThan(alone);
      assertThat(meter.residentBytes(new ProcessIdentity(root.pid(), 1, 1))).isEmpty();
    }
  }
}
