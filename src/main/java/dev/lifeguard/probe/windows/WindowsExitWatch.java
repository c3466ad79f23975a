package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Watches by handles that are held from the beginning: who holds one learns the true exit code,
/// whosever child the process is, and keeps its number from a new owner.
///
/// The [Waiters] hear of their ends. What may not be held is looked for instead, see [Unheld].
///
/// Guarded by itself.
final class WindowsExitWatch implements ExitWatch {
  // The numbers that the rest of the program has for what it wants; Windows has no signals.
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int RIGHTS = OpenedProcess.WAIT | OpenedProcess.QUERY_LIMITED;

  private final Win32 win32;
  private final Listener listener;
  private final LongSupplier clock;
  private final Unheld unheld;
  private final Waiters waiters;
  private final Map<Long, ProcessIdentity> watched = new HashMap<>();
  private final Object telling = new Object();
  private boolean closed;

  WindowsExitWatch(Win32 win32, Listener listener, LongSupplier clock) {
    this.win32 = win32;
    this.listener = listener;
    this.clock = clock;
    this.waiters = new Waiters(win32);
    this.unheld = new Unheld(win32, process -> tell(process, "it may not be opened"));
  }

  @Override
  public synchronized boolean watch(ProcessIdentity process) {
    ProcessIdentity before = watched.get(process.pid());
    if (closed || (before != null && before.isSameAs(process))) {
      return !closed;
    }
    switch (OpenedProcess.open(win32, process, RIGHTS)) {
      case Opening.Opened(OpenedProcess opened) -> {
        if (!waiters.take(opened, this::ended)) {
          opened.close();
          unheld.watch(process);
        }
      }
      case Opening.Denied _ -> unheld.watch(process);
      case Opening.Gone _ -> {
        return false;
      }
    }
    watched.put(process.pid(), process);
    return true;
  }

  /// On the thread of a waiter.
  private void ended(OpenedProcess process, OptionalInt code) {
    if (code.isPresent()) {
      tell(process.process(), new ExitStatus.Windows(code.getAsInt()), "exit code");
    } else {
      tell(process.process(), "Windows did not say why");
    }
  }

  private void tell(ProcessIdentity process, String why) {
    tell(process, new ExitStatus.Unknown(), "the exit code was not told: " + why);
  }

  private void tell(ProcessIdentity process, ExitStatus status, String source) {
    Ending ending = new Ending(process, status, source, clock.getAsLong());
    synchronized (this) {
      if (closed) {
        return;
      }
      watched.remove(process.pid(), process);
    }
    synchronized (telling) {
      listener.ended(ending);
    }
  }

  /// Windows has no signals. What they are mostly sent for there is: to end a process at once,
  /// which cannot be refused and which is all that SIGTERM could be here as well, and to suspend
  /// and resume it. Who is ended so has the exit code that nobody else gives.
  @Override
  public Sent signal(ProcessIdentity process, int signal) {
    return switch (signal) {
      case SIGKILL, SIGTERM ->
          act(process, OpenedProcess.TERMINATE, it -> it.terminate(WindowsCode.ENDED_BY_LIFEGUARD));
      case SIGSTOP -> act(process, OpenedProcess.SUSPEND, it -> isStopped(process) || it.suspend());
      case SIGCONT -> act(process, OpenedProcess.SUSPEND, OpenedProcess::resume);
      default -> Sent.NOT_ALLOWED;
    };
  }

  /// The system counts suspensions, and whoever suspends twice would have to resume twice.
  private boolean isStopped(ProcessIdentity process) {
    return ProcessList.now(win32)
        .of(process)
        .filter(row -> row.state() == RunState.STOPPED)
        .isPresent();
  }

  private Sent act(ProcessIdentity process, int right, Predicate<OpenedProcess> action) {
    return switch (OpenedProcess.open(win32, process, right | OpenedProcess.WAIT)) {
      case Opening.Opened(OpenedProcess opened) -> {
        try (opened) {
          if (opened.exitCode().isPresent()) {
            yield Sent.GONE;
          }
          if (action.test(opened)) {
            yield Sent.SENT;
          }
          // It may have ended just now: who ends lets nothing be done to it.
          yield opened.exitCode().isPresent() ? Sent.GONE : Sent.NOT_ALLOWED;
        }
      }
      case Opening.Gone _ -> Sent.GONE;
      case Opening.Denied _ -> Sent.NOT_ALLOWED;
    };
  }

  @Override
  public boolean tellsStarts() {
    return false;
  }

  @Override
  public String means() {
    return "Windows tells the exit code of every process that was being watched when it ended";
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      watched.clear();
    }
    waiters.close();
    unheld.close();
  }
}
