package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.EpollEvents;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import dev.lifeguard.probe.linux.UnixSocket;
import dev.lifeguard.probe.linux.WaitStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Python process from which workers are forked; `template.py` is its other half. Owned by the
/// spawning thread, except for [#close].
///
/// It is started like a worker: a session of its own, the guard, a lifeline. When it ends, workers
/// that were forked from it are not touched, and the next order starts another one.
final class Template {
  private static final Logger LOG = LoggerFactory.getLogger(Template.class);

  private static final int SIGKILL = 9;
  private static final int NO_WORKER = 0;
  // As long as that of any worker, which overwrites it; see template.py.
  static final int MARK = Integer.MAX_VALUE;
  private static final String READY = "ready";
  private static final int ANSWER_BYTES = 8192;
  // A fork takes a millisecond for each 30 MB or so. One that has not answered by then is suspended
  // or worse, and is replaced.
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int FOR_EVER = -1;
  private static final int ANSWER_KEY = 1;
  private static final int OUTPUT_KEY = 2;
  private static final int END_KEY = 3;

  private final LinuxSys sys;
  private final UnixSocket socket;
  private final PythonCommand command;
  private final List<String> preload;
  private final Path directory;
  private final Guard guard;
  private final Undertaker undertaker;
  private final Adoption adoption;
  private final EpollEvents events = new EpollEvents(Arena.ofAuto(), 4);
  private final MemorySegment buffer = Arena.ofAuto().allocate(NativeIo.BLOCK_BYTES);
  private volatile Optional<Running> running = Optional.empty();
  private volatile boolean closed;

  /// One that runs, with our ends.
  private record Running(
      int pid, int pidfd, int epoll, int socket, int output, int lifeline, LastLines lines) {}

  private Template(
      LinuxSys sys,
      PythonCommand command,
      List<String> preload,
      Path directory,
      Guard guard,
      Undertaker undertaker) {
    this.sys = sys;
    this.socket = new UnixSocket(sys);
    this.command = command;
    this.preload = preload;
    this.directory = directory;
    this.guard = guard;
    this.undertaker = undertaker;
    this.adoption = new Adoption(sys, undertaker);
  }

  /// The template of these workers, if they are to have one. It is started with the first of them.
  static Optional<Template> of(
      LinuxSys sys,
      WorkerCommand command,
      WorkerSettings settings,
      Guard guard,
      Undertaker undertaker) {
    return command instanceof PythonCommand python
            && settings.program() instanceof WorkerSettings.Program.Python program
            && program.start() instanceof WorkerSettings.PythonStart.Template start
        ? Optional.of(
            new Template(sys, python, start.preload(), settings.directory(), guard, undertaker))
        : Optional.empty();
  }

  /// Sees to it that one runs, and waits until it has imported everything.
  ///
  /// @param variables its environment, with [#MARK] as the number in its mark
  /// @return why there is none, in a sentence with the remedy
  Optional<String> prepare(Path program, List<byte[]> variables) {
    if (running.isPresent() && hasEnded(running.get())) {
      LOG.warn("The template process has ended ({}); another one takes its place.", status());
      discard();
    }
    if (running.isPresent()) {
      return Optional.empty();
    }
    if (closed) {
      return Optional.of("the pool ends");
    }
    int error = start(program, variables);
    if (error < 0) {
      return Optional.of(
          "the process from which workers are forked could not be started (error %d); use `start: spawn`"
              .formatted(-error));
    }
    String answer = answer(FOR_EVER);
    if (answer.equals(READY)) {
      return Optional.empty();
    }
    String reason = answer.isEmpty() ? ending() : answer;
    discard();
    return Optional.of(reason);
  }

  private boolean hasEnded(Running it) {
    return !(sys.peekStatus(it.pidfd()) instanceof WaitStatus.Running);
  }

  private String status() {
    return running
        .map(it ->
            switch (sys.peekStatus(it.pidfd())) {
              case WaitStatus.Exited exited -> "exit " + exited.code();
              case WaitStatus.Signalled signalled -> "signal " + signalled.signal();
              case WaitStatus.Running _ -> "it runs";
              case WaitStatus.Failed _ -> "unknown";
            })
        .orElse("unknown");
  }

  /// It has closed its socket, and its end is a moment away.
  private String ending() {
    running.ifPresent(this::awaitEnd);
    List<String> lines = running.map(it -> it.lines().all()).orElse(List.of());
    String words = lines.isEmpty() ? "it printed nothing" : lines.getLast();
    return "the process from which workers are forked ended before it had imported what `preload`"
        + " names (%s): %s".formatted(status(), words);
  }

  /// Forks a worker, which becomes our child.
  ///
  /// @param descriptors the worker's 0, 1, 2 and 3
  /// @param processesFile of the cgroup that it is to enter first
  /// @return its number, or the negated error number; `EPIPE` when the template has ended
  int fork(int worker, List<Integer> descriptors, Optional<Path> processesFile) {
    String order = worker + " " + processesFile.map(Path::toString).orElse("");
    int pid =
        adoption.during(() -> {
          int sent = send(order.getBytes(StandardCharsets.UTF_8), descriptors);
          String answer = sent < 0 ? "" : answer(PATIENCE_MILLIS);
          return answer.isEmpty() ? -Errno.EPIPE : Integer.parseInt(answer);
        });
    if (pid == -Errno.EPIPE) {
      discard();
    }
    return pid;
  }

  private int send(byte[] text, List<Integer> descriptors) {
    return running.map(it -> socket.send(it.socket(), text, descriptors)).orElse(-Errno.EPIPE);
  }

  private int start(Path program, List<byte[]> variables) {
    int[] talk = {-1, -1};
    int[] output = {-1, -1};
    int[] lifeline = {-1, -1};
    int made = socket.pair(talk);
    made = made < 0 ? made : sys.pipe(output);
    made = made < 0 ? made : sys.pipe(lifeline);
    int pid =
        made < 0
            ? made
            : PosixSpawn.spawn(
                new PosixSpawn.Order(
                    program,
                    command.templateArguments(program, preload),
                    variables,
                    directory,
                    List.of(talk[1], output[1], output[1], lifeline[0])));
    if (pid < 0) {
      closeAll(talk[0], talk[1], output[0], output[1], lifeline[0], lifeline[1]);
      return pid;
    }
    guard.list(pid);
    sys.signalGroupOnEvent(lifeline[0], pid, SIGKILL);
    closeAll(talk[1], output[1], lifeline[0]);
    sys.setNonBlocking(output[0]);
    listen(pid, talk[0], output[0], lifeline[1]);
    int sent = 0;
    byte[] text = command.templateWords();
    for (int count = 0; sent < text.length && count >= 0; sent += Math.max(0, count)) {
      count = send(Arrays.copyOfRange(text, sent, text.length), List.of());
    }
    return 0;
  }

  private void listen(int pid, int talk, int output, int lifeline) {
    int pidfd = sys.pidfdOpen(pid);
    int epoll = sys.epollCreate();
    sys.epollAdd(epoll, talk, LinuxSys.READABLE, ANSWER_KEY);
    sys.epollAdd(epoll, output, LinuxSys.READABLE, OUTPUT_KEY);
    sys.epollAdd(epoll, pidfd, LinuxSys.READABLE, END_KEY);
    running = Optional.of(new Running(pid, pidfd, epoll, talk, output, lifeline, new LastLines()));
    if (closed) {
      sys.kill(-pid, SIGKILL);
    }
  }

  /// Waits for its next words; empty when there will be none. Reads what it prints meanwhile, so
  /// that it never waits for us.
  private String answer(int patienceMillis) {
    Running it = running.orElseThrow();
    boolean outputOpen = true;
    while (true) {
      int count = sys.epollWait(it.epoll(), events, patienceMillis);
      if (count == 0) {
        return "";
      }
      boolean ended = false;
      boolean answered = false;
      for (int i = 0; i < count; i++) {
        answered |= events.key(i) == ANSWER_KEY;
        ended |= events.key(i) == END_KEY;
      }
      if (outputOpen && !readOutput(it)) {
        outputOpen = false;
        sys.epollRemove(it.epoll(), it.output());
      }
      if (answered) {
        return read(it.socket(), ANSWER_BYTES);
      }
      if (ended) {
        return "";
      }
    }
  }

  private String read(int fd, int mostBytes) {
    int count = (int) sys.read(fd, buffer, mostBytes);
    byte[] text = buffer.asSlice(0, Math.max(0, count)).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Answers whether there may be more.
  private boolean readOutput(Running it) {
    int count = (int) sys.read(it.output(), buffer, NativeIo.BLOCK_BYTES);
    if (count > 0) {
      byte[] block = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      it.lines().accept(block);
    }
    return count > 0 || count == -Errno.EAGAIN || count == -Errno.EINTR;
  }

  private void awaitEnd(Running it) {
    sys.epollRemove(it.epoll(), it.socket());
    sys.epollRemove(it.epoll(), it.output());
    for (int passes = 0; passes < 3 && !hasEnded(it); passes++) {
      sys.epollWait(it.epoll(), events, PATIENCE_MILLIS / 10);
    }
    readOutput(it);
  }

  /// Kills what is left of it and forgets it.
  private void discard() {
    running.ifPresent(it -> {
      sys.kill(-it.pid(), SIGKILL);
      // The undertaker, who frees its number, does not wait.
      awaitEnd(it);
      closeAll(it.epoll(), it.socket(), it.output(), it.lifeline());
      undertaker.bury(new Undertaker.Dead(NO_WORKER, it.pid(), it.pidfd()));
    });
    running = Optional.empty();
  }

  /// No worker is wanted any more: kills it, which ends whatever the spawning thread waits for. The
  /// supervisor thread.
  ///
  /// @param own the calling thread's
  void close(LinuxSys own) {
    closed = true;
    running.ifPresent(it -> own.kill(-it.pid(), SIGKILL));
  }

  /// Frees everything, when the spawning thread has ended. The supervisor thread.
  void free() {
    discard();
  }

  private void closeAll(int... descriptors) {
    Arrays.stream(descriptors).filter(fd -> fd >= 0).forEach(sys::close);
  }
}
