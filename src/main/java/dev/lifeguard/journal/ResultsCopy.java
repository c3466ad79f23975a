package dev.lifeguard.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A second taker of the result lines (`--results FILE|-`), with a thread of its own so that a slow
/// reader of standard output holds up no recording: while it is behind, no further task is started,
/// as in any pipeline. It goes on when the recording fails. Thread-safe.
public final class ResultsCopy {
  // More than this is behind; the results of what runs then still find room.
  private static final long BEHIND_BYTES = 16L << 20;

  private final String name;
  private final Optional<OutputStream> stream;
  private final Consumer<String> failed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean writing;
  private boolean ended;
  private boolean broken;

  private ResultsCopy(String name, Optional<OutputStream> stream, Consumer<String> failed) {
    this.name = name;
    this.stream = stream;
    this.failed = failed;
  }

  /// No copy.
  public static ResultsCopy none() {
    return new ResultsCopy("", Optional.empty(), _ -> {});
  }

  /// Copies every line to this stream, which is flushed but never closed.
  ///
  /// @param name the stream's name in messages: `standard output`, a file's name
  /// @param failed told once, with a whole sentence, when the stream takes no more or no more lines
  ///   come; on the copy's thread or one of the recording
  public static ResultsCopy to(String name, OutputStream stream, Consumer<String> failed) {
    ResultsCopy copy = new ResultsCopy(name, Optional.of(stream), failed);
    Thread.ofPlatform().name("results-copy").daemon().start(() -> copy.run(stream));
    return copy;
  }

  /// Whether lines are wanted.
  boolean isWanted() {
    if (stream.isEmpty()) {
      return false;
    }
    lock.lock();
    try {
      return !broken && !ended;
    } finally {
      lock.unlock();
    }
  }

  boolean isBehind() {
    if (stream.isEmpty()) {
      return false;
    }
    lock.lock();
    try {
      return waitingBytes > BEHIND_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /// Takes whole lines, without waiting.
  void accept(byte[] lines) {
    lock.lock();
    try {
      if (stream.isPresent() && !broken && !ended) {
        waiting.add(lines);
        waitingBytes += lines.length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(OutputStream out) {
    try {
      for (Optional<byte[]> lines = next(); lines.isPresent(); lines = next()) {
        out.write(lines.get());
        out.flush();
      }
    } catch (IOException e) {
      // Told before anybody who waits for the end goes on.
      endedEarly(IoSentence.reason(e) + "; the run directory has all of them");
      breakOff();
    } catch (InterruptedException e) {
      breakOff();
    }
  }

  /// Nobody makes lines any more, for this reason.
  void giveUp(String reason) {
    if (isWanted()) {
      breakOff();
      endedEarly(reason);
    }
  }

  private void endedEarly(String reason) {
    failed.accept("The copy of the results to " + name + " ended early: " + reason);
  }

  private Optional<byte[]> next() throws InterruptedException {
    lock.lock();
    try {
      writing = false;
      changed.signalAll();
      while (waiting.isEmpty() && !ended && !broken) {
        changed.await();
      }
      Optional<byte[]> lines = Optional.ofNullable(waiting.poll());
      lines.ifPresent(bytes -> waitingBytes -= bytes.length);
      writing = lines.isPresent();
      return lines;
    } finally {
      lock.unlock();
    }
  }

  private void breakOff() {
    lock.lock();
    try {
      broken = true;
      writing = false;
      waiting.clear();
      waitingBytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everything was taken, at most this long, and ends the thread. Call it after the
  /// writer was closed.
  ///
  /// @return whether everything was taken
  public boolean close(Duration limit) {
    long left = TimeUnit.NANOSECONDS.convert(limit);
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      while ((!waiting.isEmpty() || writing) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !broken && waiting.isEmpty() && !writing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
