package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.WindowsCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An incident as its panel shows it, in words.
///
/// @param chips short facts; the first one is the certainty
/// @param steps how it was noticed, sorted by time
/// @param evidence what supports the conclusion
/// @param output its last lines of output, oldest first
public record IncidentCard(
    int id,
    int worker,
    String headline,
    List<String> chips,
    String sentence,
    List<Step> steps,
    List<Proof> evidence,
    List<String> output) {

  /// A line of the time line.
  ///
  /// @param atNanos counted from the first entry
  public record Step(long atNanos, String title, String note, Tone tone) {
    /// The time for people.
    String time() {
      return Elapsed.millis(atNanos);
    }
  }

  /// A piece of evidence.
  ///
  /// @param atNanos counted from the time line's first entry, can be before it
  public record Proof(long atNanos, String source, String text) {
    /// The time for people, who know no time below nought: `0.4 ms before`.
    String time() {
      return atNanos < 0
          ? Text.of("incident.before", Elapsed.millis(-atNanos))
          : Elapsed.millis(atNanos);
    }
  }

  /// What a step means.
  public enum Tone {
    /// The death itself.
    BAD,
    /// What was decided about it.
    DECISION,
    /// On the way back.
    REPAIR,
    /// All is well again.
    GOOD
  }

  /// The card of an incident.
  ///
  /// @param task the state that its task has now
  /// @param system where its job runs
  static IncidentCard of(Incident incident, TaskState task, HostSystem system) {
    String sentence = incident.sentence();
    return new IncidentCard(
        incident.id(),
        incident.worker(),
        CauseWords.headline(incident),
        chips(incident),
        Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".",
        incident.timeline().stream()
            .map(e -> step(e, incident.originNanos(), task, system))
            .toList(),
        incident.evidence().stream()
            .sorted(Comparator.comparingLong(Evidence::atNanos))
            .map(e -> proof(e, incident.originNanos()))
            .toList(),
        incident.output());
  }

  private static List<String> chips(Incident incident) {
    List<String> chips = new ArrayList<>();
    DeathCause cause = incident.cause();
    chips.add(
        switch (cause.certainty()) {
          case CERTAIN -> Text.of("certainty.certain");
          case LIKELY -> Text.of("certainty.likely");
          case UNKNOWN -> Text.of("certainty.unknown");
        });
    cause.signal().ifPresent(n -> chips.add(Text.of("incident.chip.signal", SignalName.of(n), n)));
    cause
        .exitCode()
        .ifPresent(code -> chips.add(Text.of("incident.chip.exit", WindowsCode.text(code))));
    chips.add(
        switch (cause.kind()) {
          case OPERATOR -> Text.of("incident.chip.operator");
          case POLICY -> Text.of("incident.chip.policy");
          case KERNEL_OOM -> Text.of("incident.chip.kernel");
          case SIGNAL -> Text.of("incident.chip.foreign");
          // Windows has codes that say nothing of who chose them.
          case EXIT ->
              cause.certainty() == Certainty.CERTAIN
                  ? Text.of("incident.chip.itself")
                  : Text.of("incident.chip.foreign");
          case START -> Text.of("incident.chip.start");
          case PROTOCOL -> Text.of("incident.chip.protocol");
          case HANG -> Text.of("incident.chip.hang");
        });
    if (incident.task().isPresent()) {
      chips.add(
          incident.attempt() <= incident.attemptsPerTask()
              ? Text.of(
                  "incident.chip.task",
                  incident.task().getAsInt(),
                  incident.attempt(),
                  incident.attemptsPerTask())
              : Text.of(
                  "incident.chip.task-alone", incident.task().getAsInt(), incident.attempt()));
    }
    return List.copyOf(chips);
  }

  private static Step step(
      TimelineEntry entry, long originNanos, TaskState task, HostSystem system) {
    long time = entry.atNanos() - originNanos;
    return switch (entry.step()) {
      case HUNG -> new Step(time, Text.of("step.hung"), entry.note(), Tone.DECISION);
      case MOVED_AGAIN -> new Step(time, Text.of("step.moved-again"), entry.note(), Tone.GOOD);
      case SIGNAL_SENT ->
          new Step(
              time,
              system.hasSignals() ? Text.of("step.signal-sent") : Text.of("step.order-given"),
              entry.note(),
              Tone.BAD);
      case EXIT_SEEN -> new Step(time, Text.of("step.exit-seen"), entry.note(), Tone.BAD);
      case OUTPUT_CLOSED -> new Step(time, Text.of("step.output-closed"), entry.note(), Tone.BAD);
      case DECIDED -> new Step(time, Text.of("step.decided"), entry.note(), Tone.DECISION);
      case REQUEUED -> new Step(time, Text.of("step.requeued"), entry.note(), Tone.DECISION);
      case REPLACEMENT_STARTED ->
          new Step(time, Text.of("step.replacement-started"), entry.note(), Tone.REPAIR);
      case REPLACEMENT_READY ->
          new Step(time, Text.of("step.replacement-ready"), entry.note(), Tone.GOOD);
      case TASK_ENDED ->
          new Step(
              time,
              Text.of("step.task-ended"),
              entry.note(),
              task == TaskState.DONE ? Tone.GOOD : Tone.BAD);
    };
  }

  private static Proof proof(Evidence evidence, long originNanos) {
    return new Proof(evidence.atNanos() - originNanos, evidence.source(), evidence.text());
  }

  /// The whole card as text, to be pasted into a report.
  String report() {
    StringBuilder text = new StringBuilder();
    text.append(headline).append('\n').append(String.join(" · ", chips)).append("\n\n");
    text.append(sentence).append("\n\n").append(Text.of("incident.noticed")).append('\n');
    for (Step step : steps) {
      text.append(String.format("%12s  %s: %s%n", step.time(), step.title(), step.note()));
    }
    if (!evidence.isEmpty()) {
      text.append('\n').append(Text.of("incident.evidence")).append('\n');
      for (Proof proof : evidence) {
        text.append(String.format("%12s  %s: %s%n", proof.time(), proof.source(), proof.text()));
      }
    }
    if (!output.isEmpty()) {
      text.append('\n').append(Text.of("incident.output")).append('\n');
      output.forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }
}
