package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A film shows at every moment what was known at that moment.
final class ReplayedJobTest {
  private static final List<PoolEvent> EVENTS = EventfulStory.resumed();
  private static final long LENGTH = EVENTS.getLast().atNanos();

  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong();
  private final Viewer viewer = new Viewer();
  private Replay film;

  /// Folds what it is told.
  private static final class Viewer implements Replay.Listener {
    private List<PoolEvent> heard = new ArrayList<>();
    private List<PoolEvent> heardBeforeTheReel = List.of();
    private List<PoolEvent> reel = List.of();

    @Override
    public synchronized void begin() {
      heard = new ArrayList<>();
    }

    @Override
    public synchronized void reel(List<PoolEvent> events) {
      heardBeforeTheReel = List.copyOf(heard);
      reel = events;
    }

    @Override
    public synchronized void accept(List<PoolEvent> batch) {
      heard.addAll(batch);
    }

    synchronized List<PoolEvent> reel() {
      return reel;
    }

    synchronized List<PoolEvent> heardBeforeTheReel() {
      return heardBeforeTheReel;
    }

    synchronized List<PoolEvent> heard() {
      return List.copyOf(heard);
    }
  }

  @BeforeEach
  void open() {
    RunDirectory run = done(RunDirectory.createAt(directory.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ZERO, why -> fail(why), ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(3), recording))) {
      writer.accept(EVENTS);
    }
    film = done(ReplayedJob.open(run, () -> {}, clock::get));
    film.watch(viewer);
    shows(LENGTH);
  }

  @AfterEach
  void close() {
    film.close();
  }

  @Test
  void hasOneViewer() {
    assertThatThrownBy(() -> film.watch(new Viewer()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("somebody watches this film already");
  }

  @Test
  void standsAtItsEndAndKnowsItsIncidents() {
    assertThat(film.lengthNanos()).isEqualTo(LENGTH);
    assertThat(film.isPlaying()).isFalse();
    assertThat(film.incidentNanos()).hasSizeGreaterThan(3).isSorted();
  }

  /// A window folds meanwhile, and shows nothing before the reel.
  @Test
  void tellsEverythingUpToItsEndBeforeItTellsThatAllIsRead() {
    await().until(() -> !viewer.reel().isEmpty());
    assertThat(viewer.heardBeforeTheReel()).isEqualTo(viewer.reel());
    assertThat(ModelText.of(ModelText.fold(viewer.reel())))
        .isEqualTo(ModelText.of(ModelText.fold(EVENTS)));
    assertThat(film.readShare()).isEqualTo(1);
  }

  @Test
  void momentThatWasWantedWhileItIsReadIsTheFirstToBeSeen() {
    Replay other =
        done(ReplayedJob.open(RunDirectory.of(directory.resolve("run")), () -> {}, clock::get));
    Viewer late = new Viewer();
    other.seek(LENGTH / 3);
    assertThat(other.readShare()).isZero();
    other.watch(late);
    await().until(() -> !late.reel().isEmpty());
    assertThat(late.reel()).isEqualTo(viewer.reel());
    assertThat(late.heardBeforeTheReel())
        .isEqualTo(late.reel().stream().filter(e -> e.atNanos() <= LENGTH / 3).toList());
    assertThat(other.positionNanos()).isEqualTo(LENGTH / 3);
    other.close();
  }

  @Test
  void everyMomentShowsWhatWasKnownThen() {
    for (long moment : new long[] {0, LENGTH / 3, 21_000_000, LENGTH, 60_000_000, 60_000_001, 0}) {
      film.seek(moment);
      shows(moment);
    }
    film.seek(LENGTH * 2);
    shows(LENGTH);
    film.seek(-5);
    shows(0);
  }

  @Test
  void timePassesAtTheSpeedThatWasChosenAndStopsAtTheEnd() {
    film.seek(0);
    shows(0);
    film.speed(64);
    film.play();
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    shows(64_000_000_000L);
    film.pause();
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    film.speed(0.25);
    film.play();
    clock.addAndGet(Duration.ofSeconds(4).toNanos());
    shows(65_000_000_000L);
    clock.addAndGet(Duration.ofHours(24).toNanos());
    shows(LENGTH);
    await().until(() -> !film.isPlaying());
    film.play();
    await().until(film::isPlaying);
    shows(0);
  }

  /// Waits until everything up to this moment was told, and nothing else.
  private void shows(long moment) {
    List<PoolEvent> until = new ArrayList<>();
    for (PoolEvent event : EVENTS) {
      if (until.isEmpty() || event.atNanos() <= moment) {
        until.add(event);
      }
    }
    await().until(() -> viewer.heard().size() == until.size());
    assertThat(film.positionNanos()).isEqualTo(Math.clamp(moment, 0, LENGTH));
    JobModel shown = ModelText.fold(viewer.heard());
    assertThat(ModelText.of(shown)).isEqualTo(ModelText.of(ModelText.fold(until)));
  }
}
