package dev.lifeguard.journal;

import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Records a job: takes its events and its workers' output, and never makes the pool wait for a
/// disk.
///
/// One thread of its own writes. For a task that ends, the line of the results file is written
/// before the one of the journal; both are forced to the disk in groups, an incident at once. The
/// first failure (a full disk, a removed directory, a disk that does not answer or is hopelessly
/// behind) ends the recording, is told once, and nothing else happens: [#accept] then does nothing.
public final class JournalWriter implements JobSource.Listener, AutoCloseable {
  // What waits for the disk when nobody paused the dispatch in time. At 100 bytes an event these
  // are
  // more than two million events.
  private static final long MOST_WAITING_BYTES = 256L << 20;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final String NO_ANSWER =
      "the disk has not answered for " + DiskWatch.PATIENCE.toSeconds() + " seconds";

  private final HandOver handOver;
  private final OutputLog output;
  private final Recorder recorder;
  private final Recording recording;
  private final Thread thread;
  private final WrittenFirst shown = new WrittenFirst();
  private final DiskWatch watch = new DiskWatch();
  private final LongSupplier nanoTime;
  private volatile boolean givenUp;
  private volatile long lookedNanos;

  private JournalWriter(
      RunDirectory run, RunFiles files, Recording recording, LongSupplier nanoTime) {
    this.recording = recording;
    this.nanoTime = nanoTime;
    lookedNanos = nanoTime.getAsLong() - LOOK_NANOS;
    handOver = new HandOver(MOST_WAITING_BYTES);
    output = new OutputLog(handOver);
    recorder = new Recorder(run.path(), handOver, files, recording, shown);
    thread = Thread.ofPlatform().name("journal-writer").daemon().unstarted(recorder);
  }

  /// Begins the recording: creates the journal with its header and the results file, and starts the
  /// writer's thread. Waits for the disk.
  public static Tried<JournalWriter> open(
      RunDirectory run, JournalHeader header, Recording recording) {
    return open(run, header, recording, System::nanoTime);
  }

  /// Goes on with the recording of a run that was made whole, see [InterruptedRun]. Waits for the
  /// disk.
  public static Tried<JournalWriter> reopen(RunDirectory run, Recording recording) {
    try {
      JournalWriter writer =
          new JournalWriter(run, RunFiles.reopen(run), recording, System::nanoTime);
      writer.thread.start();
      return new Tried.Done<>(writer);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("write to", run.path(), e));
    }
  }

  /// The same with a clock that tells how long the disk has not answered.
  static Tried<JournalWriter> open(
      RunDirectory run, JournalHeader header, Recording recording, LongSupplier nanoTime) {
    try {
      JournalWriter writer =
          new JournalWriter(run, RunFiles.open(run, header), recording, nanoTime);
      writer.thread.start();
      return new Tried.Done<>(writer);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("write to", run.path(), e));
    }
  }

  /// Takes the next events. Never waits and never throws; after a failure or the end it does
  /// nothing. Called by one thread at a time.
  @Override
  public void accept(List<PoolEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long bytes = 0;
    long answers = 0;
    boolean urgent = false;
    for (PoolEvent event : batch) {
      if (event instanceof PoolEvent.TaskEnded ended) {
        answers += answerBytes(ended.answer());
      }
      bytes += estimatedBytes(event);
      urgent |= event instanceof PoolEvent.WorkerDied || event instanceof PoolEvent.WorkerHung;
    }
    List<PoolEvent> events = List.copyOf(batch);
    if (!handOver.putWithAnswers(new HandOver.Entry.Events(events, urgent), bytes, answers)) {
      giveUp("the disk is too slow to follow, it is far behind");
    }
    giveUpIfStuck();
    shown.take(events);
  }

  /// Tells the events to somebody who shows them: once they are written, so that whatever was shown
  /// is on record, and at once when nothing is written any more. The listener hears what is taken
  /// from now on, on threads of the recording and of the pool, and must not wait.
  public void subscribe(JobSource.Listener listener) {
    shown.subscribe(listener);
  }

  /// Waits until everything up to a moment of the job is written, or nothing is written any more;
  /// for a disk that does not answer no longer than its patience.
  ///
  /// @param nanos the time of an event that was taken, or is about to be
  public void awaitWritten(long nanos) throws InterruptedException {
    shown.await(nanos, DiskWatch.PATIENCE.toNanos());
  }

  private void giveUpIfStuck() {
    long now = nanoTime.getAsLong();
    // It is asked after every event, and the patience is long.
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    if (watch.isStuck(now, handOver.hasWork(), recorder.progress()) && !recorder.hasFailed()) {
      giveUp(NO_ANSWER);
    }
  }

  /// Called when the writer's thread hangs in the disk, so somebody else has to tell.
  private void giveUp(String reason) {
    if (givenUp) {
      return;
    }
    givenUp = true;
    handOver.discard();
    Thread.ofPlatform().name("journal-failure").daemon().start(() -> recorder.giveUp(reason));
  }

  private static long estimatedBytes(PoolEvent event) {
    return switch (event) {
      case PoolEvent.TaskEnded _ -> 250;
      case PoolEvent.Sampled e -> 100 + 250L * (e.readings().size() + e.gone().size());
      default -> 200;
    };
  }

  private static long answerBytes(TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Result(Payload json) -> json.size();
      case TaskAnswer.Failure failure -> failure.json().size();
      case TaskAnswer.Lost _, TaskAnswer.None _ -> 0;
    };
  }

  /// Takes a piece of what a worker printed, lines or parts of lines. Never waits: while the disk
  /// is far behind, lines are dropped and counted. One thread at a time for each worker. The array
  /// is free again afterwards.
  ///
  /// @param task the task in the worker's hands, 0 for none
  /// @param length how many of the bytes are meant
  public void output(int worker, int task, int attempt, byte[] bytes, int length) {
    output.append(worker, task, attempt, bytes, length);
  }

  /// The worker will print nothing any more. Same thread as [#output].
  public void outputEnded(int worker) {
    output.end(worker);
  }

  /// The last lines that a worker printed, oldest first, at most 20 of at most 2,000 characters.
  /// Any thread; also works after the recording has failed.
  public List<String> lastLines(int worker) {
    return output.lastLines(worker);
  }

  /// Whether the item of every task that ends is asked for: while the recording lasts, and after
  /// that as long as a copy of the results is wanted. Any thread.
  public boolean takesItems() {
    return !recorder.hasFailed() || recording.copy().isWanted();
  }

  /// How many bytes wait to be written, estimated. Any thread.
  public long backlogBytes() {
    return handOver.backlogBytes();
  }

  /// Whether the disk, or the taker of a copy, is so far behind that no further task should be
  /// started for the moment. Also notices that the disk does not answer at all, which ends the
  /// recording: so it is to be asked now and then while anything is behind. Any thread.
  public boolean isBehind() {
    giveUpIfStuck();
    return handOver.backlogBytes() > HandOver.BEHIND_BYTES || recording.copy().isBehind();
  }

  /// Writes what is left, forces it to the disk and ends the thread. Waits at most ten seconds for
  /// a disk that does not answer. Does nothing the second time.
  @Override
  public void close() {
    handOver.end();
    try {
      // Who did not answer so far is not waited for a second time.
      if (!givenUp && !thread.join(DiskWatch.PATIENCE)) {
        recorder.giveUp(NO_ANSWER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shown.letThrough();
    }
  }
}
