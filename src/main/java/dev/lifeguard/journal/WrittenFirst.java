package dev.lifeguard.journal;

import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds events back from whoever shows them until they were written: what a person was told of as
/// done is in the file, whatever happens to this program next. When nothing is written any more,
/// everything goes through at once.
///
/// Batches come in by the pool's thread and go out by the writer's, or by the pool's once the
/// recording has ended; never by two at the same time, and always in order. Thread-safe.
final class WrittenFirst {
  private static final Logger LOG = LoggerFactory.getLogger(WrittenFirst.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Deque<List<PoolEvent>> waiting = new ArrayDeque<>();
  private final List<JobSource.Listener> listeners = new ArrayList<>();
  private long passed;
  private long passedNanos = -1;
  private long written;
  private boolean open;

  /// Adds somebody who shows events; hears what is taken from now on.
  void subscribe(JobSource.Listener listener) {
    lock.lock();
    try {
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next batch, the same that was handed to the writer.
  void take(List<PoolEvent> batch) {
    lock.lock();
    try {
      waiting.add(batch);
      pass();
    } finally {
      lock.unlock();
    }
  }

  /// So many events were written in all.
  void written(long events) {
    lock.lock();
    try {
      written = events;
      pass();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing is written any more: nobody has to wait.
  void letThrough() {
    lock.lock();
    try {
      open = true;
      pass();
    } finally {
      lock.unlock();
    }
  }

  private void pass() {
    while (!waiting.isEmpty() && (open || passed + waiting.getFirst().size() <= written)) {
      List<PoolEvent> batch = waiting.removeFirst();
      passed += batch.size();
      for (PoolEvent event : batch) {
        passedNanos = Math.max(passedNanos, event.atNanos());
      }
      listeners.removeIf(listener -> !hears(listener, batch));
    }
    moved.signalAll();
  }

  /// A window that is broken must break neither the pool nor the recording.
  private static boolean hears(JobSource.Listener listener, List<PoolEvent> batch) {
    try {
      listener.accept(batch);
      return true;
    } catch (RuntimeException bug) {
      LOG.error("a listener failed and hears nothing more", bug);
      return false;
    }
  }

  /// Waits until everything up to this moment of the job was written, or nothing is written any
  /// more.
  ///
  /// @param nanos the time of an event
  /// @param patienceNanos so long at most
  void await(long nanos, long patienceNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = patienceNanos;
      while (!open && passedNanos < nanos && left > 0) {
        left = moved.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
