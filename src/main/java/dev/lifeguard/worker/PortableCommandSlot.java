package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.StartedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A place in which a [PortableCommandPort] runs one attempt after the other, on a thread of its
/// own; another one reads what the attempt prints. What they find is told through the port's inbox.
///
/// The next attempt may have begun before the supervisor thread has heard of the end of the one
/// before, so a signal goes to the attempt that it was told of, or to none.
final class PortableCommandSlot {
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int SIGKILL = 9;
  // The Java library tells a signal N as 128 + N, and the highest signal is 64.
  private static final int LAST_SIGNAL_CODE = 192;

  private final int number;
  private final PortableCommandPort.Start starting;
  private final PortablePort.Inbox inbox;
  private final LongSupplier clock;
  private final LinkedBlockingQueue<Optional<CommandSpawner.Order>> orders =
      new LinkedBlockingQueue<>();
  // What holds and ends an attempt goes by the number of the slot, so it changes hands under a
  // lock.
  private final Object hold = new Object();
  private volatile Optional<Process> process = Optional.empty();
  private volatile boolean released;
  // Of the supervisor thread.
  private Optional<Process> told = Optional.empty();

  PortableCommandSlot(
      int number,
      PortableCommandPort.Start starting,
      PortablePort.Inbox inbox,
      LongSupplier clock) {
    this.number = number;
    this.starting = starting;
    this.inbox = inbox;
    this.clock = clock;
  }

  /// Begins to wait for orders.
  void open() {
    thread("attempts", this::work);
    tell((facts, at) -> facts.ready(number, "command", 0, 0, at));
  }

  private void thread(String what, Runnable work) {
    Thread.ofPlatform().daemon().name("lifeguard-slot-" + number + "-" + what).start(work);
  }

  /// Something to be told.
  interface Telling {
    void tell(WorkerFacts facts, long atNanos);
  }

  private void tell(Telling telling) {
    long atNanos = clock.getAsLong();
    Consumer<WorkerFacts> later =
        facts -> {
          if (!released) {
            telling.tell(facts, atNanos);
          }
        };
    inbox.add(later);
  }

  /// Gives it an attempt, to be run after those before.
  void run(CommandSpawner.Order order) {
    orders.add(Optional.of(order));
  }

  /// Forgets this attempt, unless it has begun.
  ///
  /// @return whether it never will begin
  boolean takeBack(int task, int attempt) {
    return orders.removeIf(
        next -> next.filter(it -> it.task() == task && it.attempt() == attempt).isPresent());
  }

  /// Ends it after what it was given before.
  void stop() {
    orders.add(Optional.empty());
  }

  private void work() {
    try {
      boolean open = true;
      while (open && !released) {
        Optional<CommandSpawner.Order> next = orders.take();
        open = next.isPresent() && attempt(next.get());
        if (next.isEmpty()) {
          tell((facts, at) -> {
            facts.bye(number, at);
            facts.exited(number, new ExitStatus.Exited(0), at);
            facts.outputClosed(number, at);
          });
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs an attempt.
  ///
  /// @return whether the slot can run another one
  private boolean attempt(CommandSpawner.Order order) throws InterruptedException {
    return switch (starting.start(order)) {
      case PortableCommandPort.Outcome.Started(StartedProcess held) -> {
        Process started = held.process();
        process = Optional.of(started);
        tell((facts, at) -> {
          told = Optional.of(started);
          facts.spawned(number, held.identity(), at);
        });
        if (released) {
          kill();
        }
        yield follow(order, started);
      }
      case PortableCommandPort.Outcome.Refused(String reason) -> {
        tell((facts, at) ->
            facts.failed(number, order.task(), order.attempt(), CommandOutput.refusal(reason), at));
        yield true;
      }
      case PortableCommandPort.Outcome.Unable(String reason) -> {
        grip().remove(number);
        tell((facts, at) -> facts.spawnFailed(number, reason, at));
        yield false;
      }
    };
  }

  private boolean follow(CommandSpawner.Order order, Process started) throws InterruptedException {
    CommandOutput output = new CommandOutput();
    CompletableFuture<Boolean> silent = new CompletableFuture<>();
    thread("input", () -> feed(started.getOutputStream(), order));
    thread(
        "output",
        () -> {
          read(started.getInputStream(), output);
          silent.complete(true);
        });
    int code = started.waitFor();
    if (!within(silent, CommandAttempt.HOLD_NANOS)) {
      grip().sweep(number, started);
      within(silent, CommandAttempt.HOLD_NANOS);
    } else {
      grip().sweep(number, started); // what it left behind without its output
    }
    synchronized (hold) {
      process = Optional.empty();
    }
    grip().remove(number);
    return tellEnd(order, code, output);
  }

  private static boolean within(CompletableFuture<Boolean> silent, long nanos)
      throws InterruptedException {
    try {
      return silent.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (java.util.concurrent.ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private boolean tellEnd(CommandSpawner.Order order, int code, CommandOutput output) {
    ExitStatus status = grip().status(code);
    if (isDeath(status)) {
      tell((facts, at) -> {
        facts.outputClosed(number, at);
        facts.exited(number, status, at);
      });
      return false;
    }
    synchronized (output) {
      if (code == 0) {
        var json = output.success();
        tell((facts, at) -> facts.result(number, order.task(), order.attempt(), json, at));
      } else {
        var failure = output.failure(code);
        tell((facts, at) -> facts.failed(number, order.task(), order.attempt(), failure, at));
      }
    }
    return true;
  }

  /// Whether it did not end by itself. What it says by its own exit is an answer.
  private static boolean isDeath(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited _ -> false;
      case ExitStatus.Signalled _, ExitStatus.Unknown _ -> true;
      case ExitStatus.Ambiguous(int code) -> code <= LAST_SIGNAL_CODE;
      case ExitStatus.Windows(int code) -> WindowsCode.isCrash(code) || WindowsCode.isOurs(code);
    };
  }

  private Grip grip() {
    return starting.grip();
  }

  private void feed(OutputStream to, CommandSpawner.Order order) {
    try (to) {
      to.write(starting.input(order));
    } catch (IOException _) {
      // A command may end before it has read everything.
    }
  }

  private void read(InputStream from, CommandOutput output) {
    OutputLines lines = new OutputLines();
    byte[] block = new byte[BLOCK_BYTES];
    try (from) {
      for (int count = from.read(block); count > 0 && !released; count = from.read(block)) {
        synchronized (output) {
          output.append(block, count);
        }
        print(lines.accept(block, 0, count));
      }
    } catch (IOException _) {
      // As good as its end.
    }
    print(lines.flush());
  }

  private void print(List<String> printed) {
    if (!printed.isEmpty()) {
      tell((facts, at) -> facts.output(number, printed, at));
    }
  }

  /// A signal to the group of the attempt that was told last, while that runs.
  boolean signal(int signal) {
    synchronized (hold) {
      return told.equals(process) && signalCurrent(signal);
    }
  }

  private boolean signalCurrent(int signal) {
    return process
        .filter(Process::isAlive)
        .map(it -> grip().signal(number, it, signal))
        .orElse(false);
  }

  private void kill() {
    synchronized (hold) {
      signalCurrent(SIGKILL);
    }
  }

  /// Kills what is left of it and forgets it.
  void release() {
    released = true;
    kill();
    orders.clear();
    orders.add(Optional.empty());
  }

  /// Waits for the end of a process that was killed.
  void awaitEnd(long mostNanos) {
    process.ifPresent(it -> {
      try {
        it.waitFor(mostNanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
