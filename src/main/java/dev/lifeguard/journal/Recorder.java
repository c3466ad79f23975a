package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The work of the writer's thread: takes what was handed over, writes it, and forces it to the
/// disk in groups. After the first failure it writes no file any more; result lines are still made
/// while somebody wants a copy of them.
final class Recorder implements Runnable {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path directory;
  private final HandOver work;
  private final RunFiles files;
  private final Recording recording;
  private final WrittenFirst shown;
  private final ResultLines resultLines;
  private final long syncNanos;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong progress = new AtomicLong();
  private long unsyncedSince;
  private boolean urgent;
  private long events;
  private long lastNanos = -1;
  // The time of the latest event of which all was given to the operating system.
  private volatile long writtenNanos = -1;

  Recorder(Path directory, HandOver work, RunFiles files, Recording recording, WrittenFirst shown) {
    this.shown = shown;
    this.directory = directory;
    this.work = work;
    this.files = files;
    this.recording = recording;
    this.resultLines = new ResultLines(recording.items(), recording.retryOf());
    this.syncNanos = recording.sync().toNanos();
  }

  /// Whether no file is written any more.
  boolean hasFailed() {
    return failed.get();
  }

  /// Changes whenever the disk has answered. Any thread.
  long progress() {
    return progress.get();
  }

  /// Ends the recording when its thread is gone or hangs: with it the copy of the results, which
  /// gets its lines from there. Any thread.
  void giveUp(String reason) {
    work.discard();
    recording.copy().giveUp(reason);
    fail(reason);
  }

  /// Ends the recording for this reason; only the first one is told. Any thread.
  void fail(String reason) {
    if (!failed.compareAndSet(false, true)) {
      return;
    }
    if (!recording.copy().isWanted()) {
      work.discard();
    }
    shown.letThrough();
    recording
        .failed()
        .accept(
            "The recording in "
                + directory
                + " stopped: "
                + reason
                + "; "
                + howFar()
                + ", the job goes on, and what happens from then on is not recorded");
  }

  /// From when on the recording is incomplete.
  private String howFar() {
    return writtenNanos < 0
        ? "nothing of what this supervisor did is in it"
        : String.format(
            Locale.ROOT, "it is complete up to %.3f s into the job", writtenNanos / 1e9);
  }

  @Override
  public void run() {
    try {
      List<HandOver.Entry> entries = work.take(IDLE_NANOS);
      while (!entries.isEmpty() || !work.isDone()) {
        write(entries);
        syncIfDue();
        entries = work.take(patienceNanos());
      }
      if (!hasFailed()) {
        files.sync();
      }
      files.close();
    } catch (IOException e) {
      fail(IoSentence.reason(e));
    } catch (InterruptedException e) {
      giveUp("its thread was interrupted");
    } catch (RuntimeException | Error e) {
      // A defect, here or in the function that knows the items, or no memory is left. A recording
      // that ends without a word would be worse than any message.
      giveUp("an internal error (" + e + ")");
    }
  }

  private long patienceNanos() {
    if (!files.isUnsynced() || hasFailed()) {
      return IDLE_NANOS;
    }
    return Math.max(1, unsyncedSince + syncNanos - System.nanoTime());
  }

  private void write(List<HandOver.Entry> entries) {
    for (HandOver.Entry entry : entries) {
      switch (entry) {
        case HandOver.Entry.Events(List<PoolEvent> batch, boolean isIncident) -> {
          batch.forEach(this::write);
          urgent |= isIncident;
        }
        case HandOver.Entry.Output(int worker, ByteBuffer lines) ->
            onDisk(() -> files.output(worker, lines));
        case HandOver.Entry.OutputEnd(int worker) -> onDisk(() -> files.outputEnd(worker));
      }
    }
    flush();
  }

  private void write(PoolEvent event) {
    resultLines.accept(event, files.results());
    EventEncoder.append(event, files.journal());
    events++;
    lastNanos = Math.max(lastNanos, event.atNanos());
    if (files.isFull()) {
      flush();
    }
  }

  private void flush() {
    byte[] lines = recording.copy().isWanted() ? files.results().copy() : new byte[0];
    if (!files.isUnsynced()) {
      unsyncedSince = System.nanoTime();
    }
    onDisk(files::flush);
    if (hasFailed()) {
      files.results().clear();
      files.journal().clear();
    } else {
      writtenNanos = lastNanos;
      shown.written(events);
    }
    if (lines.length > 0) {
      recording.copy().accept(lines);
    }
  }

  private void syncIfDue() {
    if (files.isUnsynced() && (urgent || System.nanoTime() - unsyncedSince >= syncNanos)) {
      onDisk(files::sync);
      urgent = false;
    }
  }

  /// Something that a disk may refuse.
  private interface DiskWork {
    void run() throws IOException;
  }

  private void onDisk(DiskWork order) {
    if (hasFailed()) {
      return;
    }
    try {
      order.run();
      progress.incrementAndGet();
    } catch (IOException e) {
      fail(IoSentence.reason(e));
    }
  }
}
