package dev.lifeguard.attach;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import java.util.concurrent.CompletableFuture;

/// What reaches the thread of a [ForeignPool] from others.
sealed interface Fact {
  /// A watched process has ended.
  record Ended(ExitWatch.Ending ending) implements Fact {}

  /// A process of the pool has started another one.
  record Started(ProcessIdentity parent, ProcessIdentity child) implements Fact {}

  /// The kernel turns out to have killed a worker for lack of memory.
  record OutOfMemory(int incident, OutOfMemoryEvidence.Finding finding) implements Fact {}

  /// A user wants something.
  record Asked(Command command, CompletableFuture<CommandAnswer> answer) implements Fact {}

  /// A user wants to know what asking the manager to end would do.
  record AskedForMeans(CompletableFuture<EndMeans> answer) implements Fact {}

  /// Somebody wants to be told.
  record Subscribed(JobSource.Listener listener) implements Fact {}
}
