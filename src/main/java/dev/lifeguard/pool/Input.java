package dev.lifeguard.pool;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A fact from the world, in the past tense. Facts may come in any order that the world allows, and
/// about workers that are already buried; the pool answers every one of them in every state.
public sealed interface Input {
  /// The job may begin. The first input of every pool.
  record Began(JobDescription job) implements Input {}

  /// A job that was interrupted may go on. The first input of a pool that was given what is known
  /// of it; then the source tells all its items anew, those that were known before first.
  ///
  /// @param again tasks that had ended and whose results did not survive
  record Resumed(JobDescription job, List<Integer> again) implements Input {}

  /// `count` more items were found in the source.
  record TasksFound(int count) implements Input {}

  /// The source is at its end.
  record SourceEnded() implements Input {}

  /// The source broke off; the tasks that were found by then are run, and then the job is stopped.
  record SourceFailed(String reason) implements Input {}

  /// Items that were found cannot be read any more; the job is stopped.
  record ItemsUnreadable(String reason) implements Input {}

  /// Items that the pool ordered are at hand.
  ///
  /// @param firstItem the first one's place in the source, from 1
  /// @param labels the first 120 characters of each, for people
  /// @param refused those among them that no worker will get, by their place in the source, with
  ///   the reason: an item over the limit for messages
  record ItemsRead(int firstItem, List<String> labels, Map<Integer, TaskAnswer.Failure> refused)
      implements Input {}

  /// Nothing to tell but that time has passed.
  record TimePassed() implements Input {}

  /// The worker's process exists.
  record Spawned(int worker, ProcessIdentity process) implements Input {}

  /// The worker's process could not be created.
  record SpawnFailed(int worker, String reason) implements Input {}

  /// The worker said before its hello why it cannot begin.
  record StartFailed(int worker, String reason) implements Input {}

  /// The worker said hello.
  record Ready(int worker, String runtime, long taskThread) implements Input {}

  /// The worker sent a result.
  record Result(int worker, int task, int attempt, Payload json) implements Input {}

  /// The worker told that the task raised.
  record Failed(int worker, int task, int attempt, TaskAnswer.Failure failure) implements Input {}

  /// Whether a task that was sent ahead could be taken back: it was not read by the worker yet, and
  /// the worker will never see it (true), or it will run after the one before it (false).
  record TakenBack(int worker, int task, int attempt, boolean taken) implements Input {}

  /// The worker said good-bye and is about to exit.
  record Bye(int worker) implements Input {}

  /// The worker sent something that is no message.
  record Violated(int worker, String offence) implements Input {}

  /// The operating system told that the process has ended.
  ///
  /// @param seenNanos when that was measured
  /// @param known why, if more is known already than the status says
  record Exited(int worker, ExitStatus status, long seenNanos, Optional<Known> known)
      implements Input {
    /// Nothing else is known of it.
    public Exited(int worker, ExitStatus status, long seenNanos) {
      this(worker, status, seenNanos, Optional.empty());
    }
  }

  /// What is known of a death as soon as it is seen: the kernel has killed for lack of memory, as
  /// the worker's own cgroup has counted, or a Java virtual machine has ended for it, as that has
  /// said.
  ///
  /// @param cause it holds unless we have ended the worker ourselves
  record Known(DeathCause cause, Evidence evidence) {}

  /// The protocol pipe from the worker came to its end.
  ///
  /// @param seenNanos when that was measured
  record OutputClosed(int worker, long seenNanos) implements Input {}

  /// The collected evidence about a death.
  record EvidenceFound(
      int incident, Optional<DeathCause> cause, List<Evidence> evidence, List<String> output)
      implements Input {}

  /// A worker was looked at: whether it moves, as far as the operating system shows it. Told about
  /// once a second for a worker that is starting or has a task, and does not seem to move; and once
  /// more when it moves again.
  ///
  /// @param sinceNanos since when it has been so, measured
  /// @param words what the thread that runs its task waits for, a sentence without its end
  record Looked(
      int worker, Progress progress, long sinceNanos, String words, List<Evidence> evidence)
      implements Input {}

  /// A worker and its descendants have more memory than the limit, where Lifeguard itself enforces
  /// it.
  ///
  /// @param process who was measured; in a slot another one may run by now
  /// @param residentBytes of all of them together, as just measured
  record OverMemory(int worker, ProcessIdentity process, long residentBytes) implements Input {}

  /// The item of a repeated task is at hand, or it is certain that it never will be.
  ///
  /// @param refused why no worker will get it, if so: it is too large, or its source has changed
  record ItemFetched(int task, String label, Optional<TaskAnswer.Failure> refused)
      implements Input {}

  /// A round of measuring.
  record Sampled(List<ProcessReading> readings, List<ProcessIdentity> gone, long costNanos)
      implements Input {}

  /// A user asks for something; the answer carries the same ticket.
  record Asked(long ticket, Command command) implements Input {}

  /// A signal asks Lifeguard itself to end: the first time in order, the second time at once.
  ///
  /// @param signal the signal's number
  record Interrupted(int signal) implements Input {}

  /// The recorder cannot keep up (true), or can again (false).
  record RecorderBehind(boolean behind) implements Input {}

  /// The recorder gave up.
  record RecordingFailed(String reason) implements Input {}
}
