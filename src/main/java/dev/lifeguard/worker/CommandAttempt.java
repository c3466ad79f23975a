package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One attempt of a command under a [NativeCommandPort], from its start until its number is free.
///
/// It is over when its exit and the end of its output have both been seen. A process that it left
/// behind may hold the output; it has [#HOLD_NANOS] to finish what it prints and is killed then.
///
/// Two threads know of it, and its output is read by the first one that wants to: the [SlotRunner]
/// at its exit, or before that the supervisor thread, which listens to those that live longer than
/// most and gives up those that are in the way. Everything else belongs to the supervisor thread
/// once [SlotInbox] has told it, except what says that any thread may.
final class CommandAttempt {
  /// PRODUCT: decided at most 2 s after the exit.
  static final long HOLD_NANOS = 2_000_000_000L;

  private static final int SIGKILL = 9;
  // Twice what a pipe holds, in blocks of a runner; a process that is left behind may print for
  // ever.
  private static final int DRAIN_BLOCKS = 16;

  private final CommandSpawner.Order order;
  private final CommandProcess process;
  private final OutputLines lines;
  private final CommandOutput output = new CommandOutput();
  private final List<String> printed = new ArrayList<>();
  private final AtomicBoolean claimed = new AtomicBoolean();
  private boolean outputOpen = true;
  private Optional<NativeIo> watcher = Optional.empty();
  private boolean exited;
  private boolean finished;
  private boolean abandoned;
  private boolean told;
  private boolean ours;
  private boolean buried;
  private long id;
  private ExitStatus status = new ExitStatus.Unknown();

  /// @param lines those of its slot, which prints nothing else meanwhile
  CommandAttempt(CommandSpawner.Order order, CommandProcess process, OutputLines lines) {
    this.order = order;
    this.process = process;
    this.lines = lines;
  }

  CommandSpawner.Order order() {
    return order;
  }

  CommandProcess process() {
    return process;
  }

  /// What tells it from all other attempts, once it has been given.
  long id() {
    return id;
  }

  void setId(long given) {
    id = given;
  }

  /// Whether the supervisor thread has been told of its exit.
  boolean isTold() {
    return told;
  }

  /// The supervisor thread knows of its exit now.
  void setTold() {
    told = true;
  }

  /// Whether it has exited by itself, with all that it printed read, before anybody listened: its
  /// runner buries it.
  boolean isFinished() {
    return finished;
  }

  /// How it ended, once its exit was seen.
  ExitStatus status() {
    return status;
  }

  /// Whether its output has come to its end.
  boolean isSilent() {
    return !outputOpen;
  }

  /// What it has printed.
  CommandOutput output() {
    return output;
  }

  /// Makes the supervisor thread the one that reads its output.
  ///
  /// @return false if its runner does, and [#isTold] is not true yet
  boolean claim() {
    ours = ours || claimed.compareAndSet(false, true);
    return ours || told;
  }

  /// It has exited: reads what it has printed, unless the supervisor thread does that. On the
  /// thread of its runner.
  ///
  /// @return whether that is all there is to it, see [#isFinished]
  boolean endUnheard(WaitStatus seen, PipeReader reader) {
    if (!claimed.compareAndSet(false, true)) {
      return false;
    }
    exited(seen);
    readOutput(reader);
    finished = status instanceof ExitStatus.Exited && isSilent();
    if (finished) {
      finish(reader.sys());
      printed.addAll(lines.flush());
    }
    return finished;
  }

  private void exited(WaitStatus seen) {
    exited = true;
    status =
        switch (seen) {
          case WaitStatus.Exited it -> new ExitStatus.Exited(it.code());
          case WaitStatus.Signalled it -> new ExitStatus.Signalled(it.signal(), it.coreDumped());
          case WaitStatus.Failed _ -> new ExitStatus.Unknown();
          case WaitStatus.Running _ -> throw new IllegalStateException("it has ended");
        };
  }

  /// @return whether there may be more
  private boolean readBlock(PipeReader reader) {
    int count = reader.read(process.output());
    if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
      return false;
    }
    if (count <= 0) {
      closeOutput(reader.sys());
      return false;
    }
    output.append(reader.block(), count);
    printed.addAll(lines.accept(reader.block(), 0, count));
    return true;
  }

  /// Begins to wait for what it prints, if there can be more.
  ///
  /// @return 0, or the negated error number when the kernel cannot watch one more
  int watchOutput(NativeIo io) {
    if (!outputOpen || watcher.isPresent()) {
      return 0;
    }
    watcher = Optional.of(io);
    return io.watch(process.output(), LinuxSys.READABLE, id);
  }

  /// Reads what it has printed, not without end.
  void readOutput(PipeReader reader) {
    for (int i = 0; i < DRAIN_BLOCKS && outputOpen; i++) {
      if (!readBlock(reader)) {
        return;
      }
    }
  }

  /// Tells the lines that were read.
  void tellPrinted(WorkerFacts facts, long atNanos) {
    if (!printed.isEmpty()) {
      facts.output(order.worker(), List.copyOf(printed), atNanos);
      printed.clear();
    }
  }

  /// Tells the line that it did not end, too.
  void flush(WorkerFacts facts, long atNanos) {
    printed.addAll(lines.flush());
    tellPrinted(facts, atNanos);
  }

  /// Its runner has seen its exit: looks how it ended, if its runner has not, and reads its last
  /// words.
  void readEnd(PipeReader reader) {
    if (!exited) {
      exited(reader.sys().peekStatus(process.pidfd()));
    }
    if (!abandoned) {
      readOutput(reader);
    }
  }

  /// A signal to its group, which its zombie keeps from being anybody else's. Any thread.
  ///
  /// @param own the calls of that thread
  synchronized boolean signal(LinuxSys own, int signal) {
    return !buried && own.kill(-process.pid(), signal) == 0;
  }

  /// Kills what is left of it, and does not listen any more.
  void abandon(LinuxSys own) {
    abandoned = true;
    signal(own, SIGKILL);
    if (claim()) {
      closeOutput(own);
      lines.flush();
    }
  }

  /// It, for who buries it and whatever it has left behind.
  Undertaker.Dead dead(WorkerMark mark) {
    return new Undertaker.Dead(
        order.worker(), process.pid(), process.pidfd(), CommandSpawner.marks(mark, order));
  }

  /// It has exited by itself: kills what it left in its group. What is left then is to [#bury] it,
  /// which nobody waits for.
  void finish(LinuxSys own) {
    signal(own, SIGKILL);
  }

  /// Frees all that a finished one holds, at last its number. On the thread that owns it.
  synchronized void bury(LinuxSys own, SlotBoard board) {
    buried = true;
    closeOutput(own);
    board.clear(process.line());
    own.reap(process.pidfd());
    own.close(process.pidfd());
  }

  private void closeOutput(LinuxSys own) {
    if (outputOpen) {
      outputOpen = false;
      watcher.ifPresent(io -> io.unwatch(process.output()));
      own.close(process.output());
    }
  }
}
