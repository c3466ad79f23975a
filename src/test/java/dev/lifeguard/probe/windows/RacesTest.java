package dev.lifeguard.probe.windows;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What may happen between two calls: a process ends and its number gets a new owner, another one
/// is started, the system refuses. Each is made to happen there and nowhere else, by a [Win32] that
/// comes between; all other calls are the real ones.
final class RacesTest extends OnRealWindows {
  private static final int PROCESS_IDS = 3;

  /// Makes the real calls, unless a test has something else to say.
  private abstract static class Between implements Win32 {
    @Override
    public Answer call(String library, String function, Argument... arguments) {
      return call(function, arguments).orElseGet(() -> win32.call(library, function, arguments));
    }

    /// May change the arguments, or answer in place of the system.
    abstract Optional<Answer> call(String function, Argument[] arguments);

    @Override
    public long addressOf(MemorySegment buffer) {
      return win32.addressOf(buffer);
    }
  }

  /// Comes before each call.
  private interface Before {
    void call(String function, Win32.Argument[] arguments);
  }

  private static Win32 with(Before before) {
    return new Between() {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        before.call(function, arguments);
        return Optional.empty();
      }
    };
  }

  /// A call of this function is refused with an error number.
  private static Win32 refusing(String refused, int error) {
    return new Between() {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        return function.equals(refused) ? Optional.of(new Answer(0, error)) : Optional.empty();
      }
    };
  }

  private WorkerJobs jobs(Win32 calls) throws IOException {
    WorkerJobs jobs = WindowsWorkerJobs.open(calls, OptionalLong.empty());
    opened.add(jobs);
    return jobs;
  }

  private static long value(Win32.Argument argument) {
    return argument instanceof Win32.Argument.Value(long value) ? value : 0;
  }

  @Test
  void newOwnerOfANumberIsNotTakenIn() throws IOException {
    Victim victim = start("parent");
    await().until(() -> probes().tree(victim.identity()).size() == 2);
    ProcessIdentity child = probes().tree(victim.identity()).getLast();
    killAtTheEnd(child);
    Victim stranger = suspended("sleep");
    WorkerJobs jobs =
        jobs(
            with((function, arguments) -> {
              if (function.equals("OpenProcess") && value(arguments[2]) == child.pid()) {
                arguments[2] = Win32.number(stranger.pid());
              }
            }));
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    assertThat(jobs.members(1)).containsExactly(victim.identity());
    jobs.remove(1);
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void newOwnerOfAMembersNumberIsNotSuspended() throws IOException {
    Victim stranger = start("spin");
    Victim victim = start("spin");
    WorkerJobs jobs = jobs(withMember(stranger.pid()));
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    assertThat(jobs.members(1)).hasSize(2);
    assertThat(jobs.suspend(1)).isTrue();
    awaitUse(stranger.identity());
  }

  /// The list of a job's members has this number as well, as if it had belonged to one a moment
  /// ago.
  private static Win32 withMember(long pid) {
    return new Between() {
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
    Victim victim = start("spin");
    Victim late = start("spin");
    List<WorkerJobs> all = new ArrayList<>();
    AtomicBoolean first = new AtomicBoolean(true);
    WorkerJobs jobs =
        jobs(
            with((function, _) -> {
              if (function.equals("NtSuspendProcess") && first.getAndSet(false)) {
                admit(all.getFirst(), late);
              }
            }));
    all.add(jobs);
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    assertThat(jobs.suspend(1)).isTrue();
    long stood = cpuNanos(late.identity());
    awaitUse(start("spin").identity());
    assertThat(cpuNanos(late.identity())).isEqualTo(stood);
    assertThat(jobs.resume(1)).isTrue();
    awaitUse(late.identity());
    awaitUse(victim.identity());
  }

  private static void admit(WorkerJobs jobs, Victim late) {
    try {
      jobs.admit(1, late.pid());
    } catch (IOException refused) {
      throw new IllegalStateException(refused);
    }
  }

  @Test
  void jobThatCannotBeEndedKillsNobody() throws IOException {
    Victim victim = start("sleep");
    WorkerJobs jobs = jobs(refusing("TerminateJobObject", 5));
    jobs.prepare(1);
    jobs.admit(1, victim.pid());
    assertThat(jobs.kill(1)).isZero();
    assertThat(victim.isAlive()).isTrue();
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
  void workerIsStartedDeafToTheUsersInterrupt() throws Exception {
    List<Long> ignored = new ArrayList<>();
    WorkerJobs jobs =
        jobs(
            new Between() {
              @Override
              Optional<Answer> call(String function, Argument[] arguments) {
                if (!function.equals("SetConsoleCtrlHandler")) {
                  return Optional.empty();
                }
                assertThat(value(arguments[0])).as("no handler").isZero();
                ignored.add(value(arguments[1]));
                return Optional.of(new Answer(1, 0));
              }
            });
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process started = jobs.start(new ProcessBuilder(java, "-version"));
    started.destroyForcibly();
    assertThat(ignored).containsExactly(1L, 0L);
    assertThatThrownBy(() -> jobs.start(new ProcessBuilder(java + "-not")))
        .isInstanceOf(IOException.class);
    assertThat(ignored).as("whatever came of it").containsExactly(1L, 0L, 1L, 0L);
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
        new Between() {
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
