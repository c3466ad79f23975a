package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRetentionTest {
  private static final Instant NOW = Story.START.plus(Duration.ofDays(10));

  @TempDir private Path root;

  @Test
  void keepsByCountAgeAndSizeAndNeverTakesALiveOne() {
    List<RunSummary> runs =
        List.of(run(1, 10, false), run(2, 20, true), run(3, 30, false), run(4, 40, true));
    assertThat(going(runs, new RunRetention(OptionalInt.of(1), Optional.empty(), any())))
        .containsExactly(3);
    assertThat(going(runs, new RunRetention(OptionalInt.of(0), Optional.empty(), any())))
        .as("the oldest goes first")
        .containsExactly(3, 1);
    assertThat(going(runs, new RunRetention(OptionalInt.empty(), days(2), any())))
        .containsExactly(3);
    assertThat(
            going(
                runs, new RunRetention(OptionalInt.empty(), Optional.empty(), OptionalLong.of(35))))
        .containsExactly(3);
    assertThat(going(runs, new RunRetention(OptionalInt.empty(), Optional.empty(), any())))
        .isEmpty();
  }

  private static Optional<Duration> days(int days) {
    return Optional.of(Duration.ofDays(days));
  }

  private static OptionalLong any() {
    return OptionalLong.empty();
  }

  private static List<Integer> going(List<RunSummary> runs, RunRetention retention) {
    return retention.surplus(runs, NOW).stream()
        .map(run -> Integer.valueOf(run.path().getFileName().toString()))
        .toList();
  }

  private static RunSummary run(int daysAgo, int bytes, boolean live) {
    return new RunSummary(
        "docbuild",
        NOW.minus(Duration.ofDays(daysAgo)),
        live ? RunSummary.Condition.LIVE : RunSummary.Condition.DEAD,
        Path.of("/runs/" + daysAgo),
        bytes);
  }

  @Test
  void takesAwayAWholeRunAndNothingElse() throws IOException {
    RunDirectory run = made("run");
    assertThat(done(RunRetention.remove(run))).isEmpty();
    assertThat(run.path()).doesNotExist();
    RunDirectory annotated = made("annotated");
    Path notes = Files.writeString(annotated.path().resolve("notes.txt"), "mine");
    assertThat(done(RunRetention.remove(annotated)))
        .hasValueSatisfying(said -> assertThat(said).contains("no part of a run"));
    assertThat(notes).hasContent("mine");
    assertThat(annotated.journal()).doesNotExist();
  }

  @Test
  void liveRunIsRefused() throws IOException {
    RunDirectory run = made("live");
    try (RunLock lock = done(run.lock())) {
      assertThat(RunRetention.remove(run)).isInstanceOf(Tried.Refused.class);
      assertThat(run.journal()).exists();
      assertThat(lock).isNotNull();
    }
  }

  private RunDirectory made(String name) throws IOException {
    RunDirectory run = done(RunDirectory.createAt(root.resolve(name)));
    Files.writeString(run.journal(), "{}\n");
    Files.writeString(run.output(1), "x\n");
    return run;
  }
}
