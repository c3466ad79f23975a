package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.util.List;
import java.util.Optional;

/// One worker of a [NativePort]: its process and its pipes. Owned by the supervisor thread.
final class NativeWorker {
  /// What the descriptors of a worker are, as the low bits of an event's key.
  static final int MESSAGES = 1;

  static final int OUTPUT = 2;
  static final int END = 3;
  static final int ORDERS = 4;
  static final int KEY_BITS = 3;

  private static final int SIGKILL = 9;
  // shim.py registers for them; see there.
  private static final int DUMP_SIGNAL = 40;
  private static final int INTERRUPT_SIGNAL = 41;
  // Four times what a pipe holds: with a writer that never pauses a worker's output would
  // otherwise never be at its end.
  private static final int DRAIN_BLOCKS = 4;

  private final int number;
  private final NativeIo io;
  private final FrameDecoder decoder;
  private final Conversation conversation;
  private final OutputLines lines = new OutputLines();
  private final FrameOutlet orders;
  private Optional<NativeProcess> process = Optional.empty();
  private boolean messagesOpen;
  private boolean outputOpen;
  private boolean exited;
  private boolean released;
  private boolean alarmDue;
  private int interruptedTask;
  private int interruptedAttempt;

  /// @param inPieces whether it can read its messages one by one, see [FrameOutlet]
  NativeWorker(int number, NativeIo io, int messageLimitBytes, boolean inPieces) {
    this.number = number;
    this.io = io;
    this.decoder = new FrameDecoder(messageLimitBytes);
    this.conversation = new Conversation(number);
    this.orders = new FrameOutlet(io, key(ORDERS), inPieces);
  }

  /// Its number.
  int number() {
    return number;
  }

  private long key(int what) {
    return (long) number << KEY_BITS | what;
  }

  /// The pipe to it.
  FrameOutlet orders() {
    return orders;
  }

  /// Its process, once it has one.
  Optional<NativeProcess> process() {
    return process;
  }

  /// Whether its end was seen.
  boolean hasExited() {
    return exited;
  }

  /// Its process runs: begins to listen to it.
  ///
  /// @return 0, or the negated error number when the kernel cannot listen to one more; it is to be
  ///   released then, and its end may not be told
  int started(NativeProcess started, byte[] firstWords) {
    process = Optional.of(started);
    messagesOpen = true;
    outputOpen = true;
    orders.prepend(firstWords);
    orders.open(started.toWorker());
    int end = io.watch(started.pidfd(), LinuxSys.READABLE, key(END));
    int messages = io.watch(started.fromWorker(), LinuxSys.READABLE, key(MESSAGES));
    int output = io.watch(started.output(), LinuxSys.READABLE, key(OUTPUT));
    return Math.min(end, Math.min(messages, output));
  }

  /// Something happened to one of its descriptors.
  void handle(int what, WorkerFacts facts, long atNanos) {
    switch (what) {
      case MESSAGES -> readMessages(facts, atNanos);
      case OUTPUT -> readOutput(1, facts, atNanos);
      case END -> readEnd(facts, atNanos);
      default -> {
        orders.writeOn();
        alarmInTime();
      }
    }
  }

  /// Interrupts a task: a message that names it, and when that is in the pipe a signal that has the
  /// worker look there. The message is there to stay, so that only the signal is sent again.
  void interrupt(int task, int attempt) {
    if (task != interruptedTask || attempt != interruptedAttempt) {
      interruptedTask = task;
      interruptedAttempt = attempt;
      orders.send(FrameType.INTERRUPT, task, attempt, Payload.EMPTY);
    }
    alarmDue = true;
    alarmInTime();
  }

  private void alarmInTime() {
    if (alarmDue && orders.isWritten()) {
      alarmDue = false;
      boolean _ = signalIfExpected(INTERRUPT_SIGNAL);
    }
  }

  /// Has it print its stacks. A python worker would only read a message after its task, so a signal
  /// does it; one that does not expect the signal gets a message.
  void dump() {
    if (!signalIfExpected(DUMP_SIGNAL)) {
      orders.send(FrameType.DUMP, 0, 0, Payload.EMPTY);
    }
  }

  /// The signal would kill a process that does not expect it, which is looked at first.
  private boolean signalIfExpected(int signal) {
    boolean expected =
        !exited && process.filter(it -> ProcStat.catches(it.pid(), signal)).isPresent();
    if (expected) {
      signalAlone(signal);
    }
    return expected;
  }

  private void readMessages(WorkerFacts facts, long atNanos) {
    if (!messagesOpen || released) {
      return;
    }
    int fd = process.orElseThrow().fromWorker();
    int count = io.read(fd, io.messageBlock());
    if (isNothing(count)) {
      return;
    }
    // What a task printed was in its pipe before the answer was in this one.
    readOutput(DRAIN_BLOCKS, facts, atNanos);
    if (count <= 0) {
      messagesOpen = false;
      io.close(fd);
      facts.outputClosed(number, atNanos);
      return;
    }
    decoder.offer(io.messageBlock(), 0, count);
    while (!released) {
      Decoded next = decoder.next();
      if (next instanceof Decoded.Message message) {
        tell(lines.flush(), facts, atNanos);
        if (message.task() != 0) {
          orders.answered();
        }
      }
      if (!conversation.tell(next, facts, atNanos)) {
        return;
      }
    }
  }

  private static boolean isNothing(int count) {
    return count == -Errno.EAGAIN || count == -Errno.EINTR;
  }

  private void readOutput(int mostBlocks, WorkerFacts facts, long atNanos) {
    for (int i = 0; i < mostBlocks && outputOpen && !released; i++) {
      int fd = process.orElseThrow().output();
      int count = io.read(fd, io.outputBlock());
      if (isNothing(count)) {
        return;
      }
      if (count <= 0) {
        outputOpen = false;
        io.close(fd);
        tell(lines.flush(), facts, atNanos);
        return;
      }
      tell(lines.accept(io.outputBlock(), 0, count), facts, atNanos);
      if (count < NativeIo.BLOCK_BYTES) {
        return;
      }
    }
  }

  private void tell(List<String> printed, WorkerFacts facts, long atNanos) {
    if (!printed.isEmpty()) {
      facts.output(number, printed, atNanos);
    }
  }

  /// The process is a zombie now and stays one until it is buried. Its last words are told first.
  private void readEnd(WorkerFacts facts, long atNanos) {
    int pidfd = process.orElseThrow().pidfd();
    WaitStatus seen = io.sys().peekStatus(pidfd);
    if (exited || seen instanceof WaitStatus.Running) {
      return;
    }
    exited = true;
    io.unwatch(pidfd);
    readMessages(facts, atNanos);
    readOutput(DRAIN_BLOCKS, facts, atNanos);
    tell(lines.flush(), facts, atNanos);
    if (!released) {
      facts.exited(number, status(seen), atNanos);
    }
  }

  private static ExitStatus status(WaitStatus seen) {
    return switch (seen) {
      case WaitStatus.Exited it -> new ExitStatus.Exited(it.code());
      case WaitStatus.Signalled it -> new ExitStatus.Signalled(it.signal(), it.coreDumped());
      case WaitStatus.Failed _ -> new ExitStatus.Unknown();
      case WaitStatus.Running _ -> throw new IllegalStateException("it has ended");
    };
  }

  /// Its end is seen after it was released, so there is nobody to tell.
  void endUnseen() {
    exited = true;
    process.ifPresent(it -> io.unwatch(it.pidfd()));
  }

  /// A signal to its group.
  boolean signal(int signal) {
    return !exited && process.isPresent() && io.sys().kill(-process.get().pid(), signal) == 0;
  }

  private void signalAlone(int signal) {
    if (!exited) {
      process.ifPresent(it -> io.sys().pidfdSendSignal(it.pidfd(), signal));
    }
  }

  /// Kills its group, which its zombie keeps from being anybody else's, and closes its pipes.
  void release() {
    released = true;
    orders.close();
    process.ifPresent(it -> {
      io.sys().kill(-it.pid(), SIGKILL);
      if (messagesOpen) {
        io.close(it.fromWorker());
      }
      if (outputOpen) {
        io.close(it.output());
      }
      io.sys().close(it.lifeline());
    });
    messagesOpen = false;
    outputOpen = false;
  }
}
