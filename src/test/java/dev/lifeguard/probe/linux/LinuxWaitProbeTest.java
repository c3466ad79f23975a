package dev.lifeguard.probe.linux;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.probe.PythonProcess;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.ThreadWait.Kind;
import dev.lifeguard.probe.WaitProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
final class LinuxWaitProbeTest {
  private static final int WORKER = 1;
  private static final String FORK = "import os, time; child = os.fork() or (%s, os._exit(0)); ";

  private final WaitProbe probe =
      new LinuxWaitProbe(
          ProcessIdentities.of(ProcessHandle.current().pid()).orElseThrow(),
          System::nanoTime,
          new OpenFiles(),
          new TaskChildren(new OpenFiles()));
  private PythonProcess python;
  private boolean threadIsKnown = true;

  @BeforeEach
  void start() throws IOException {
    python = PythonProcess.start();
  }

  @AfterEach
  void end() {
    probe.close();
    python.close();
  }

  private ThreadWait look() {
    var identity = ProcessIdentities.of(python.pid()).orElseThrow();
    probe.beginRound(List.of(WORKER));
    return probe
        .look(new WaitProbe.Subject(WORKER, identity, threadIsKnown ? python.pid() : 0))
        .orElseThrow();
  }

  /// Looks again and again until the worker is like this.
  private ThreadWait until(Kind kind, String words) {
    List<ThreadWait> seen = new ArrayList<>();
    await("not " + kind + " with: " + words)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .conditionEvaluationListener(_ -> {})
        .untilAsserted(() -> {
          seen.add(look());
          assertThat(seen.getLast().kind()).as(seen.getLast().toString()).isEqualTo(kind);
          assertThat(seen.getLast().words()).contains(words);
        });
    return seen.getLast();
  }

  /// What several looks in a row agree in.
  private void stays(Kind kind, String words) {
    List<ThreadWait> seen = new ArrayList<>();
    until(kind, words);
    // What it did before it came to that may only show now: a look tells of the time since the
    // last.
    until(kind, words);
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> seen.add(look()) && seen.size() == 6);
    assertThat(seen).extracting(ThreadWait::kind).containsOnly(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import threading; a = threading.Lock(); a.acquire(); a.acquire() | waits for a lock, without a deadline
          import threading; threading.Event().wait()          | waits for a lock, without a deadline
          import queue; queue.Queue().get()                   | waits for a lock, without a deadline
          import multiprocessing as m; a = m.Lock(); a.acquire(); a.acquire() | waits for a lock that processes share, without a deadline
          import os; ends = os.pipe(); os.read(ends[0], 1)    | reads a pipe that only it could write to, without a deadline
          import os; ends = os.pipe(); os.write(ends[1], bytes(1000000)) | writes to a pipe that only it could read, without a deadline
          import os, select; ends = os.pipe(); select.select([ends[0]], [], []) | reads a pipe that only it could write to
          import os, select; ends = os.pipe(); p = select.poll(); p.register(ends[0]); p.poll() | reads a pipe that only it could write to
          import os, select; ends = os.pipe(); p = select.epoll(); p.register(ends[0], 1); p.poll() | reads a pipe that only it could write to
          import fcntl; a = open(__import__('sys').executable); b = open(a.name); fcntl.flock(a, 2); fcntl.flock(b, 2) | waits for a lock on /
          """)
  void waitWithoutADeadlineIsStuck(String line, String words) throws IOException {
    python.tell(line);
    ThreadWait wait = until(Kind.STUCK, words);
    assertThat(wait.evidence()).hasSize(2);
    assertThat(wait.evidence().getFirst().text()).contains("thread " + python.pid());
    assertThat(wait.evidence().getLast().text())
        .contains("the process used 0.00 s of a processor")
        .contains("neither read nor wrote");
    long since = wait.sinceNanos();
    assertThat(look().sinceNanos()).isEqualTo(since);
  }

  @Test
  void namedPipeThatNobodyElseOpensIsStuck(@TempDir Path directory) throws IOException {
    python.run("import os; os.mkfifo('%s/pipe')".formatted(directory));
    python.tell("open('%s/pipe')".formatted(directory));
    until(Kind.STUCK, "opens a named pipe that nobody has open at its other end");
    python.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import time; time.sleep(600)                                  | sleeps for
          import threading; threading.Event().wait(600)                 | waits for a lock, with a deadline
          import queue; queue.Queue().get(timeout=600)                  | waits for a lock, with a deadline
          import multiprocessing as m; a = m.Lock(); a.acquire(); a.acquire(timeout=600) | waits for a lock that processes share, with a deadline
          import subprocess; subprocess.run(['sleep', '600'])           | waits for its child
          import subprocess; subprocess.check_output(['sleep', '600'])  | which sleeps
          import subprocess; subprocess.run(['sleep', '600'], capture_output=True) | which sleeps
          import subprocess; subprocess.check_output('sleep 600; true', shell=True)  | which waits for a child
          import socket; a = socket.socketpair(); a[0].recv(1)          | waits for a network socket
          import socket; a = socket.create_server(('127.0.0.1', 0)); a.accept() | waits for a network socket
          import socket, select; a = socket.socketpair(); select.select([a[0]], [], []) | waits for a network socket
          import os, select; a = os.pipe(); select.select([a[0]], [], [], 600) | waits for events, with a deadline
          import signal; signal.pause()                                 | waits for a signal
          """)
  void waitForAGoodReasonIsNoHang(String line, String words) throws IOException {
    python.tell(line);
    stays(Kind.WAITS, words);
  }

  @Test
  void busyLoopMoves() throws IOException {
    python.tell("while True: pass");
    stays(Kind.MOVES, "");
  }

  @Test
  void busyThreadBehindALockMoves() throws IOException {
    python.tell(
        "import threading; t = threading.Thread(target=exec, args=('while True: pass',));"
            + " t.start(); t.join()");
    stays(Kind.MOVES, "");
  }

  @Test
  void busyChildMoves() throws IOException {
    python.tell("import subprocess; subprocess.run(['sh', '-c', 'while :; do :; done'])");
    stays(Kind.MOVES, "");
  }

  /// On one processor, beside a loop that has three hundred times its weight (sched(7)).
  @Test
  void busyChildThatGetsNoProcessorMoves() throws IOException {
    String processor = python.run("import os; answer = min(os.sched_getaffinity(0))");
    List<String> loop = List.of("sh", "-c", "while :; do :; done");
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", processor));
    pinned.addAll(loop);
    Process greedy = new ProcessBuilder(pinned).start();
    try {
      python.tell(
          "import subprocess; subprocess.run(['taskset', '-c', '%s', 'chrt', '-i', '0', '%s'])"
              .formatted(processor, String.join("', '", loop)));
      await().until(() -> starved().isPresent());
      stays(Kind.MOVES, "");
    } finally {
      greedy.destroyForcibly();
    }
  }

  private Optional<StatLine> starved() {
    return python
        .process()
        .descendants()
        .flatMap(it -> ProcText.read("/proc/" + it.pid() + "/stat").stream())
        .flatMap(it -> StatLine.parse(it).stream())
        .filter(it -> it.name().equals("sh"))
        .findAny();
  }

  @Test
  void busyGrandchildBehindALockMoves() throws IOException {
    python.run("import subprocess, threading; a = threading.Lock(); a.acquire()");
    python.run("subprocess.Popen(['sh', '-c', '(while :; do :; done) & wait']); answer = 'here'");
    python.tell("a.acquire()");
    stays(Kind.MOVES, "");
  }

  @Test
  void readingAndWritingMoves() throws IOException {
    python.run("import threading, time, os; a = threading.Lock(); a.acquire()");
    String loop = "while True: time.sleep(0.02); os.write(null, bytes(1))";
    python.run("null = os.open(os.devnull, os.O_WRONLY); answer = ''");
    python.tell(
        "threading.Thread(target=exec, args=(%s, globals())).start(); a.acquire()"
            .formatted("'" + loop + "'"));
    stays(Kind.MOVES, "");
  }

  @Test
  void lockThatIsGivenNowAndThenIsNoHang() throws IOException {
    python.run("import threading, time; a = threading.Semaphore(0)");
    python.run(
        "t = threading.Thread(target=exec, args=('while True: time.sleep(0.02); a.release()',"
            + " globals())); t.start()");
    python.tell("exec('while True: a.acquire()')");
    until(Kind.MOVES, "");
    for (int looks = 0; looks < 6; looks++) {
      // On a busy machine it may be given late.
      long before = waits();
      await().until(() -> waits() >= before + 2);
      assertThat(look().kind()).isEqualTo(Kind.MOVES);
    }
  }

  /// How often its main thread has begun to wait.
  private long waits() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + python.pid() + "/status")).stream()
        .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void suspendedProcessIsNotHungAndBeginsAnewAfterwards() throws Exception {
    python.tell("import threading; a = threading.Lock(); a.acquire(); a.acquire()");
    long before = until(Kind.STUCK, "lock").sinceNanos();
    signal("STOP");
    stays(Kind.WAITS, "is suspended (SIGSTOP)");
    signal("CONT");
    assertThat(until(Kind.STUCK, "lock").sinceNanos()).isGreaterThan(before);
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(python.pid())).start().waitFor();
  }

  @Test
  void tracedProcessIsNotHung() throws Exception {
    python.tell("import threading; a = threading.Lock(); a.acquire(); a.acquire()");
    until(Kind.STUCK, "lock");
    try (PythonProcess tracer = PythonProcess.start()) {
      assertThat(
              tracer.run(
                  "import ctypes; answer = ctypes.CDLL(None).ptrace(16, %d, None, None)"
                      .formatted(python.pid())))
          .isEqualTo("0");
      stays(Kind.WAITS, "is traced by pid " + tracer.pid());
    }
  }

  /// What the parent of a forked child waits for decides, and whether the child can go on.
  @Test
  void childThatIsStuckWithTheLockOfItsParentIsWaitedFor() throws IOException {
    python.run("import threading; a = threading.Lock(); a.acquire()");
    String child = python.run(FORK.formatted("a.acquire()") + "answer = child");
    python.tell("os.waitpid(child, 0)");
    stays(Kind.WAITS, "waits for its child " + child);
  }

  @Test
  void pipeFromAChildThatIsStuckIsStuck() throws IOException {
    python.run("import threading, os; a = threading.Lock(); a.acquire(); ends = os.pipe()");
    String child = python.run(FORK.formatted("a.acquire()") + "answer = child");
    python.tell("os.read(ends[0], 1)");
    until(Kind.STUCK, "reads a pipe from pid " + child + ", without a deadline");
  }

  @Test
  void parentAndChildThatBothReadAreStuck() throws IOException {
    python.tell(
        "import subprocess as s; p = s.Popen(['cat'], stdin=s.PIPE, stdout=s.PIPE);"
            + " p.stdout.read(1)");
    until(Kind.STUCK, "reads a pipe from pid ");
  }

  @Test
  void lockThatAThreadHoldsUntilAChildEndsIsAWaitForTheChild() throws IOException {
    python.tell(
        "import subprocess, threading; t = threading.Thread(target=subprocess.run,"
            + " args=(['sleep', '600'],)); t.start(); t.join()");
    stays(Kind.WAITS, "waits for its child");
  }

  @Test
  void readingFromLifeguardIsSaid() {
    until(Kind.STUCK, "reads a pipe from Lifeguard, without a deadline");
  }

  @Test
  void ownDisturbanceIsNoMovement() throws Exception {
    python.run("import faulthandler, threading; faulthandler.register(40)");
    python.tell("a = threading.Lock(); a.acquire(); a.acquire()");
    long since = until(Kind.STUCK, "lock").sinceNanos();
    probe.disturbed(WORKER);
    String runs = runs();
    signal("40");
    await().until(() -> !runs().equals(runs));
    assertThat(look().kind()).isEqualTo(Kind.STUCK);
    assertThat(look().kind()).isEqualTo(Kind.STUCK);
    assertThat(look().sinceNanos()).isEqualTo(since);
  }

  private String runs() {
    return ProcText.read("/proc/" + python.pid() + "/schedstat").orElseThrow();
  }

  @Test
  void withoutAThreadToLookAtAllMustBeStuck() throws IOException {
    threadIsKnown = false;
    python.run("import threading, time; a = threading.Lock(); a.acquire()");
    python.run("t = threading.Thread(target=time.sleep, args=(600,), daemon=True)");
    python.tell("t.start(); a.acquire()");
    stays(Kind.WAITS, "sleeps");
  }

  @Test
  void withoutAThreadToLookAtTheMainThreadSpeaks() throws IOException {
    threadIsKnown = false;
    python.run("import threading; a = threading.Lock(); a.acquire()");
    python.run("t = threading.Thread(target=a.acquire, daemon=True)");
    python.tell("t.start(); a.acquire()");
    until(Kind.STUCK, "waits for a lock, without a deadline");
  }

  @Test
  void goneProcessIsNoProcess() {
    look();
    var identity = ProcessIdentities.of(python.pid()).orElseThrow();
    python.close();
    probe.beginRound(List.of(WORKER));
    assertThat(probe.look(new WaitProbe.Subject(WORKER, identity, python.pid()))).isEmpty();
  }
}
