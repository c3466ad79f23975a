package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where the writer's thread gets its work from. The lock is only ever held for a few instructions,
/// so nobody who hands something over waits for a disk. Thread-safe.
final class HandOver {
  /// Something to be written.
  sealed interface Entry {
    /// Events, in order.
    ///
    /// @param urgent whether one of them is an incident, for which nothing else is waited for
    record Events(List<PoolEvent> batch, boolean urgent) implements Entry {}

    /// Marked lines of a worker's output.
    record Output(int worker, ByteBuffer lines) implements Entry {}

    /// No more output of this worker.
    record OutputEnd(int worker) implements Entry {}
  }

  /// More than this is behind: no further task should be started.
  static final long BEHIND_BYTES = 16L << 20;

  // While much comes, whoever has just written lets so much gather, or waits so long, before it
  // writes again: every time that the writer wakes up it takes a processor from a worker. What
  // comes seldom is written at once: another program may wait for that result before it sends its
  // next item.
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long GATHER_BYTES = 256 << 10;
  // Some four thousand tasks a second.
  private static final double MUCH_BYTES_PER_NANO = 2e6 / 1e9;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final long mostBytes;
  private final long gatherNanos;
  private List<Entry> entries = new ArrayList<>();
  private long waitingBytes;
  private long takenBytes;
  // How much of both are answers of tasks.
  private long answerBytes;
  private long takenAnswerBytes;
  private boolean anyTaken;
  private boolean muchComes;
  private long takenAtNanos = System.nanoTime();
  private boolean gathering;
  private boolean urgent;
  private boolean ended;
  // Written under the lock; read without it by those who ask all the time.
  private volatile boolean anyWork;
  private volatile long backlogBytes;

  /// A hand-over that takes this many bytes and no more, besides the answers of tasks. Of those
  /// there are no more than tasks were under way when somebody was told that we are behind, and one
  /// alone may be a gigabyte.
  HandOver(long mostBytes) {
    this(mostBytes, GATHER_NANOS);
  }

  /// One that gathers for another time.
  HandOver(long mostBytes, long gatherNanos) {
    this.mostBytes = mostBytes;
    this.gatherNanos = gatherNanos;
  }

  /// Hands something over, without waiting.
  ///
  /// @return false if there is no room left, and the entry was not taken
  boolean put(Entry entry, long bytes) {
    return putWithAnswers(entry, bytes, 0);
  }

  /// The same with answers of tasks in it.
  ///
  /// @param bytes without the answers
  /// @param answers their size in bytes
  boolean putWithAnswers(Entry entry, long bytes, long answers) {
    lock.lock();
    try {
      if (ended) {
        return true;
      }
      if (waitingBytes + takenBytes - answerBytes + bytes > mostBytes) {
        return false;
      }
      answerBytes += answers;
      add(entry, bytes + answers);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Hands something over if less than `limit` bytes wait, without waiting.
  ///
  /// @return false if more do, and the entry was not taken
  boolean put(Entry entry, long bytes, long limit) {
    lock.lock();
    try {
      if (!ended && waitingBytes + takenBytes > limit) {
        return false;
      }
      if (!ended) {
        add(entry, bytes);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Entry entry, long bytes) {
    entries.add(entry);
    waitingBytes += bytes;
    urgent |= entry instanceof Entry.Events events && events.urgent();
    count();
    if (!mayGather() || (!gathering && entries.size() == 1)) {
      work.signal();
    }
  }

  /// Brings what is read without the lock up to date.
  private void count() {
    anyWork = anyTaken || !entries.isEmpty();
    backlogBytes = waitingBytes + takenBytes;
  }

  /// Waits for work, at most this long. What was taken before counts as written by this call.
  ///
  /// @return what there is; empty when the time is over, or when nothing comes any more
  List<Entry> take(long patienceNanos) throws InterruptedException {
    lock.lock();
    try {
      settle();
      long left = patienceNanos - gather(muchComes ? Math.min(gatherNanos, patienceNanos) : 0);
      while (entries.isEmpty() && !ended && left > 0) {
        left = work.awaitNanos(left);
      }
      return taken();
    } finally {
      lock.unlock();
    }
  }

  /// What was taken is written.
  private void settle() {
    answerBytes -= takenAnswerBytes;
    takenAnswerBytes = 0;
    takenBytes = 0;
    anyTaken = false;
    count();
  }

  /// Waits for as long, unless there is enough before.
  ///
  /// @return how long it has waited
  private long gather(long nanos) throws InterruptedException {
    long left = nanos;
    gathering = true;
    try {
      while (mayGather() && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      gathering = false;
    }
    return nanos - Math.max(left, 0);
  }

  private boolean mayGather() {
    return waitingBytes < GATHER_BYTES && !urgent && !ended;
  }

  private List<Entry> taken() {
    long now = System.nanoTime();
    muchComes = waitingBytes > MUCH_BYTES_PER_NANO * (now - takenAtNanos);
    takenAtNanos = now;
    List<Entry> taken = entries;
    entries = new ArrayList<>();
    takenBytes = waitingBytes;
    takenAnswerBytes = answerBytes;
    anyTaken = !taken.isEmpty();
    waitingBytes = 0;
    urgent = false;
    count();
    return taken;
  }

  /// Takes nothing any more; what is there can still be taken out.
  void end() {
    lock.lock();
    try {
      ended = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing any more and forgets what is there.
  void discard() {
    lock.lock();
    try {
      end();
      entries = new ArrayList<>();
      waitingBytes = 0;
      takenBytes = 0;
      answerBytes = 0;
      takenAnswerBytes = 0;
      count();
    } finally {
      lock.unlock();
    }
  }

  /// Whether nothing is there and nothing will come.
  boolean isDone() {
    lock.lock();
    try {
      return ended && entries.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Whether something waits to be taken or was taken and is not written yet.
  boolean hasWork() {
    return anyWork;
  }

  /// How much waits to be taken or was taken and is not written yet.
  long backlogBytes() {
    return backlogBytes;
  }
}
