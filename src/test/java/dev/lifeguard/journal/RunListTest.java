package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunListTest {
  private static final List<PoolEvent> EVENTS = Story.events();

  @TempDir Path root;

  @Test
  void runsAreListedWithWhatBecameOfThem() throws IOException {
    RunDirectory finished = run(1, EVENTS);
    RunDirectory dead = run(2, EVENTS.subList(0, 20));
    RunDirectory live = run(3, EVENTS.subList(0, 20));
    Files.createDirectory(root.resolve("something else"));

    try (RunLock _ = done(live.lock())) {
      assertThat(RunList.of(root))
          .extracting(RunSummary::path, RunSummary::condition, RunSummary::name)
          .containsExactly(
              tuple(live, RunSummary.Condition.LIVE),
              tuple(dead, RunSummary.Condition.DEAD),
              tuple(finished, RunSummary.Condition.FINISHED));
    }
  }

  private static Tuple tuple(RunDirectory run, RunSummary.Condition condition) {
    return Assertions.tuple(run.path(), condition, "docbuild");
  }

  @Test
  void rootThatDoesNotExistHasNoRuns() {
    assertThat(RunList.of(root.resolve("absent"))).isEmpty();
  }

  private RunDirectory run(int minute, List<PoolEvent> events) {
    RunDirectory run =
        done(RunDirectory.create(root, "docbuild", LocalDateTime.of(2026, 11, 20, 11, minute)));
    JournalHeader header =
        new JournalHeader(
            1,
            0,
            "0.1.0",
            "Linux",
            Story.SUPERVISOR,
            Story.START.plus(Duration.ofMinutes(minute)),
            "docbuild",
            Optional.empty(),
            Optional.empty());
    Recording recording =
        new Recording(Story::item, Duration.ZERO, RunListTest::fail, ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, header, recording))) {
      writer.accept(events);
    }
    return run;
  }

  private static void fail(String reason) {
    throw new AssertionError(reason);
  }
}
