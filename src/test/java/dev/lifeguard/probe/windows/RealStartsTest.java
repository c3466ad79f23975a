package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Between.value;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ShortageException;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes of ours from their first instruction to their end, with the real functions of Windows:
/// under Wine, or on Windows itself.
final class RealStartsTest extends OnRealWindows {
  private static final int INHERITABLE = 1;

  @TempDir private Path directory;

  private WorkerJobs jobs(Win32 calls) throws IOException {
    WorkerJobs jobs = WindowsWorkerJobs.open(calls, OptionalLong.empty());
    opened.add(jobs);
    return jobs;
  }

  private static String said(InputStream from) throws IOException {
    return new String(from.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<ProcessIdentity> below(long pid) {
    ProcessList list = ProcessList.now(win32);
    return list.below(list.of(pid).stream().toList()).stream()
        .skip(1)
        .filter(row -> !row.isConsole())
        .map(ProcessRow::process)
        .toList();
  }

  /// Time passes between the start and the admission, in which another process gets far. The first
  /// thing that the worker does is to start another one, which must not be there before.
  @Test
  void whatItStartsInItsFirstMomentIsInItsJobAndEndsWithIt() throws IOException {
    List<Long> early = new ArrayList<>();
    Map<String, Long> made = new ConcurrentHashMap<>();
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            if (function.equals("AssignProcessToJobObject")) {
              awaitUse(start("spin").identity());
              below(Optional.ofNullable(made.get("pid")).orElseThrow())
                  .forEach(it -> early.add(it.pid()));
            }
            return Optional.empty();
          }

          @Override
          public Answer call(String library, String function, Argument... arguments) {
            Answer answer = super.call(library, function, arguments);
            if (function.equals("CreateProcessW")
                && arguments[9] instanceof Argument.Buffer(MemorySegment information)) {
              made.put("pid", (long) information.get(ValueLayout.JAVA_INT, 16));
            }
            return answer;
          }
        };
    WorkerJobs jobs = jobs(calls);
    StartedProcess worker = start(jobs, 1, "grandparent");
    assertThat(early).as("started outside of the job").isEmpty();
    await().until(() -> below(worker.process().pid()).size() == 2);
    List<ProcessIdentity> family = new ArrayList<>(below(worker.process().pid()));
    family.add(worker.identity());
    assertThat(members(jobs, 1)).containsExactlyInAnyOrderElementsOf(family);

    jobs.remove(1);
    assertThat(exitCode(worker)).isEqualTo(WorkerJobs.KILLED);
    await().until(() -> family.stream().noneMatch(it -> isThere(it)));
  }

  private static boolean isThere(ProcessIdentity process) {
    return ProcessList.now(win32).of(process).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "259, 259", "0xC0000017, -1073741801"})
  void exitCodeIsTold(String given, int told) throws Exception {
    StartedProcess started = start(jobs(win32), 1, "exit", given);
    assertThat(started.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(started.process().exitValue()).isEqualTo(told);
    assertThat(started.process().waitFor()).isEqualTo(told);
    assertThat(started.process().onExit().join()).isSameAs(started.process());
  }

  @Test
  void whoRunsHasNoExitCodeAndCanBeEnded() throws Exception {
    StartedProcess started = start(jobs(win32), 1, "sleep");
    assertThat(ProcessList.now(win32).of(started.process().pid()).orElseThrow().process())
        .isEqualTo(started.identity());
    assertThat(started.process().isAlive()).isTrue();
    assertThat(started.process().waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(started.process()::exitValue)
        .isInstanceOf(IllegalThreadStateException.class);
    started.process().destroyForcibly();
    assertThat(exitCode(started)).isEqualTo(WorkerJobs.KILLED);
    started.process().destroy();
  }

  /// More than the pipes hold, in both directions at once.
  @Test
  void aMegabyteGoesInAndComesOutAsItWas() throws IOException {
    byte[] sent = new byte[1 << 20];
    new Random(20261128).nextBytes(sent);
    Process process = start(jobs(win32), 1, "echo").process();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try (OutputStream to = process.getOutputStream()) {
            to.write(sent);
          } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
          }
        });
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(sent);
    assertThat(said(process.getErrorStream())).isEqualTo("that was all");
    writing.join();
    assertThat(process.onExit().join().exitValue()).isZero();
  }

  /// As workers are read: a block without anything, which Wine keeps to itself, is not the end.
  @Test
  void emptyBlockIsNotTheEnd() throws IOException {
    List<String> empty = new ArrayList<>();
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            if (function.equals("ReadFile")
                && empty.isEmpty()
                && arguments[3] instanceof Argument.Buffer(MemorySegment count)) {
              empty.add("told");
              count.set(ValueLayout.JAVA_INT, 0, 0);
              return Optional.of(new Answer(1, 0));
            }
            return Optional.empty();
          }
        };
    Process process = start(jobs(calls), 1, "echo").process();
    process.getOutputStream().write('x');
    process.getOutputStream().close();
    assertThat(process.getInputStream().read(new byte[8])).isOne();
    assertThat(empty).hasSize(1);
    assertThat(process.getInputStream().read(new byte[8])).isEqualTo(-1);
  }

  /// A Ctrl-C of the console, or of whatever shares it, ends no worker and nothing that one starts.
  @ParameterizedTest
  @ValueSource(strings = {"deaf", "deaf-child"})
  void workerIsDeafToTheUsersInterrupt(String which) throws IOException {
    assertThat(exitCode(start(jobs(win32), 1, which))).isOne();
    Victim stranger = start(which);
    assertThat(stranger.exitCode()).as("and others are not").isZero();
  }

  @Test
  void errorsGoIntoTheOutputWhenThatIsWanted() throws IOException {
    WorkerJobs jobs = jobs(win32);
    jobs.prepare(1);
    Process process = jobs.start(1, words("echo").redirectErrorStream(true)).process();
    try (OutputStream to = process.getOutputStream()) {
      to.write("so: ".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(said(process.getInputStream())).isEqualTo("so: that was all");
    assertThat(process.getErrorStream().read()).isEqualTo(-1);
  }

  @Test
  void whoEndsWithoutReadingIsToldToWhoWrites() throws IOException {
    StartedProcess started = start(jobs(win32), 1, "exit", "0");
    assertThat(exitCode(started)).isZero();
    OutputStream to = started.process().getOutputStream();
    assertThatThrownBy(
            () -> {
              to.write(new byte[1 << 20]);
              to.flush();
            })
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a pipe cannot be written (error ");
  }

  /// Who reads gets into the system only after the first try to call it back.
  @Test
  void closedStreamCallsBackWhoReadsIt() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(1);
    Win32 calls =
        new Between(win32) {
          @Override
          Optional<Answer> call(String function, Argument[] arguments) {
            if (function.equals("ReadFile")) {
              reads.countDown();
              awaitLatch(called);
            }
            return Optional.empty();
          }

          @Override
          public Answer call(String library, String function, Argument... arguments) {
            Answer answer = super.call(library, function, arguments);
            if (function.equals("CancelIoEx")) {
              called.countDown();
            }
            return answer;
          }
        };
    InputStream from = start(jobs(calls), 1, "sleep").process().getInputStream();
    CompletableFuture<String> reading =
        CompletableFuture.supplyAsync(() -> {
          try {
            return "read " + from.read();
          } catch (IOException closed) {
            return closed.getMessage();
          }
        });
    awaitLatch(reads);
    from.close();
    assertThat(reading.orTimeout(1, TimeUnit.MINUTES).join())
        .isEqualTo("a pipe cannot be read (error 995 of Windows)"); // ERROR_OPERATION_ABORTED
    assertThatThrownBy(from::read).hasMessage("the pipe is closed");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void wordsVariablesAndDirectoryArrive() throws IOException {
    WorkerJobs jobs = jobs(win32);
    jobs.prepare(1);
    ProcessBuilder variable = words("variable", "of mine");
    variable.environment().put("Of Mine", "a = \"b\"");
    assertThat(said(jobs.start(1, variable).process().getInputStream())).isEqualTo("a = \"b\"");
    Path place = Files.createDirectory(directory.resolve("two words"));
    ProcessBuilder there = words("directory").directory(place.toFile());
    assertThat(said(jobs.start(1, there).process().getInputStream()))
        .isEqualTo(WindowsLab.windowsName(place));
  }

  @Test
  void argumentsArriveAsTheyWereGiven() throws IOException {
    List<String> words =
        List.of(
            "plain",
            "two words",
            "tab\there",
            "say \"hi\"",
            "\"",
            "\"\"",
            "a\"b\"c d",
            "C:\\dir\\",
            "C:\\two words\\",
            "a\\\"b",
            "a\\\\\" b",
            "\\\\\"\\\\ ",
            "",
            "line\nbreak",
            "%PATH%",
            "^&|<>!",
            "üñ€",
            "emoji \uD83D\uDE00");
    ProcessBuilder how = words();
    how.command(new ArrayList<>(words));
    how.command().addFirst(WindowsLab.windowsName(WindowsLab.program("arguments")));
    WorkerJobs jobs = jobs(win32);
    jobs.prepare(1);
    String taken = said(jobs.start(1, how).process().getInputStream());
    assertThat(taken).isEqualTo(String.join("\0", words) + "\0\0");
  }

  @Test
  void programThatIsNotThereIsToldInASentence() throws IOException {
    WorkerJobs jobs = jobs(win32);
    jobs.prepare(1);
    ProcessBuilder missing = new ProcessBuilder("C:\\not there\\at all.exe", "x");
    assertThatThrownBy(() -> jobs.start(1, missing))
        .isNotInstanceOf(ShortageException.class)
        .hasMessageMatching("there is no such file \\(error [23] of Windows\\)");
    Path text = Files.writeString(directory.resolve("notes.exe"), "nothing to run");
    assertThatThrownBy(() -> jobs.start(1, new ProcessBuilder(WindowsLab.windowsName(text))))
        .hasMessageMatching("it is no program for this Windows \\(error (193|216) of Windows\\)");
    ProcessBuilder nowhere = words("exit", "0").directory(directory.resolve("gone").toFile());
    assertThatThrownBy(() -> jobs.start(1, nowhere))
        .hasMessageMatching("(its directory is none|there is no such file).*of Windows\\)");
  }

  @Test
  void handlesOfOursAreNotInherited() throws IOException {
    Handles all = new Handles(win32);
    opened.add(all);
    long last = 0;
    // Its own handles have low numbers, so that a high one is one of ours or none.
    for (int i = 0; i < 100; i++) {
      Win32.Answer event =
          win32.call(
              "kernel32",
              "CreateEventW",
              Win32.nothing(),
              Win32.number(0),
              Win32.number(0),
              Win32.nothing());
      last = Math.max(last, all.add(event.value()));
      win32.call(
          "kernel32",
          "SetHandleInformation",
          Win32.number(event.value()),
          Win32.number(INHERITABLE),
          Win32.number(INHERITABLE));
    }
    StartedProcess started = start(jobs(win32), 1, "handle", Long.toString(last));
    assertThat(exitCode(started)).as("whether it has this handle").isZero();
  }

  @Test
  void startsLeaveNoHandleBehind() throws IOException {
    leaveNoHandle(12);
  }

  @Test
  @Tag("proof")
  void hundredsOfStartsLeaveNoHandleBehind() throws IOException {
    leaveNoHandle(200);
  }

  private void leaveNoHandle(int starts) throws IOException {
    WorkerJobs jobs = jobs(win32);
    startAndEnd(jobs, 2);
    int before = handles();
    startAndEnd(jobs, starts);
    // Others come and go in the same process; one for each start would be too many. Whoever waits
    // for the last one closes its handle a moment after telling.
    await().until(() -> handles() - before < starts / 2);
  }

  private static void startAndEnd(WorkerJobs jobs, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Process process = start(jobs, 1, "exit", "0").process();
      process.getOutputStream().close();
      assertThat(said(process.getInputStream()) + said(process.getErrorStream())).isEmpty();
      process.getInputStream().close();
      process.getErrorStream().close();
      assertThat(process.onExit().join().exitValue()).isZero();
      jobs.remove(1);
    }
  }

  private static int handles() {
    long self = win32.call("kernel32", "GetCurrentProcessId").low();
    return ProcessList.now(win32).of(self).orElseThrow().handles();
  }

  /// Each of the calls that can fail, refused: the second and third of a function as well.
  @ParameterizedTest
  @CsvSource({
    "CreatePipe, 1",
    "CreatePipe, 2",
    "CreatePipe, 3",
    "LocalAlloc, 1",
    "InitializeProcThreadAttributeList, 1",
    "UpdateProcThreadAttribute, 1",
    "CreateProcessW, 1",
    "AssignProcessToJobObject, 1",
    "CreateEventW, 1",
    "ResumeThread, 1"
  })
  void refusedStartLeavesNoHandleAndNoProcessBehind(String refused, int which) throws IOException {
    Ledger ledger = new Ledger(refused, which);
    WorkerJobs jobs = jobs(ledger);
    jobs.prepare(1);
    ledger.begin();
    assertThatThrownBy(() -> jobs.start(1, words("sleep"))).isInstanceOf(ShortageException.class);
    await().untilAsserted(() -> assertThat(ledger.open).isEmpty());
    assertThat(jobs.members(1)).isEmpty();
    await().until(() -> ledger.pids.stream().noneMatch(pid -> isThere(pid)));
    ledger.refused = "";
    // The job and its number are of use still.
    assertThat(exitCode(new StartedProcess(again(jobs), new ProcessIdentity(0, 0, 0)))).isZero();
  }

  private static Process again(WorkerJobs jobs) throws IOException {
    return jobs.start(1, words("exit", "0")).process();
  }

  private static boolean isThere(long pid) {
    return ProcessList.now(win32).of(pid).isPresent();
  }

  /// Remembers what is open, and refuses one call for want of memory.
  private static final class Ledger extends Between {
    private final Map<Long, String> open = new ConcurrentHashMap<>();
    private final List<Long> pids = new ArrayList<>();
    private final int which;
    private String refused;
    private int left = Integer.MAX_VALUE;

    Ledger(String refused, int which) {
      super(win32);
      this.refused = refused;
      this.which = which;
    }

    void begin() {
      left = which;
    }

    @Override
    Optional<Answer> call(String function, Argument[] arguments) {
      if (function.equals(refused) && --left == 0) {
        return Optional.of(new Answer(function.equals("ResumeThread") ? -1 : 0, 1455));
      }
      if (function.equals("CloseHandle") || function.equals("LocalFree")) {
        open.remove(value(arguments[0]));
      }
      return Optional.empty();
    }

    @Override
    public Answer call(String library, String function, Argument... arguments) {
      Answer answer = super.call(library, function, arguments);
      if (left == Integer.MAX_VALUE || !answer.isTrue()) {
        return answer;
      }
      switch (function) {
        case "CreatePipe" -> {
          note(arguments[0], 0, function);
          note(arguments[1], 0, function);
        }
        case "CreateProcessW" -> {
          note(arguments[9], 0, function);
          note(arguments[9], 8, function);
          if (arguments[9] instanceof Argument.Buffer(MemorySegment made)) {
            pids.add((long) made.get(ValueLayout.JAVA_INT, 16));
          }
        }
        case "LocalAlloc" -> open.put(answer.value(), function);
        default -> {}
      }
      return answer;
    }

    private void note(Argument argument, long at, String function) {
      if (argument instanceof Argument.Buffer(MemorySegment memory)) {
        open.put(memory.get(ValueLayout.JAVA_LONG, at), function);
      }
    }
  }
}
