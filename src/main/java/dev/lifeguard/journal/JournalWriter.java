package dev.lifeguard.journal;

import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import java.util.List;

/// Records a job: takes its events and its workers' output, and never makes anybody wait for a disk.
public final class JournalWriter implements JobSource.Listener, AutoCloseable {
  private JournalWriter() {}

  /// Begins the recording: creates journal and results file and starts the writer's thread.
  public static Tried<JournalWriter> open(
      RunDirectory run, JournalHeader header, Recording recording) {
    throw new UnsupportedOperationException();
  }

  /// Takes the next events. Never waits, never throws; after a failure or the end it does nothing.
  /// Any one thread at a time.
  @Override
  public void accept(List<PoolEvent> batch) {
    throw new UnsupportedOperationException();
  }

  /// Takes a piece of what a worker printed, lines or parts of lines. Called on the thread that
  /// reads this worker's output, which may be held up for a fifth of a second while the disk is
  /// behind; then lines are dropped and counted.
  ///
  /// @param task the task in the worker's hands, 0 for none
  public void output(int worker, int task, int attempt, byte[] bytes, int length) {
    throw new UnsupportedOperationException();
  }

  /// The worker will print nothing any more. Same thread as [#output].
  public void outputEnded(int worker) {
    throw new UnsupportedOperationException();
  }

  /// The last lines that a worker printed, oldest first, at most 20 of at most 2,000 characters. Any
  /// thread; also works after the recording has failed.
  public List<String> lastLines(int worker) {
    throw new UnsupportedOperationException();
  }

  /// How many bytes wait to be written, estimated. Any thread.
  public long backlogBytes() {
    throw new UnsupportedOperationException();
  }

  /// Whether the disk is so far behind that no further task should be started for the moment. False
  /// once the recording has failed. Any thread.
  public boolean isBehind() {
    throw new UnsupportedOperationException();
  }

  /// Writes what is left, forces it to the disk and ends the thread. Waits at most ten seconds for a
  /// disk that does not answer. Does nothing the second time.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
