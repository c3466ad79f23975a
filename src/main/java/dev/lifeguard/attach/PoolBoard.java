package dev.lifeguard.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The file in which a Python pool tells from inside what it does; see `lifeguard_pool_board.py`,
/// which has its layout. Only the parent's ring of events is read here.
///
/// Reads while the program writes: an entry counts once the number of events includes it. Belongs
/// to one thread.
final class PoolBoard {
  private static final long MAGIC = 0x01004c4f4f50474cL;
  private static final int PAGE_BYTES = 4096;
  private static final int SLOTS = 256;
  private static final int EVENTS = 32_768;
  private static final int EVENT_BYTES = 32;
  private static final int WRITTEN = 7 * Long.BYTES;
  private static final int PID = Long.BYTES;
  private static final int FIRST_EVENT = (1 + SLOTS) * PAGE_BYTES;

  private final Path file;
  private long heard;

  PoolBoard(Path file) {
    this.file = file;
  }

  /// Something that the pool's parent has noted.
  ///
  /// @param pid the worker's process, 0 where none is meant
  /// @param job which call of the program, from 1
  /// @param task which task of that call, from 1
  record Note(Kind kind, long pid, long job, long task) {}

  /// What is noted.
  enum Kind {
    SUBMITTED,
    DONE,
    FAILED,
    LOST,
    RETRIED,
    STARTED,
    ENDED
  }

  /// What was noted since the last time.
  ///
  /// @param parent the process that made the pool
  /// @param missed how many notes were overwritten before they were read
  record News(long parent, List<Note> notes, long missed) {}

  /// Reads on.
  ///
  /// @return nothing before the pool has begun to write, and when the file is gone
  Optional<News> read() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = read(channel, 0, WRITTEN + Long.BYTES);
      if (header.getLong(0) != MAGIC) {
        return Optional.empty();
      }
      long written = header.getLong(WRITTEN);
      long first = Math.max(heard, written - EVENTS);
      long missed = first - heard;
      List<Note> notes = new ArrayList<>();
      for (long next = first; next < written; next++) {
        notes.add(note(read(channel, FIRST_EVENT + next % EVENTS * EVENT_BYTES, EVENT_BYTES)));
      }
      heard = written;
      return Optional.of(new News(header.getLong(PID), notes, missed));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Note note(ByteBuffer entry) {
    Kind kind = Kind.values()[entry.getInt(Long.BYTES) - 1];
    long pid = Integer.toUnsignedLong(entry.getInt(12));
    long job = Integer.toUnsignedLong(entry.getInt(24)) + 1;
    long task = Integer.toUnsignedLong(entry.getInt(28)) + 1;
    return new Note(kind, pid, job, task);
  }

  private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("the file is too short");
      }
    }
    return bytes;
  }
}
