package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.inspector.IncidentCard.Proof;
import dev.lifeguard.gui.inspector.IncidentCard.Step;
import dev.lifeguard.gui.inspector.IncidentCard.Tone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When the lines of an incident appear to an audience.
final class SlowMotionTest {
  private static final Step EXIT = step(0, "Exit seen");
  private static final Step DECIDED = step(5_000_000, "Decided");
  private static final Step READY = step(900_000_000, "Replacement ready");
  private static final Proof STATUS = new Proof(100_000, "wait status", "ended by signal 9");
  private final SlowMotion motion = new SlowMotion();

  @Test
  void timelineComesBeforeTheEvidenceAndEachLineInItsTurn() {
    motion.show(card(1, List.of(EXIT, DECIDED), List.of(STATUS)));
    assertThat(motion.isSeen(EXIT)).isFalse();
    motion.next();
    assertThat(motion.isSeen(EXIT)).isTrue();
    assertThat(motion.isSeen(DECIDED)).isFalse();
    motion.next();
    assertThat(motion.isSeen(DECIDED)).isTrue();
    assertThat(motion.isSeen(STATUS)).isFalse();
    motion.next();
    assertThat(motion.isSeen(STATUS)).isTrue();
    assertThat(motion.pause()).isEmpty();
  }

  @Test
  void millisecondsAreStretchedAndNobodyWaitsLongNorMissesALine() {
    Step same = step(5_100_000, "Re-queued");
    motion.show(card(1, List.of(EXIT, DECIDED, same, READY), List.of()));
    assertThat(motion.pause()).contains(SlowMotion.SHORTEST);
    motion.next();
    assertThat(motion.pause()).as("5 ms, 200 times as slow").contains(Duration.ofSeconds(1));
    motion.next();
    assertThat(motion.pause()).as("0.1 ms").contains(SlowMotion.SHORTEST);
    motion.next();
    assertThat(motion.pause()).as("895 ms").contains(SlowMotion.LONGEST);
  }

  @Test
  void whatIsLearnedLaterHasItsTurnAndWhatWasSeenStays() {
    motion.show(card(1, List.of(EXIT), List.of()));
    motion.next();
    assertThat(motion.pause()).isEmpty();

    Step fuller = new Step(EXIT.atNanos(), EXIT.title(), "killed by SIGKILL", Tone.BAD);
    motion.show(card(1, List.of(fuller, READY), List.of()));

    assertThat(motion.isSeen(fuller)).isTrue();
    assertThat(motion.isSeen(READY)).isFalse();
    assertThat(motion.pause()).isPresent();
  }

  @Test
  void anotherIncidentBeginsFromItsFirstLine() {
    motion.show(card(1, List.of(EXIT), List.of()));
    motion.finish();
    motion.show(card(2, List.of(EXIT), List.of()));
    assertThat(motion.isSeen(EXIT)).isFalse();
  }

  private static Step step(long atNanos, String title) {
    return new Step(atNanos, title, "", Tone.BAD);
  }

  private static IncidentCard card(int id, List<Step> steps, List<Proof> evidence) {
    return new IncidentCard(id, 3, "Worker 3", List.of("certain"), "", steps, evidence, List.of());
  }
}
