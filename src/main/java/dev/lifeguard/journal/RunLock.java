package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The lock of a run directory, held by the supervisor while it lives. The operating system gives
/// it back when the process is gone, however it went: so it tells live from dead.
///
/// On Linux such a lock belongs to the whole process and is lost as soon as *any* channel on the
/// file is closed in it (fcntl(2), "Advisory record locking"). Therefore this class remembers which
/// locks this process holds, and never opens the file of one of them a second time.
public final class RunLock implements AutoCloseable {
  // The byte that is locked lies far behind the text, because Windows lets nobody read locked
  // bytes.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final int TRIES = 10;

  private final Path key;
  private final FileChannel channel;

  private RunLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /// Takes the lock, or says who has it. Writes this process's number into the file.
  static Tried<RunLock> take(Path file) {
    @Nullable Path key = null;
    try {
      key = keyOf(file);
      if (!HELD_HERE.add(key)) {
        return new Tried.Refused<>(refusal(file, " (this process)"));
      }
      Tried<RunLock> taken = take(file, key);
      if (taken instanceof Tried.Refused<RunLock>) {
        HELD_HERE.remove(key);
      }
      return taken;
    } catch (IOException e) {
      if (key != null) {
        HELD_HERE.remove(key);
      }
      return new Tried.Refused<>(IoSentence.cannot("lock", file, e));
    }
  }

  private static Tried<RunLock> take(Path file, Path key) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    @Nullable FileLock lock = tryLock(channel);
    if (lock == null) {
      String holder = firstLine(channel);
      channel.close();
      return new Tried.Refused<>(refusal(file, holder.isEmpty() ? "" : " (pid " + holder + ")"));
    }
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
    return new Tried.Done<>(new RunLock(key, channel));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    // Somebody who only asks whether the lock is held has it for some microseconds.
    @Nullable FileLock lock = null;
    for (int i = 0; i < TRIES && lock == null; i++) {
      if (i > 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
    }
    return lock;
  }

  private static String firstLine(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
  }

  private static String refusal(Path file, String holder) {
    return "The run in "
        + file.getParent()
        + " is in the hands of another supervisor"
        + holder
        + "; stop that one first, or look at the run with: lifeguard open "
        + file.getParent();
  }

  /// Whether a living process holds the lock. May read the disk.
  static boolean isHeld(Path file) {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      return HELD_HERE.contains(keyOf(file)) || isHeldElsewhere(file);
    } catch (IOException e) {
      // A file that cannot be read cannot be shown to be alive either.
      return false;
    }
  }

  private static boolean isHeldElsewhere(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Shared, so that two who ask do not take each other for a supervisor.
      @Nullable FileLock lock = channel.tryLock(LOCKED_BYTE, 1, true);
      return lock == null;
    }
  }

  private static Path keyOf(Path file) throws IOException {
    // The file itself may not be there yet, but its directory is.
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "file is no root");
    return directory.toRealPath().resolve(file.getFileName());
  }

  /// Gives the lock back. Does nothing the second time.
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is given back in any case, and with it the lock.
    } finally {
      HELD_HERE.remove(key);
    }
  }
}
