package dev.lifeguard.probe.linux;

import dev.lifeguard.probe.EvidenceSource;
import dev.lifeguard.probe.EvidenceSource.Availability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Listens to `/dev/kmsg` for kills for lack of memory.
///
/// A read there waits for the next record, so a daemon thread does it. Java cannot begin at the end
/// of the log, so the thread reads what is old first and passes over it. The old ends where a read
/// has to wait; should that be misjudged on a busy machine, an old record still explains no death,
/// unless it names the same number and came in shortly before.
///
/// Any thread.
final class KernelLog implements AutoCloseable {
  static final String NAME = "kernel log";

  /// A record has 8 KiB at most (CONSOLE_EXT_LOG_MAX, kernel/printk); a smaller buffer is an error.
  private static final int RECORD_BYTES = 16 * 1024;

  private static final int MOST_KILLS = 256;

  private static final int MOST_FAILURES = 3;

  /// A read of an old record takes some microseconds; one that takes this long has waited.
  private static final long WAITED_NANOS = 20_000_000;

  /// A log that is written to without a pause must not keep us in the past for ever.
  private static final long OLD_AT_MOST_NANOS = 1_000_000_000;

  /// The number that the kernel gives to the first process namespace (PROC_PID_INIT_INO,
  /// include/linux/proc_ns.h). In another one the log's numbers are not ours.
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  /// A kill and when its record was read.
  record Heard(KernelKill kill, long atNanos) {}

  private final LongSupplier clock;
  private final Deque<Heard> heard = new ArrayDeque<>();
  private final Optional<FileChannel> channel;
  private volatile Availability availability;

  private KernelLog(LongSupplier clock, Optional<FileChannel> channel, Availability availability) {
    this.clock = clock;
    this.channel = channel;
    this.availability = availability;
  }

  /// Opens the log and starts the thread. A log that cannot be read is a value, see [#source].
  static KernelLog open(LongSupplier clock) {
    return open(Path.of("/dev/kmsg"), Path.of("/proc/self/ns/pid"), clock);
  }

  static KernelLog open(Path device, Path namespace, LongSupplier clock) {
    try {
      if (!Files.readSymbolicLink(namespace).toString().equals(FIRST_NAMESPACE)) {
        return without(clock, "in a container the kernel's log numbers processes in its own way");
      }
      FileChannel opened = FileChannel.open(device, StandardOpenOption.READ);
      KernelLog log = new KernelLog(clock, Optional.of(opened), new Availability.Available());
      Thread.ofPlatform().daemon().name("lifeguard-kernel-log").start(() -> log.listen(opened));
      return log;
    } catch (NoSuchFileException e) {
      return without(clock, "there is no " + e.getFile() + " here, as in most containers");
    } catch (FileSystemException _) {
      // EACCES for the file's own rights, EPERM where kernel.dmesg_restrict is set.
      return without(clock, notAllowed(device));
    } catch (IOException e) {
      return without(clock, device + " cannot be opened: " + e.getMessage());
    }
  }

  private static String notAllowed(Path device) {
    return device
        + " may not be read by this user; an administrator can allow it with"
        + " sysctl kernel.dmesg_restrict=0";
  }

  private static KernelLog without(LongSupplier clock, String reason) {
    return new KernelLog(clock, Optional.empty(), new Availability.Unavailable(reason));
  }

  private void listen(FileChannel from) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);
    long opened = clock.getAsLong();
    boolean old = true;
    int failures = 0;
    while (failures < MOST_FAILURES) {
      long asked = clock.getAsLong();
      try {
        if (from.read(buffer.clear()) < 0) {
          break;
        }
        failures = 0;
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // EPIPE: records were overwritten before they could be read. The next read goes on behind
        // them, any other error comes again. (The message is no help, it follows the locale.)
        failures++;
        continue;
      }
      long now = clock.getAsLong();
      old &= now - asked < WAITED_NANOS && now - opened < OLD_AT_MOST_NANOS;
      String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
      if (!old) {
        KernelKill.parse(text).ifPresent(kill -> add(new Heard(kill, now)));
      }
    }
    lost("reading it failed");
  }

  /// Nothing more will come, so nobody needs to wait for it.
  private synchronized void lost(String reason) {
    availability = new Availability.Unavailable(reason);
    notifyAll();
  }

  synchronized void add(Heard next) {
    heard.addLast(next);
    if (heard.size() > MOST_KILLS) {
      heard.removeFirst();
    }
    notifyAll();
  }

  /// The records that arrived at this time or later, oldest first.
  synchronized List<Heard> since(long nanos) {
    return heard.stream().filter(each -> each.atNanos() >= nanos).toList();
  }

  /// The records since then that name the process, oldest first. While there are none and the log
  /// can be read, waits for one.
  ///
  /// @param patience how long to wait at most; cut short, without records, when interrupted
  synchronized List<Heard> naming(long pid, long sinceNanos, Duration patience) {
    long deadline = clock.getAsLong() + patience.toNanos();
    List<Heard> found = naming(pid, sinceNanos);
    long left = patience.toNanos();
    while (found.isEmpty() && left > 0 && availability instanceof Availability.Available) {
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = naming(pid, sinceNanos);
      left = deadline - clock.getAsLong();
    }
    return found;
  }

  private List<Heard> naming(long pid, long sinceNanos) {
    return since(sinceNanos).stream().filter(each -> each.kill().pid() == pid).toList();
  }

  EvidenceSource source() {
    return new EvidenceSource(NAME, availability);
  }

  @Override
  public void close() {
    // Closing the channel also wakes the thread that waits in its read.
    channel.ifPresent(open -> {
      try {
        open.close();
      } catch (IOException e) {
        lost("closing it failed: " + e.getMessage());
      }
    });
  }
}
