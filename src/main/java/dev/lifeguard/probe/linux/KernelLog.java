package dev.lifeguard.probe.linux;

import dev.lifeguard.probe.EvidenceSource;
import dev.lifeguard.probe.EvidenceSource.Availability;
import java.io.EOFException;
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

  /// A read of an old record takes some microseconds; one that takes this long has waited.
  private static final long WAITED_NANOS = 20_000_000;

  /// A log that is written to without a pause must not keep us in the past for ever.
  private static final long OLD_AT_MOST_NANOS = 1_000_000_000;

  /// The number that the kernel gives to the first process namespace (PROC_PID_INIT_INO,
  /// include/linux/proc_ns.h). In another one the log's numbers are not ours.
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  /// A kill and when its record was read.
  record Heard(KernelKill kill, long atNanos) {}

  private final Deque<Heard> heard = new ArrayDeque<>();
  private final Optional<FileChannel> channel;
  private volatile Availability availability;

  private KernelLog(Optional<FileChannel> channel, Availability availability) {
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
        return without("in a container the kernel's log numbers processes in its own way");
      }
      FileChannel opened = FileChannel.open(device, StandardOpenOption.READ);
      KernelLog log = new KernelLog(Optional.of(opened), new Availability.Available());
      Thread.ofPlatform()
          .daemon()
          .name("lifeguard-kernel-log")
          .start(() -> log.listen(opened, clock));
      return log;
    } catch (NoSuchFileException e) {
      return without("there is no " + e.getFile() + " here, as in most containers");
    } catch (FileSystemException _) {
      // EACCES for the file's own rights, EPERM where kernel.dmesg_restrict is set.
      return without(notAllowed(device));
    } catch (IOException e) {
      return without(device + " cannot be opened: " + e.getMessage());
    }
  }

  private static String notAllowed(Path device) {
    return device
        + " may not be read by this user; an administrator can allow it with"
        + " sysctl kernel.dmesg_restrict=0";
  }

  private static KernelLog without(String reason) {
    return new KernelLog(Optional.empty(), new Availability.Unavailable(reason));
  }

  private void listen(FileChannel from, LongSupplier clock) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);
    long opened = clock.getAsLong();
    boolean old = true;
    try {
      while (true) {
        long asked = clock.getAsLong();
        Optional<String> text = next(from, buffer);
        long now = clock.getAsLong();
        old &= now - asked < WAITED_NANOS && now - opened < OLD_AT_MOST_NANOS;
        if (!old) {
          text.flatMap(KernelKill::parse).ifPresent(kill -> add(new Heard(kill, now)));
        }
      }
    } catch (ClosedChannelException _) {
      // This is how the thread is told to end.
    } catch (IOException e) {
      availability = new Availability.Unavailable("reading it failed: " + e.getMessage());
    }
  }

  /// Waits for the next record; empty when records were overwritten before they could be read.
  private static Optional<String> next(FileChannel from, ByteBuffer buffer) throws IOException {
    try {
      if (from.read(buffer.clear()) < 0) {
        throw new EOFException("it has ended");
      }
      return Optional.of(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
    } catch (ClosedChannelException | EOFException e) {
      throw e;
    } catch (IOException e) {
      // EPIPE, the only error that reading goes on after.
      if ("Broken pipe".equals(e.getMessage())) {
        return Optional.empty();
      }
      throw e;
    }
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

  /// Waits until another record arrives.
  ///
  /// @param millis how long at most, more than 0
  synchronized void awaitMore(long millis) throws InterruptedException {
    wait(millis);
  }

  EvidenceSource source() {
    return new EvidenceSource(NAME, availability);
  }

  @Override
  public void close() {
    // Closing the channel also wakes the thread that waits in its read.
    channel.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            availability = new Availability.Unavailable("closing it failed: " + e.getMessage());
          }
        });
  }
}
