package dev.lifeguard.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The file in which a Python pool tells from inside what it does; see `lifeguard_pool_board.py`,
/// which has its layout.
///
/// Reads while the program writes, and takes nothing for true that could have been overwritten in
/// between. The file is read and not mapped: it is somebody else's, who could cut it short. It is
/// kept open, so that the last of it can still be read when it has been deleted. Belongs to one
/// thread.
final class PoolBoard implements AutoCloseable {
  /// How many tasks the file remembers.
  static final int TASKS = 65_536;

  private static final long MAGIC = 0x02004c4f4f50474cL;
  private static final int PAGE_BYTES = 4096;
  private static final int SLOTS = 256;
  private static final int HISTORY = 128;
  private static final int FIRST_IN_HISTORY = 8;
  private static final int CALLS = 1024;
  private static final int CALL_BYTES = 256;
  private static final int CALL_NAME = 40;
  private static final int EVENTS = 4096;
  private static final int EVENT_BYTES = 32;
  private static final int TASK_BYTES = 32;
  private static final int TASKS_AT_ONCE = 1024;
  private static final long FIRST_CALL = (1L + SLOTS) * PAGE_BYTES;
  private static final long FIRST_EVENT = FIRST_CALL + (long) CALLS * CALL_BYTES;
  private static final long FIRST_TASK = FIRST_EVENT + (long) EVENTS * EVENT_BYTES;
  private static final int HEADER_BYTES = 13 * Long.BYTES;
  private static final long PLACE_MASK = 0xffff_ffffL;

  private final FileChannel channel;
  private final long parent;
  private final Map<Long, Long> countOfWorker = new HashMap<>();
  private long heard;
  private ByteBuffer tasks = ByteBuffer.allocate(0);
  private long firstOfTasks;

  private PoolBoard(FileChannel channel, long parent) {
    this.channel = channel;
    this.parent = parent;
  }

  /// Opens the file.
  ///
  /// @return nothing before the pool has begun to write, and when there is no such file
  static Optional<PoolBoard> open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        ByteBuffer header = read(channel, 0, HEADER_BYTES);
        if (header.getLong(0) == MAGIC) {
          return Optional.of(new PoolBoard(channel, word(header, 1)));
        }
        channel.close();
      } catch (IOException tooShort) {
        channel.close();
      }
    } catch (IOException gone) {
      // Then there is nothing to be read.
    }
    return Optional.empty();
  }

  /// The process that made the pool.
  long parent() {
    return parent;
  }

  /// Where a task is in the program.
  ///
  /// @param call which call, from 1
  /// @param task which task of that call, from 1
  record Place(long call, long task) {
    private static Place of(long word) {
      return new Place((word >>> 32) + 1, (word & PLACE_MASK) + 1);
    }
  }

  /// Something rare that the pool's parent has noted.
  ///
  /// @param pid the worker's process, 0 where none is meant
  /// @param number the task's in this pool, from 1; of a worker that has ended its exit code
  record Note(Kind kind, long atNanos, long pid, long number, Place place) {
    /// The task that a worker had in its hands when it ended, 0 for none.
    long inHand() {
      return (place.call() - 1) << 32 | (place.task() - 1);
    }
  }

  /// What is noted.
  enum Kind {
    DONE,
    FAILED,
    LOST,
    RETRIED,
    STARTED,
    ENDED
  }

  /// A task that a worker has in its hands.
  record Hand(long pid, long number, long sinceNanos) {}

  /// A task that a worker has brought to an end.
  record Attempt(long pid, long number, boolean raised, long beganNanos, long endedNanos) {}

  /// A task in the books of the parent.
  ///
  /// @param state what has become of it
  /// @param answeredNanos when; 0 while it waits for its answer
  record Entry(State state, Place place, long submittedNanos, long answeredNanos) {}

  /// What the parent knows of a task.
  enum State {
    SUBMITTED,
    ANSWERED,
    RAISED
  }

  /// A call of the program.
  ///
  /// @param tasks how many it has; 0 where nobody knows yet
  /// @param items how many items are in a task
  record Call(long tasks, long items, String function) {}

  /// One look. All times are the monotonic clock's.
  ///
  /// @param submitted the number of the task that was submitted last
  /// @param callsWaiting how many calls have not begun
  /// @param hands what is in hand now, also of a dead worker
  /// @param attempts what has ended since the look before, as far as it was not overwritten
  record Glance(
      boolean closed,
      long submitted,
      long callsWaiting,
      List<Hand> hands,
      List<Attempt> attempts,
      List<Note> notes) {
    /// The same without what the workers say.
    Glance ofParent() {
      return new Glance(closed, submitted, callsWaiting, List.of(), List.of(), notes);
    }
  }

  /// Looks. The workers first: what they have in hand has been submitted before.
  Optional<Glance> look() {
    try {
      int slots = Math.clamp(word(read(channel, 0, HEADER_BYTES), 12), 0, SLOTS);
      List<Hand> hands = new ArrayList<>();
      List<Attempt> attempts = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        look(slot, hands, attempts);
      }
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      tasks = ByteBuffer.allocate(0);
      return Optional.of(
          new Glance(
              word(header, 6) != 0,
              word(header, 9),
              word(header, 11),
              hands,
              attempts,
              notes(word(header, 7))));
    } catch (IOException cut) {
      return Optional.empty();
    }
  }

  private void look(int slot, List<Hand> hands, List<Attempt> attempts) throws IOException {
    ByteBuffer page = read(channel, (1L + slot) * PAGE_BYTES, PAGE_BYTES);
    long pid = word(page, 0);
    long taken = word(page, 1);
    long count = word(page, 6);
    if (pid == 0) {
      return;
    }
    if (taken != 0 && taken != word(page, 2)) {
      hands.add(new Hand(pid, taken, word(page, 3)));
    }
    long known = countOfWorker.getOrDefault(pid, 0L);
    // The page is copied from its beginning on: entries later than the count may be torn, and the
    // oldest may be overwritten meanwhile.
    for (long next = Math.max(known, count - HISTORY + 2); next < count; next++) {
      int entry = FIRST_IN_HISTORY + (int) (next % HISTORY) * 3;
      long numberAndRaised = word(page, entry);
      attempts.add(
          new Attempt(
              pid,
              numberAndRaised >>> 1,
              (numberAndRaised & 1) != 0,
              word(page, entry + 1),
              word(page, entry + 2)));
    }
    countOfWorker.put(pid, count);
  }

  /// What the parent has noted since the last time.
  List<Note> notes() {
    try {
      return notes(word(read(channel, 0, HEADER_BYTES), 7));
    } catch (IOException cut) {
      return List.of();
    }
  }

  private List<Note> notes(long written) throws IOException {
    List<Note> notes = new ArrayList<>();
    for (long next = Math.max(heard, written - EVENTS + 1); next < written; next++) {
      ByteBuffer entry = read(channel, FIRST_EVENT + next % EVENTS * EVENT_BYTES, EVENT_BYTES);
      int kind = entry.getInt(Long.BYTES);
      if (kind >= 1 && kind <= Kind.values().length) {
        notes.add(
            new Note(
                Kind.values()[kind - 1],
                word(entry, 0),
                Integer.toUnsignedLong(entry.getInt(12)),
                word(entry, 2),
                Place.of(word(entry, 3))));
      }
    }
    heard = written;
    return notes;
  }

  /// What the parent knows of a task.
  ///
  /// @return nothing when another one has taken its place, or it has none yet
  Optional<Entry> task(long number) {
    try {
      int at = (int) (number % TASKS);
      if (at < firstOfTasks || at >= firstOfTasks + tasks.capacity() / TASK_BYTES) {
        int count = Math.min(TASKS_AT_ONCE, TASKS - at);
        tasks = read(channel, FIRST_TASK + (long) at * TASK_BYTES, count * TASK_BYTES);
        firstOfTasks = at;
      }
      int first = (int) (at - firstOfTasks) * 4;
      long word = word(tasks, first);
      int state = (int) (word & 7);
      return word >>> 3 != number || state >= State.values().length
          ? Optional.empty()
          : Optional.of(
              new Entry(
                  State.values()[state],
                  Place.of(word(tasks, first + 1)),
                  word(tasks, first + 2),
                  state == 0 ? 0 : word(tasks, first + 3)));
    } catch (IOException cut) {
      return Optional.empty();
    }
  }

  /// A call of the program by its number, from 1.
  Optional<Call> call(long number) {
    try {
      long at = FIRST_CALL + (number - 1) % CALLS * CALL_BYTES;
      ByteBuffer call = read(channel, at, CALL_BYTES);
      if (word(call, 0) != number) {
        return Optional.empty();
      }
      int length = Math.clamp(word(call, 4), 0, CALL_BYTES - CALL_NAME);
      byte[] name = new byte[length];
      call.get(CALL_NAME, name);
      return Optional.of(
          new Call(word(call, 2), word(call, 3), new String(name, StandardCharsets.UTF_8)));
    } catch (IOException cut) {
      return Optional.empty();
    }
  }

  private static long word(ByteBuffer bytes, int index) {
    return bytes.getLong(index * Long.BYTES);
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

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException harmless) {
      // Nothing was written.
    }
  }
}
