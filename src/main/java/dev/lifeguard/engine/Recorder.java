package dev.lifeguard.engine;

import dev.lifeguard.job.JobSource;
import java.util.List;

/// Takes down everything: events, as a listener, and what the workers print. All calls come from
/// the supervisor thread and must not wait for a disk.
public interface Recorder extends JobSource.Listener {
  /// A worker printed these lines.
  ///
  /// @param task the task in its hands, 0 for none
  /// @param attempt the attempt at it, 0 for none
  void output(int worker, int task, int attempt, List<String> lines);

  /// The worker will print nothing any more.
  void outputEnded(int worker);

  /// The last lines that a worker printed, oldest first. Any thread.
  List<String> lastLines(int worker);

  /// Whether so much waits to be written that no further task should be started for now.
  boolean isBehind();

  /// Whether it asks [Engine#takeItem] for the item of every task that ends. May change to no.
  boolean takesItems();
}
