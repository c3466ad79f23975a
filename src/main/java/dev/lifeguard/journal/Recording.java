package dev.lifeguard.journal;

import dev.lifeguard.job.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// What a [JournalWriter] needs to know of the job that it records.
///
/// @param items the item of a task as one JSON value. Called once for every task that ends, on the
///   writer's thread, while the recording lasts; an empty payload is written as `null`
/// @param sync how long a written line may wait until it is forced to the disk (`record.sync`)
/// @param failed told once that and why nothing is recorded any more, in a whole sentence. Called
///   on a thread of the recording, or on the one that closes it when the disk does not answer
/// @param copy a second taker of the result lines, see [ResultsCopy]; [ResultsCopy#none] for none
/// @param retryOf of a job that goes on the tasks that users had run once more and that have not
///   ended, each with the one that it repeats
public record Recording(
    IntFunction<Payload> items,
    Duration sync,
    Consumer<String> failed,
    ResultsCopy copy,
    Map<Integer, Integer> retryOf) {
  /// What is needed of a job that begins.
  public Recording(
      IntFunction<Payload> items, Duration sync, Consumer<String> failed, ResultsCopy copy) {
    this(items, sync, failed, copy, Map.of());
  }

  /// What the job file says when it says nothing.
  public static final Duration DEFAULT_SYNC = Duration.ofMillis(200);
}
