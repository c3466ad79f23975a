package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One unexpected death, with everything that is known of it. Immutable: what is learned later
/// makes a new value with the same `id`.
///
/// @param process the dead process; absent when none was ever created
/// @param task the task that it had in its hands
/// @param attempt the lost attempt's number, 0 without a task
/// @param attemptsPerTask how often the job lets a task be begun, for the sentence
/// @param timeline sorted by the measured time, whatever order the facts came in
/// @param memory the last reading before the death
/// @param output its last lines of output, oldest first
/// @param replacement the worker that took its place, once there is one
public record Incident(
    int id,
    int worker,
    Optional<ProcessIdentity> process,
    OptionalInt task,
    int attempt,
    int attemptsPerTask,
    ExitStatus status,
    DeathCause cause,
    List<Evidence> evidence,
    List<TimelineEntry> timeline,
    TaskFate fate,
    MemoryReading memory,
    List<String> output,
    OptionalInt replacement) {
  /// Copies the lists and sorts the time line.
  public Incident {
    evidence = List.copyOf(evidence);
    output = List.copyOf(output);
    timeline = timeline.stream().sorted(Comparator.comparingLong(TimelineEntry::atNanos)).toList();
  }

  /// The whole incident in one sentence, the way a colleague would put it.
  public String sentence() {
    return IncidentSentence.of(this);
  }

  /// The time that the time line counts from: its earliest entry.
  public long originNanos() {
    return timeline.isEmpty() ? 0 : timeline.getFirst().atNanos();
  }

  Incident withStep(TimelineEntry entry) {
    return new Incident(
        id,
        worker,
        process,
        task,
        attempt,
        attemptsPerTask,
        status,
        cause,
        evidence,
        Stream.concat(timeline.stream(), Stream.of(entry)).toList(),
        fate,
        memory,
        output,
        replacement);
  }

  Incident withFate(TaskFate next) {
    return new Incident(
        id,
        worker,
        process,
        task,
        attempt,
        attemptsPerTask,
        status,
        cause,
        evidence,
        timeline,
        next,
        memory,
        output,
        replacement);
  }

  Incident withReplacement(int next) {
    return new Incident(
        id,
        worker,
        process,
        task,
        attempt,
        attemptsPerTask,
        status,
        cause,
        evidence,
        timeline,
        fate,
        memory,
        output,
        OptionalInt.of(next));
  }

  Incident refined(Optional<DeathCause> better, List<Evidence> more, List<String> lines) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.addAll(more);
    return new Incident(
        id,
        worker,
        process,
        task,
        attempt,
        attemptsPerTask,
        status,
        better.orElse(cause),
        all,
        timeline,
        fate,
        memory,
        lines.isEmpty() ? output : lines,
        replacement);
  }
}
