package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.StartedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One worker of a [PortablePort]. Started on the spawning thread, then three threads of its own:
/// one writes orders, one reads messages, one reads output. What they find is told on the
/// supervisor thread, through the port's inbox.
final class PortableWorker {
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int SIGKILL = 9;
  // How much of one worker may wait in the inbox; its threads wait then.
  private static final int MOST_UNHEARD = 64;

  /// So long nothing has to come for a line to be taken for all that was printed.
  private static final long QUIET_MILLIS = 10;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int number;
  private final PortablePort.Inbox inbox;
  private final LongSupplier clock;
  private final Grip grip;
  private final FrameDecoder decoder;
  private final Conversation conversation;
  private final OutputLines lines = new OutputLines();
  // How often something was printed; as the lines, guarded by them.
  private long portions;
  private final Semaphore room = new Semaphore(MOST_UNHEARD);
  private final LinkedBlockingQueue<Optional<byte[]>> orders = new LinkedBlockingQueue<>();
  private volatile Optional<Process> process = Optional.empty();
  private volatile boolean released;
  private volatile boolean exited;

  PortableWorker(
      int number, PortablePort.Inbox inbox, LongSupplier clock, Grip grip, int messageLimitBytes) {
    this.number = number;
    this.inbox = inbox;
    this.clock = clock;
    this.grip = grip;
    this.decoder = new FrameDecoder(messageLimitBytes);
    this.conversation = new Conversation(number, this::behind);
  }

  /// Starts the process and its threads. What is ours in the process waits for its first words,
  /// which it gets when it is held.
  ///
  /// @return what went wrong, in the system's words; empty when nothing did
  String start(ProcessBuilder builder, byte[] firstWords) {
    StartedProcess held;
    try {
      grip.prepare(number);
      held = grip.start(number, builder);
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
    Process started = held.process();
    process = Optional.of(started);
    long atNanos = clock.getAsLong();
    tell(facts -> facts.spawned(number, held.identity(), atNanos));
    if (released) {
      signal(SIGKILL);
    }
    thread("orders", () -> write(started.getOutputStream(), firstWords));
    thread("messages", () -> readMessages(started.getInputStream()));
    thread("output", () -> readOutput(started.getErrorStream()));
    var _ = started.onExit().thenAccept(this::ended);
    return "";
  }

  private Optional<ProcessIdentity> behind(long pid) {
    return process.flatMap(it -> grip.behind(number, it, pid));
  }

  private void thread(String what, Runnable work) {
    Thread.ofPlatform().daemon().name("lifeguard-worker-" + number + "-" + what).start(work);
  }

  private void tell(Consumer<WorkerFacts> telling) {
    inbox.add(facts -> {
      if (!released) {
        telling.accept(facts);
      }
    });
  }

  /// Tells and, with much unheard, waits until the supervisor thread has listened.
  private void tellInTurn(Consumer<WorkerFacts> telling) {
    room.acquireUninterruptibly();
    if (released) {
      room.release(); // for whoever waits as well
      return;
    }
    inbox.add(facts -> {
      room.release();
      if (!released) {
        telling.accept(facts);
      }
    });
  }

  /// Queues a message.
  void send(FrameType type, int task, int attempt, Payload payload) {
    byte[] header = new byte[FrameHeader.BYTES];
    FrameHeader.write(header, type, task, attempt, payload.size());
    orders.add(Optional.of(header));
    if (!payload.isEmpty()) {
      orders.add(Optional.of(payload.utf8()));
    }
  }

  private void write(OutputStream to, byte[] firstWords) {
    try (to) {
      to.write(firstWords);
      to.flush();
      for (var next = orders.take(); next.isPresent(); next = orders.take()) {
        to.write(next.get());
        if (orders.isEmpty()) {
          to.flush();
        }
      }
    } catch (IOException _) {
      // The worker is dead or has closed its end; its end or its silence tells.
      orders.clear();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void readMessages(InputStream from) {
    byte[] block = new byte[BLOCK_BYTES];
    try (from) {
      for (int count = from.read(block); count > 0 && !released; count = from.read(block)) {
        long atNanos = clock.getAsLong();
        decoder.offer(block, 0, count);
        for (Decoded next = decoder.next();
            !released && !(next instanceof Decoded.Nothing);
            next = decoder.next()) {
          Decoded found = next;
          print(lineBeforeMessage());
          tellInTurn(facts -> conversation.tell(found, facts, atNanos));
        }
      }
    } catch (IOException _) {
      // As good as its end.
    }
    long atNanos = clock.getAsLong();
    tell(facts -> facts.outputClosed(number, atNanos));
  }

  private void readOutput(InputStream from) {
    byte[] block = new byte[BLOCK_BYTES];
    try (from) {
      for (int count = from.read(block); count > 0 && !released; count = from.read(block)) {
        synchronized (lines) {
          print(lines.accept(block, 0, count));
          portions++;
          lines.notifyAll();
        }
      }
    } catch (IOException _) {
      // As good as its end.
    }
    print(unfinishedLine());
  }

  /// What was printed of a line before a message came. Output and messages come by two pipes, and
  /// Java cannot say whether the rest of the line is in the one already: so long as more comes the
  /// line is not cut.
  private List<String> lineBeforeMessage() {
    synchronized (lines) {
      long end = System.nanoTime() + LONGEST_NANOS;
      long seen = portions - 1;
      while (lines.isBegun() && seen != portions && System.nanoTime() < end) {
        seen = portions;
        try {
          lines.wait(QUIET_MILLIS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      return lines.flush();
    }
  }

  private List<String> unfinishedLine() {
    synchronized (lines) {
      return lines.flush();
    }
  }

  private void print(List<String> printed) {
    if (!printed.isEmpty()) {
      long atNanos = clock.getAsLong();
      tellInTurn(facts -> facts.output(number, printed, atNanos));
    }
  }

  /// What it leaves behind is killed at once, because the library has just given its number free;
  /// as long as the group has members nobody else gets it.
  private void ended(Process gone) {
    long atNanos = clock.getAsLong();
    exited = true;
    grip.sweep(number, gone);
    ExitStatus status = grip.status(gone.exitValue());
    tell(facts -> facts.exited(number, status, atNanos));
  }

  /// A signal to its group, where there is one; to itself else.
  boolean signal(int signal) {
    if (exited || process.isEmpty()) {
      return false;
    }
    return grip.signal(number, process.get(), signal);
  }

  /// Kills what is left of it and forgets it.
  void release() {
    released = true;
    room.release(2); // for the two threads that may wait
    process.filter(_ -> !exited).ifPresent(_ -> signal(SIGKILL));
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
