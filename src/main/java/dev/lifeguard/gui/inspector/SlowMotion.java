package dev.lifeguard.gui.inspector;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Lets the lines of an incident appear one after the other, [#STRETCH] times as slowly as they
/// happened, so that an audience can follow what took a few milliseconds: first the time line, then
/// the evidence, from top to bottom. Knows no clock: whoever draws waits for [#pause] and calls
/// [#next].
///
/// A line that turns up late has its turn like the others. JavaFX thread.
final class SlowMotion {
  /// A millisecond takes so many.
  static final int STRETCH = 200;

  /// What happened in the same moment is still read one by one.
  static final Duration SHORTEST = Duration.ofMillis(400);

  /// Nobody waits longer, however long it took.
  static final Duration LONGEST = Duration.ofSeconds(2);

  private Optional<IncidentCard> card = Optional.empty();
  private final Set<Line> seen = new HashSet<>();
  private Optional<Line> latest = Optional.empty();

  /// Where a line stands.
  private enum Place {
    TIMELINE,
    EVIDENCE
  }

  /// What makes a line of a card the same one, although its words may become more.
  private record Line(Place place, long atNanos, String title) {
    static final Comparator<Line> ORDER =
        Comparator.comparing(Line::place).thenComparingLong(Line::atNanos);

    static Line of(IncidentCard.Step step) {
      return new Line(Place.TIMELINE, step.atNanos(), step.title());
    }

    static Line of(IncidentCard.Proof proof) {
      return new Line(Place.EVIDENCE, proof.atNanos(), proof.source() + ": " + proof.text());
    }

    Duration after(Line before) {
      if (before.place != place || before.atNanos >= atNanos) {
        return SHORTEST;
      }
      long most = LONGEST.toNanos();
      long gap = Math.min(atNanos - before.atNanos, most);
      return Duration.ofNanos(Math.clamp(gap * STRETCH, SHORTEST.toNanos(), most));
    }
  }

  /// Shows a card from its first line on; the same card goes on with what it has more.
  void show(IncidentCard next) {
    if (card.map(IncidentCard::id).filter(id -> id == next.id()).isEmpty()) {
      seen.clear();
      latest = Optional.empty();
    }
    card = Optional.of(next);
  }

  /// Whether a line has had its turn.
  boolean isSeen(IncidentCard.Step step) {
    return seen.contains(Line.of(step));
  }

  /// Whether a line has had its turn.
  boolean isSeen(IncidentCard.Proof proof) {
    return seen.contains(Line.of(proof));
  }

  /// How long to wait for the next line; empty when all have had their turn.
  Optional<Duration> pause() {
    return following().map(line -> latest.map(line::after).orElse(SHORTEST));
  }

  /// It is the next line's turn.
  void next() {
    following()
        .ifPresent(line -> {
          seen.add(line);
          latest = Optional.of(line);
        });
  }

  /// All lines have had their turn.
  void finish() {
    lines().forEach(seen::add);
  }

  private Optional<Line> following() {
    return lines().filter(line -> !seen.contains(line)).min(Line.ORDER);
  }

  private Stream<Line> lines() {
    return card.stream()
        .flatMap(it ->
            Stream.concat(it.steps().stream().map(Line::of), it.evidence().stream().map(Line::of)));
  }
}
