package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.util.List;

/// One attempt of a command under a [NativeCommandPort], from its start until its number is free.
/// Owned by the supervisor thread.
///
/// It is over when its exit and the end of its output have both been seen. A process that it left
/// behind may hold the output; it has [#HOLD_NANOS] to finish what it prints and is killed then.
final class CommandAttempt {
  /// What the descriptors of an attempt are, as the low bits of an event's key.
  static final int OUTPUT = 1;

  static final int END = 2;
  static final int KEY_BITS = 2;

  /// PRODUCT: decided at most 2 s after the exit.
  static final long HOLD_NANOS = 2_000_000_000L;

  private static final int SIGKILL = 9;
  private static final int DRAIN_BLOCKS = 4;

  private final NativeIo io;
  private final CommandSpawner.Order order;
  private final CommandProcess process;
  private final OutputLines lines;
  private final CommandOutput output = new CommandOutput();
  private boolean outputOpen = true;
  private boolean outputWatched;
  private boolean exited;
  private boolean abandoned;
  private ExitStatus status = new ExitStatus.Unknown();

  /// @param lines those of its slot, which prints nothing else meanwhile
  CommandAttempt(
      NativeIo io, CommandSpawner.Order order, CommandProcess process, OutputLines lines) {
    this.io = io;
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

  /// Whether the exit was seen.
  boolean hasExited() {
    return exited;
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

  /// Begins to wait for its end.
  ///
  /// @param id tells its events from those of all other attempts
  /// @return 0, or the negated error number when the kernel cannot watch one more
  int watchEnd(long id) {
    return io.watch(process.pidfd(), LinuxSys.READABLE, id << KEY_BITS | END);
  }

  /// No longer waits for its end, which has been seen and would be seen again and again. Not needed
  /// before [#bury].
  void unwatchEnd() {
    io.unwatch(process.pidfd());
  }

  /// Begins to wait for what it prints, if there can be more.
  ///
  /// @return 0, or the negated error number when the kernel cannot watch one more
  int watchOutput(long id) {
    if (!outputOpen || outputWatched) {
      return 0;
    }
    outputWatched = true;
    return io.watch(process.output(), LinuxSys.READABLE, id << KEY_BITS | OUTPUT);
  }

  /// Reads what it has printed, not without end.
  void readOutput(WorkerFacts facts, long atNanos) {
    for (int i = 0; i < DRAIN_BLOCKS && outputOpen; i++) {
      int count = io.read(process.output(), io.outputBlock());
      if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
        return;
      }
      if (count <= 0) {
        closeOutput();
        return;
      }
      output.append(io.outputBlock(), count);
      tell(lines.accept(io.outputBlock(), 0, count), facts, atNanos);
    }
  }

  private void tell(List<String> printed, WorkerFacts facts, long atNanos) {
    if (!printed.isEmpty()) {
      facts.output(order.worker(), printed, atNanos);
    }
  }

  /// Tells the line that it did not end.
  void flush(WorkerFacts facts, long atNanos) {
    tell(lines.flush(), facts, atNanos);
  }

  /// Looks whether it has ended, and reads its last words then.
  void readEnd(WorkerFacts facts, long atNanos) {
    WaitStatus seen = io.sys().peekStatus(process.pidfd());
    if (exited || seen instanceof WaitStatus.Running) {
      return;
    }
    exited = true;
    status =
        switch (seen) {
          case WaitStatus.Exited it -> new ExitStatus.Exited(it.code());
          case WaitStatus.Signalled it -> new ExitStatus.Signalled(it.signal(), it.coreDumped());
          case WaitStatus.Failed _ -> new ExitStatus.Unknown();
          case WaitStatus.Running _ -> throw new IllegalStateException("it has ended");
        };
    if (!abandoned) {
      readOutput(facts, atNanos);
    }
  }

  /// A signal to its group, which its zombie keeps from being anybody else's.
  boolean signal(int signal) {
    return io.sys().kill(-process.pid(), signal) == 0;
  }

  /// Kills what is left of it, and does not listen any more except for its end.
  void abandon() {
    abandoned = true;
    signal(SIGKILL);
    closeOutput();
    lines.flush();
  }

  /// It has exited by itself: kills what it left in its group. What is left then is to [#bury] it,
  /// which nobody waits for.
  void finish() {
    signal(SIGKILL);
  }

  /// Frees all that a finished one holds, at last its number. Its end needs not be unwatched
  /// before: the kernel forgets a descriptor that is closed.
  void bury(SlotBoard board) {
    closeOutput();
    board.clear(process.line());
    io.sys().reap(process.pidfd());
    io.sys().close(process.pidfd());
  }

  private void closeOutput() {
    if (outputOpen) {
      outputOpen = false;
      if (outputWatched) {
        io.unwatch(process.output());
      }
      io.sys().close(process.output());
    }
  }
}
