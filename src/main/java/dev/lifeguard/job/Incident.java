package dev.lifeguard.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One unexpected death or hang, with everything that is known of it. A hang that ends in death is
/// one incident. Immutable: what is learned later makes a new value with the same `id`.
///
/// @param subject whom it happened to
/// @param findings what happened, and how that is known
/// @param course what was done about it
public record Incident(int id, Subject subject, Findings findings, Course course) {

  /// Whom an incident happened to.
  ///
  /// @param process its process; absent when none was ever created
  /// @param task the task that it had in its hands
  /// @param attempt the attempt's number, 0 without a task
  /// @param limits what the job allows, for the sentence
  public record Subject(
      int worker,
      Optional<ProcessIdentity> process,
      OptionalInt task,
      int attempt,
      JobLimits limits) {}

  /// What happened, and how that is known.
  ///
  /// @param status how the process ended; unknown while it lives
  /// @param hang that it stood still before, if it did
  /// @param memory the last reading
  /// @param output its last lines of output, oldest first
  public record Findings(
      ExitStatus status,
      DeathCause cause,
      Optional<Hang> hang,
      List<Evidence> evidence,
      MemoryReading memory,
      List<String> output) {
    /// Copies the lists.
    public Findings {
      evidence = List.copyOf(evidence);
      output = List.copyOf(output);
    }

    private Findings with(Hang next) {
      return new Findings(status, cause, Optional.of(next), evidence, memory, output);
    }

    private Findings with(Optional<DeathCause> better, List<Evidence> more, List<String> lines) {
      return new Findings(
          status,
          better.orElse(cause),
          hang,
          joined(evidence, more),
          memory,
          lines.isEmpty() ? output : lines);
    }
  }

  /// What was done about an incident.
  ///
  /// @param timeline sorted by the measured time, whatever order the facts came in
  /// @param replacement the worker that took its place, once there is one
  public record Course(List<TimelineEntry> timeline, TaskFate fate, OptionalInt replacement) {
    /// Sorts the time line.
    public Course {
      timeline =
          timeline.stream().sorted(Comparator.comparingLong(TimelineEntry::atNanos)).toList();
    }

    private Course with(List<TimelineEntry> more) {
      return new Course(joined(timeline, more), fate, replacement);
    }

    private Course with(TaskFate next) {
      return new Course(timeline, next, replacement);
    }

    private Course with(int replacement) {
      return new Course(timeline, fate, OptionalInt.of(replacement));
    }
  }

  /// The incident that a death opens.
  ///
  /// @param process the dead process, if there was one
  /// @param memory the last reading before
  /// @param steps what led to it, as far as it was measured
  public static Incident of(
      PoolEvent.WorkerDied e,
      Optional<ProcessIdentity> process,
      JobLimits limits,
      MemoryReading memory,
      List<TimelineEntry> steps) {
    return new Incident(
        e.incident(),
        new Subject(e.worker(), process, e.task(), e.attempt(), limits),
        new Findings(e.status(), e.cause(), Optional.empty(), e.evidence(), memory, List.of()),
        new Course(
            steps,
            e.task().isPresent() ? new TaskFate.Undecided() : new TaskFate.NoTask(),
            OptionalInt.empty()));
  }

  /// The incident that a hang opens.
  ///
  /// @param memory the last reading
  public static Incident of(
      PoolEvent.WorkerHung e,
      Optional<ProcessIdentity> process,
      JobLimits limits,
      MemoryReading memory) {
    DeathCause cause =
        new DeathCause(
            CauseKind.HANG,
            OptionalInt.empty(),
            OptionalInt.empty(),
            e.waitsFor(),
            Certainty.LIKELY);
    Hang hang = new Hang(e.sinceNanos(), e.atNanos(), e.waitsFor(), Hang.State.LASTS);
    return new Incident(
        e.incident(),
        new Subject(e.worker(), process, e.task(), e.attempt(), limits),
        new Findings(
            new ExitStatus.Unknown(), cause, Optional.of(hang), e.evidence(), memory, List.of()),
        new Course(
            List.of(
                new TimelineEntry(TimelineStep.HUNG, e.sinceNanos(), e.waitsFor()),
                new TimelineEntry(
                    TimelineStep.DECIDED, e.atNanos(), "worker " + e.worker() + " is hung")),
            e.task().isPresent() ? new TaskFate.StillRuns() : new TaskFate.NoTask(),
            OptionalInt.empty()));
  }

  /// This hang, ended by a death.
  ///
  /// @param death what [#of] makes of the death alone
  /// @param atNanos when it was decided
  public Incident endedBy(Incident death, long atNanos) {
    Findings end = death.findings;
    return new Incident(
        id,
        death.subject,
        new Findings(
            end.status,
            end.cause,
            hang().map(h -> h.then(Hang.State.DIED, atNanos)),
            joined(findings.evidence, end.evidence),
            end.memory,
            end.output),
        course.with(death.course.timeline).with(death.course.fate));
  }

  /// This hang, over: the worker moves.
  public Incident moved(long atNanos) {
    return hang()
        .filter(h -> h.state() == Hang.State.LASTS)
        .map(h ->
            new Incident(id, subject, findings.with(h.then(Hang.State.MOVED, atNanos)), course))
        .orElse(this);
  }

  /// The same with what was found out later.
  public Incident refined(PoolEvent.CauseRefined e) {
    return new Incident(id, subject, findings.with(e.cause(), e.evidence(), e.output()), course);
  }

  /// The same with another fate of its task.
  public Incident withFate(TaskFate next) {
    return new Incident(id, subject, findings, course.with(next));
  }

  Incident withStep(TimelineStep step, long atNanos, String note) {
    List<TimelineEntry> more = List.of(new TimelineEntry(step, atNanos, note));
    return new Incident(id, subject, findings, course.with(more));
  }

  Incident withReplacement(int replacement) {
    return new Incident(id, subject, findings, course.with(replacement));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /// The whole incident in one sentence, the way a colleague would put it.
  public String sentence() {
    return IncidentSentence.of(this);
  }

  /// The time that the time line counts from: its earliest entry.
  public long originNanos() {
    return timeline().isEmpty() ? 0 : timeline().getFirst().atNanos();
  }

  /// Whether its worker died of it, or after it.
  public boolean isDeath() {
    return hang().isEmpty() || hang().get().state() == Hang.State.DIED;
  }

  /// Whose it is.
  public int worker() {
    return subject.worker;
  }

  /// The worker's process; absent when none was ever created.
  public Optional<ProcessIdentity> process() {
    return subject.process;
  }

  /// The task that the worker had in its hands.
  public OptionalInt task() {
    return subject.task;
  }

  /// The attempt's number, 0 without a task.
  public int attempt() {
    return subject.attempt;
  }

  /// How often the job lets a task be begun.
  public int attemptsPerTask() {
    return subject.limits.attemptsPerTask();
  }

  /// How the process ended, as far as it is known.
  public ExitStatus status() {
    return findings.status;
  }

  /// Why, as far as it is known.
  public DeathCause cause() {
    return findings.cause;
  }

  /// That the worker stood still, if it did.
  public Optional<Hang> hang() {
    return findings.hang;
  }

  /// What supports the conclusion.
  public List<Evidence> evidence() {
    return findings.evidence;
  }

  /// The last reading of the worker's process.
  public MemoryReading memory() {
    return findings.memory;
  }

  /// The worker's last lines of output, oldest first.
  public List<String> output() {
    return findings.output;
  }

  /// What was noticed and done, sorted by the measured time.
  public List<TimelineEntry> timeline() {
    return course.timeline;
  }

  /// What it meant for the task.
  public TaskFate fate() {
    return course.fate;
  }

  /// The worker that took the place, once there is one.
  public OptionalInt replacement() {
    return course.replacement;
  }
}
