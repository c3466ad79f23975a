package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// A job that can be watched: a live pool, the recording of one, a pool that somebody else started.
/// To a window they are all the same.
public interface JobSource extends AutoCloseable {
  /// Receives events.
  @FunctionalInterface
  interface Listener {
    /// Takes the next events, in order. Called on a thread of the source, never on two at once;
    /// must return fast and must not throw.
    void accept(List<PoolEvent> batch);
  }

  /// Starts delivery to one more listener. It gets every event of the job from the first one on,
  /// also when it comes late.
  void subscribe(Listener listener);

  /// Asks for something. The answer comes when the command was taken up or refused, not when its
  /// effects are over.
  CompletionStage<CommandAnswer> send(Command command);

  /// How the manager would be asked to end; empty for a job of Lifeguard, which ends its workers
  /// itself.
  default Optional<CompletionStage<EndMeans>> endMeans() {
    return Optional.empty();
  }

  /// What can be asked.
  Set<Capability> capabilities();

  /// What its workers print; absent where that is not kept.
  default Optional<JobOutput> output() {
    return Optional.empty();
  }

  /// Ends the delivery to all listeners and frees what the source holds. Does not end the job. Does
  /// nothing the second time.
  @Override
  void close();
}
