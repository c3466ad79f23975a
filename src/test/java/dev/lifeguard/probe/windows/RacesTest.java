package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Between.value;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// What may happen between two calls: a process ends and its number gets a new owner, another one
/// is started, the system refuses; and what Wine cannot have happen. Each is made to happen there
/// and nowhere else, by a [Win32] that comes between; all other calls are the real ones.
final class RacesTest extends OnRealWindows {
  private static final int PROCESS_IDS = 3;

  private static Win32 with(Between.Before before) {
    return Between.before(win32, before);
  }

  private static Win32 refusing(String refused, int error) {
    return Between.refusing(win32, refused, error);
  }

  private WorkerJobs jobs(Win32 calls) throws IOException {
    WorkerJobs jobs = WindowsWorkerJobs.open(calls, OptionalLong.empty());
    opened.add(jobs);
    return jobs;
  }

  @Test
  void newOwnerOfAMembersNumberIsNotSuspended() throws IOException {
    Victim stranger = start("spin");
    WorkerJobs jobs = jobs(withMember(stranger.pid()));
    start(jobs, 1, "spin");
    assertThat(members(jobs, 1)).hasSize(2);
    assertThat(jobs.suspend(1)).isTrue();
    awaitUse(stranger.identity());
  }

  /// The list of a job's members has this number as well, as if it had belonged to one a moment
  /// ago.
  private static Win32 withMember(long pid) {
    return new Between(win32) {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        if (!function.equals("QueryInformationJobObject")
            || value(arguments[1]) != PROCESS_IDS
            || !(arguments[2] instanceof Argument.Buffer(MemorySegment list))) {
          return Optional.empty();
        }
        Answer answer = win32.call("kernel32", function, arguments);
        int count = list.get(ValueLayout.JAVA_INT, 4);
        list.set(ValueLayout.JAVA_LONG, 8 + 8L * count, pid);
        list.set(ValueLayout.JAVA_INT, 4, count + 1);
        return Optional.of(answer);
      }
    };
  }

  @Test
  void processThatIsStartedWhileItsJobIsSuspendedIsSuspendedToo() throws IOException {
    List<StartedProcess> late = new ArrayList<>();
    List<WorkerJobs> all = new ArrayList<>();
    WorkerJobs jobs =
        jobs(
            with((function, _) -> {
              if (function.equals("NtSuspendProcess") && late.isEmpty()) {
                late.add(another(all.getFirst()));
              }
            }));
    all.add(jobs);
    StartedProcess worker = start(jobs, 1, "spin");
    assertThat(jobs.suspend(1)).isTrue();
    ProcessIdentity second = late.getFirst().identity();
    long stood = cpuNanos(second);
    awaitUse(start("spin").identity());
    assertThat(cpuNanos(second)).isEqualTo(stood);
    assertThat(jobs.resume(1)).isTrue();
    awaitUse(second);
    awaitUse(worker.identity());
  }

  /// One more in the job of worker 1.
  private static StartedProcess another(WorkerJobs jobs) {
    try {
      return jobs.start(1, words("spin"));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  @Test
  void jobThatCannotBeEndedKillsNobody() throws IOException {
    WorkerJobs jobs = jobs(refusing("TerminateJobObject", 5));
    StartedProcess worker = start(jobs, 1, "sleep");
    assertThat(jobs.kill(1)).isZero();
    assertThat(worker.process().isAlive()).isTrue();
  }

  /// A message may come late, when the number of the worker has a new job already. The port tells
  /// them in their order, so the last one is heard after the first.
  @Test
  void messageOfAnEarlierJobIsNotOneOfItsSuccessor() throws IOException {
    List<MemorySegment> told = new ArrayList<>();
    int completionPort = 7;
    WorkerJobs jobs =
        jobs(
            with((function, arguments) -> {
              if (function.equals("SetInformationJobObject")
                  && value(arguments[1]) == completionPort
                  && arguments[2] instanceof Win32.Argument.Buffer(MemorySegment to)) {
                told.add(MemorySegment.ofArray(to.toArray(ValueLayout.JAVA_BYTE)));
              }
            }));
    jobs.prepare(3);
    jobs.prepare(1);
    jobs.remove(1);
    jobs.prepare(1);
    jobs.prepare(2);
    // Of the trial, of the first job of worker 1, and of worker 2.
    for (MemorySegment each : List.of(told.get(0), told.get(2), told.get(4))) {
      win32.call(
          "kernel32",
          "PostQueuedCompletionStatus",
          Win32.number(Structures.longAt(each, 8)),
          Win32.number(JobMessage.JOB_MEMORY_LIMIT.number()),
          Win32.number(Structures.longAt(each, 0)),
          Win32.nothing());
    }
    await().until(() -> jobs.account(2).refused());
    assertThat(jobs.account(1).refused()).isFalse();
    assertThat(jobs.account(3).refused()).isFalse();
  }

  /// Windows tells a 64-bit program of the libraries of a 32-bit process only when it asks for all;
  /// Python's are among them.
  @Test
  void librariesOf32BitsAreAskedForAsWell() {
    Victim victim = start("sleep");
    long listAll = 3;
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            boolean asksForAll = arguments.length == 5 && value(arguments[4]) == listAll;
            // As if there were none: what was needed stays 0.
            return function.startsWith("K32EnumProcessModules") && !asksForAll
                ? Optional.of(new Answer(1, 0))
                : Optional.empty();
          }
        };
    try (OpenedProcess process = openedToRead(victim)) {
      await()
          .until(
              () -> Modules.of(calls, process).stream().anyMatch("kernel32.dll"::equalsIgnoreCase));
    }
  }

  /// Wine knows no names of mapped files that are longer than 260 letters; Windows does, and has
  /// none to tell where the whole does not fit.
  @Test
  void longNameOfAMappedFileIsToldWhole() {
    Victim victim = start("sleep");
    String name = "\\Device\\HarddiskVolume3" + "\\deeper".repeat(4000);
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            if (!function.equals("K32GetMappedFileNameW")
                || !(arguments[2] instanceof Argument.Buffer(MemorySegment to))) {
              return Optional.empty();
            }
            if (value(arguments[3]) < name.length()) {
              return Optional.of(new Answer(0, 122)); // ERROR_INSUFFICIENT_BUFFER
            }
            MemorySegment.copy(name.toCharArray(), 0, to, ValueLayout.JAVA_CHAR, 0, name.length());
            return Optional.of(new Answer(name.length(), 0));
          }
        };
    try (OpenedProcess process = openedToRead(victim)) {
      AddressSpace space = AddressSpace.walk(win32, process);
      assertThat(MappedFiles.of(calls, process, space).values()).isNotEmpty().containsOnly(name);
    }
  }

  private static OpenedProcess openedToRead(Victim victim) {
    OpenedProcess.Opening opening =
        OpenedProcess.open(
            win32, victim.identity(), OpenedProcess.QUERY | OpenedProcess.READ_MEMORY);
    return ((OpenedProcess.Opening.Opened) opening).process();
  }

  @Test
  void limitIsOneForTheWholeJob() throws IOException {
    List<MemorySegment> set = new ArrayList<>();
    Win32 calls =
        with((function, arguments) -> {
          if (function.equals("SetInformationJobObject")
              && arguments[2] instanceof Win32.Argument.Buffer(MemorySegment limits)) {
            set.add(MemorySegment.ofArray(limits.toArray(ValueLayout.JAVA_BYTE)));
          }
        });
    JobObject.create(calls, OptionalLong.of(200 << 20)).close();
    // LIMIT_JOB_MEMORY, DIE_ON_UNHANDLED_EXCEPTION, KILL_ON_JOB_CLOSE; no way to break away.
    assertThat(Structures.intAt(set.getFirst(), 16)).isEqualTo(0x2600);
    assertThat(Structures.longAt(set.getFirst(), 112)).as("of one process").isZero();
    assertThat(Structures.longAt(set.getFirst(), 120)).as("of the job").isEqualTo(200 << 20);
  }

  @Test
  void processThatEndsBeforeItIsKilledIsGone() {
    Victim victim = start("sleep");
    ProcessIdentity process = victim.identity();
    Win32 calls =
        with((function, arguments) -> {
          if (function.equals("TerminateProcess")) {
            victim.end();
            arguments[0] = Win32.nothing();
          }
        });
    ExitWatch watch = watch(calls, new ConcurrentHashMap<>());
    assertThat(watch.signal(process, 9)).isEqualTo(ExitWatch.Sent.GONE);
  }

  /// Each number is one of the same process: 70 of them take as many handles as 70 processes.
  @Test
  void moreProcessesAreWatchedThanOneThreadCanWaitFor() {
    Victim victim = start("sleep");
    ProcessIdentity real = victim.identity();
    Win32 calls =
        with((function, arguments) -> {
          if (function.equals("OpenProcess")) {
            arguments[2] = Win32.number(real.pid());
          }
        });
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    ExitWatch watch = watch(calls, endings);
    List<ProcessIdentity> numbers = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      long pid = real.pid() + 4L * i;
      numbers.add(new ProcessIdentity(pid, real.startTicks(), real.startedAtMillis()));
      assertThat(watch.watch(numbers.getLast())).isTrue();
    }
    assertThat(endings).isEmpty();
    victim.end();
    await().until(() -> endings.keySet().containsAll(numbers));
    assertThat(endings).hasSize(numbers.size());
  }

  @Test
  void handleThatMayNotBeWaitedForTellsNoExitCode() {
    Victim victim = start("sleep");
    OpenedProcess.Opening opening =
        OpenedProcess.open(win32, victim.identity(), OpenedProcess.QUERY_LIMITED);
    try (OpenedProcess process = ((OpenedProcess.Opening.Opened) opening).process()) {
      assertThat(process.exitCode()).isEmpty();
    }
  }

  @Test
  void endOfAProcessThatMayNotBeOpenedIsTold() {
    Victim victim = start("sleep");
    ProcessIdentity process = victim.identity();
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    ExitWatch watch = watch(refusing("OpenProcess", 5), endings);
    assertThat(watch.watch(process)).isTrue();
    victim.end();
    await().until(() -> endings.containsKey(process));
    ExitWatch.Ending ending = Optional.ofNullable(endings.get(process)).orElseThrow();
    assertThat(ending.status()).isEqualTo(new ExitStatus.Unknown());
    assertThat(ending.source()).isEqualTo("the exit code was not told: it may not be opened");
  }

  @Test
  void processThatCannotBeWaitedForIsGivenBackAndLookedFor() {
    Victim victim = start("sleep");
    ProcessIdentity process = victim.identity();
    Map<ProcessIdentity, ExitWatch.Ending> endings = new ConcurrentHashMap<>();
    Set<Long> open = ConcurrentHashMap.newKeySet();
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            if (function.equals("CreateEventW")) {
              return Optional.of(new Answer(0, 1450)); // ERROR_NO_SYSTEM_RESOURCES
            }
            if (function.equals("OpenProcess")) {
              Answer answer = win32.call("kernel32", function, arguments);
              open.add(answer.value());
              return Optional.of(answer);
            }
            if (function.equals("CloseHandle")) {
              open.remove(value(arguments[0]));
            }
            return Optional.empty();
          }
        };
    assertThat(watch(calls, endings).watch(process)).isTrue();
    assertThat(open).as("handles").isEmpty();
    victim.end();
    await().until(() -> endings.containsKey(process));
  }
}
