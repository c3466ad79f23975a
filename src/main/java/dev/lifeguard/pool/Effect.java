package dev.lifeguard.pool;

import dev.lifeguard.job.CommandAnswer;

/// An order from the pool to the world. Orders are carried out after the events of the same step
/// were published, so that what we meant to do is told before it happens; all but a task that is
/// sent ahead, which is told as started when it is known that its turn has come.
public sealed interface Effect {
  /// Create the worker's process.
  record Spawn(int worker) implements Effect {}

  /// Send the task to the worker.
  record Run(int worker, int task, int attempt) implements Effect {}

  /// Take back a task that waits in the worker's pipe, or with its slot, behind the one that runs,
  /// and answer with [Input.TakenBack] before any other fact of this worker.
  record TakeBack(int worker, int task, int attempt) implements Effect {}

  /// Raise an exception in the task because its soft time limit is over. A worker that has gone on
  /// to another task ignores it, and so does a task in which it was raised: the order comes again,
  /// ever more rarely, as long as the attempt goes on.
  record Interrupt(int worker, int task, int attempt) implements Effect {}

  /// Have the worker print the stacks of all its threads.
  record Dump(int worker) implements Effect {}

  /// Ask the worker to end.
  record Stop(int worker) implements Effect {}

  /// Send a signal to the worker's process group.
  record Signal(int worker, int signal) implements Effect {}

  /// The worker is buried: kill what is left of its process group and forget it.
  record Release(int worker) implements Effect {}

  /// Find out more about a death, and answer with [Input.EvidenceFound].
  record CollectEvidence(int incident, int worker) implements Effect {}

  /// Measure the processes once per period.
  record SampleEvery(long periodNanos) implements Effect {}

  /// Measure the processes now.
  record SampleNow() implements Effect {}

  /// Bring these items to hand, and answer with [Input.ItemsRead].
  ///
  /// @param firstItem the first item's place in the source, from 1
  record ReadItems(int firstItem, int count) implements Effect {}

  /// Bring the item of a repeated task to hand once more, and answer with [Input.ItemFetched].
  ///
  /// @param item the item's place in the source, from 1
  record FetchItem(int task, int item) implements Effect {}

  /// Answer a user's command.
  record Answer(long ticket, CommandAnswer answer) implements Effect {}
}
