package dev.lifeguard.gui.common;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.gui.story.ScriptedFilm;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JobFeedTest {
  private final ScriptedSource source = new ScriptedSource();
  private final Queue<Runnable> fxThread = new ConcurrentLinkedQueue<>();
  private final List<Picture> drawn = new CopyOnWriteArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final JobFeed<Picture> feed = shown(this::photograph);

  private record Picture(int tasks, Moment moment) {}

  private Picture photograph(JobModel model, Moment moment) {
    taken.incrementAndGet();
    return new Picture(model.taskCount(), moment);
  }

  private JobFeed<Picture> shown(Camera<Picture> camera) {
    JobFeed<Picture> shown = new JobFeed<>(() -> camera);
    shown.showOn(fxThread::add, drawn::add, failures::add);
    return shown;
  }

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void drawsWhatWasToldBeforeAndAfterItBegan() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.follow(source);
    awaitDrawn(5);
    source.tell(List.of(new PoolEvent.TasksQueued(1, 6, 2)));
    awaitDrawn(7);
  }

  /// Not an empty one, after which there is a rest.
  @Test
  void firstPictureShowsWhatWasToldBeforeItBegan() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.follow(
        new ScriptedSource() {
          @Override
          public synchronized void subscribe(Listener listener) {
            await().during(Duration.ofMillis(200)).until(() -> taken.get() == 0);
            source.subscribe(listener);
          }
        });
    awaitDrawn(5);
    assertThat(drawn.getFirst().tasks()).isEqualTo(5);
  }

  @Test
  void takesNoFurtherPictureBeforeTheLastOneIsDrawn() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.follow(source);
    await().until(() -> taken.get() == 1);
    for (int task = 6; task < 600; task++) {
      source.tell(List.of(new PoolEvent.TasksQueued(1, task, 1)));
    }
    // Longer than the clock's gap, in which an unhindered feed takes several pictures.
    await().during(Duration.ofMillis(400)).until(() -> taken.get() == 1);
    assertThat(fxThread).hasSize(1);
    awaitDrawn(599);
  }

  /// As when the user types into the filter of a million tasks: every picture is a costly one.
  @Test
  void whatTheUserWishesToSeeWaitsForNoRest() {
    source.tell(new Story().job("a", 1, 5).events());
    feed.restFor(1_000_000_000);
    feed.follow(source);
    awaitDrawn(5);
    int before = taken.get();
    for (int wish = 1; wish <= 3; wish++) {
      int wished = before + wish;
      feed.lookAgain();
      await()
          .until(() -> {
            runFxThread();
            return taken.get() >= wished;
          });
    }
  }

  /// Where a film is, told by the pictures of one: how many events the model and the camera have
  /// taken up.
  private record Seen(int tasks, int events) {}

  private static final class Counter implements Camera<Seen> {
    private int events;

    @Override
    public void saw(PoolEvent event) {
      events++;
    }

    @Override
    public Seen take(JobModel model, Moment moment) {
      return new Seen(model.taskCount(), events);
    }
  }

  @Test
  void filmThatGoesBackBeginsAtAWaypointAndShowsTheSame() {
    List<PoolEvent> film = new ArrayList<>(new Story().job("a", 1, 1).events());
    int first = film.size();
    for (int task = 2; task <= 100; task++) {
      film.add(new PoolEvent.TasksQueued(task, task, 1));
    }
    ScriptedFilm reel = new ScriptedFilm();
    Waypoints<Seen> waypoints = new Waypoints<>(Counter::new, 10);
    List<Seen> seen = new CopyOnWriteArrayList<>();
    JobFeed<Seen> films = new JobFeed<>(Counter::new, waypoints);
    films.showOn(Runnable::run, seen::add, failures::add);
    films.follow(reel);
    reel.tell(film);
    await().until(() -> !seen.isEmpty() && seen.getLast().events() == film.size());
    await().until(() -> waypoints.count() == 3);
    Random random = new Random(4);
    for (int i = 0; i < 12; i++) {
      int until = first + random.nextInt(film.size() - first);
      reel.begin();
      reel.tell(film.subList(0, until));
      await().until(() -> seen.getLast().equals(new Seen(1 + until - first, until)));
      reel.tell(film.subList(until, film.size()));
      await().until(() -> seen.getLast().equals(new Seen(100, film.size())));
    }
    await("they are made again").until(() -> waypoints.count() == 3);
    films.close();
    assertThat(waypoints.count()).isZero();
    assertThat(failures).isEmpty();
  }

  /// The window is made meanwhile.
  @Test
  void foldsBeforeThereIsAWindow() {
    List<PoolEvent> events = new Story().job("a", 1, 5).events();
    AtomicInteger heard = new AtomicInteger();
    Camera<Picture> camera =
        new Camera<>() {
          @Override
          public void saw(PoolEvent event) {
            heard.incrementAndGet();
          }

          @Override
          public Picture take(JobModel model, Moment moment) {
            return photograph(model, moment);
          }
        };
    source.tell(events);
    try (JobFeed<Picture> ahead = new JobFeed<>(() -> camera)) {
      ahead.follow(source);
      await().until(() -> heard.get() == events.size());
      assertThat(taken).as("nobody looks").hasValue(0);
      ahead.showOn(fxThread::add, drawn::add, failures::add);
      awaitDrawn(5);
    }
  }

  /// What a film tells before it is read only leads to its end, and is nothing to be seen.
  @Test
  void filmIsSeenWhenAllOfItIsRead() {
    ScriptedFilm reel = new ScriptedFilm();
    List<Seen> seen = new CopyOnWriteArrayList<>();
    try (JobFeed<Seen> films = new JobFeed<>(Counter::new)) {
      films.showOn(Runnable::run, seen::add, failures::add);
      films.follow(reel);
      List<PoolEvent> events = new Story().job("a", 1, 5).events();
      reel.tellAhead(events);
      films.lookAgain();
      // Longer than the clock's gap, in which an unhindered feed takes several pictures.
      await().during(Duration.ofMillis(400)).until(seen::isEmpty);
      reel.begin();
      reel.tell(events.subList(0, events.size() - 1));
      await().until(() -> !seen.isEmpty());
      assertThat(seen.getFirst().events()).isEqualTo(events.size() - 1);
    }
  }

  @Test
  void thatAFilmIsReadIsNotForgottenWhenItJumpsAtOnce() {
    CountDownLatch jumped = new CountDownLatch(1);
    Camera<Integer> waiting =
        new Camera<>() {
          @Override
          public void saw(PoolEvent event) {
            await().until(() -> jumped.getCount() == 0);
          }

          @Override
          public Integer take(JobModel model, Moment moment) {
            return model.taskCount();
          }
        };
    ScriptedFilm reel = new ScriptedFilm();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    try (JobFeed<Integer> films = new JobFeed<>(() -> waiting)) {
      films.showOn(Runnable::run, seen::add, failures::add);
      films.follow(reel);
      List<PoolEvent> events = new Story().job("a", 1, 5).events();
      reel.tellAhead(events.subList(0, 1));
      reel.tell(events);
      reel.begin();
      reel.tell(events);
      jumped.countDown();
      await().until(() -> !seen.isEmpty());
      assertThat(seen).first().isEqualTo(5);
    }
  }

  @Test
  void anImpossibleEventIsToldAndNothingAfterItIsBelieved() {
    source.tell(new Story().job("a", 1, 5).events());
    source.tell(List.of(new PoolEvent.TasksQueued(1, 99, 1), new PoolEvent.TasksQueued(1, 6, 1)));
    feed.follow(source);
    awaitDrawn(5);
    awaitFault("99");
    assertThat(drawn.getLast().tasks()).isEqualTo(5);
  }

  @Test
  void clockGoesOnWithoutEventsButNotFurtherThanCanBeKnown() {
    source.tell(new Story().job("a", 1, 5).after(1000).worker(1, 2, 0).events());
    feed.follow(source);
    await()
        .untilAsserted(() -> {
          runFxThread();
          assertThat(drawn.getLast().moment().silentNanos()).isGreaterThan(Silence.NANOS);
        });
    assertThat(drawn.getLast().moment().nowNanos()).isEqualTo(1_001_000_000L + Silence.NANOS);
  }

  @Test
  void closedFeedHoldsNobodyUp() {
    feed.follow(source);
    feed.close();
    for (int i = 0; i < 5000; i++) {
      source.tell(List.of(new PoolEvent.SourceEnded(1)));
    }
    assertThat(drawn).isEmpty();
  }

  @Test
  @Timeout(50)
  void sourceNeverWaitsForABusyFeed() throws InterruptedException {
    CountDownLatch developed = new CountDownLatch(1);
    Camera<Integer> slow =
        (model, _) -> {
          developed.countDown();
          await().until(source::isClosed);
          return model.taskCount();
        };
    List<Integer> pictures = new CopyOnWriteArrayList<>();
    try (JobFeed<Integer> busy = new JobFeed<>(() -> slow)) {
      busy.showOn(Runnable::run, pictures::add, failures::add);
      source.tell(new Story().job("a", 1, 5).events());
      busy.follow(source);
      developed.await();
      for (int task = 6; task < 5006; task++) {
        source.tell(List.of(new PoolEvent.TasksQueued(1, task, 1)));
      }
      source.close();
      await().until(() -> !pictures.isEmpty() && pictures.getLast() == 5005);
    }
  }

  @Test
  void bugInSeeingAnEventIsToldAndTheInboxIsStillEmptied() {
    Camera<Picture> broken =
        new Camera<>() {
          @Override
          public void saw(PoolEvent event) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public Picture take(JobModel model, Moment moment) {
            return photograph(model, moment);
          }
        };
    try (JobFeed<Picture> faulty = shown(broken)) {
      source.tell(new Story().job("a", 1, 5).events());
      faulty.follow(source);
      awaitFault("a bug");
    }
  }

  @Test
  void recordingThatEndsWithoutItsJobSaysSoAndIsNotSilent() {
    feed.follow(source);
    String why = "the recording ends here: the supervisor is gone";
    source.tell(new Story().job("a", 1, 5).events());
    source.tell(List.of(new PoolEvent.Unrecognised(1, "recording-ends", why)));
    awaitFault("This job was interrupted; " + why);
    assertThat(drawn.getLast().moment().silentNanos()).isZero();
    int sofar = taken.get();
    // Longer than the clock's gap, in which the clocks of a running job go on.
    await().during(Duration.ofMillis(400)).until(() -> taken.get() == sofar);
  }

  @Test
  void bugInTakingAPictureIsTold() {
    Camera<Picture> broken =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };
    try (JobFeed<Picture> faulty = shown(broken)) {
      faulty.follow(source);
      await()
          .untilAsserted(() -> {
            runFxThread();
            assertThat(failures).singleElement().asString().contains("a bug");
          });
    }
  }

  @Test
  void pictureThatCannotBeDrawnDoesNotKeepTheNextFromComing() {
    AtomicInteger tried = new AtomicInteger();
    JobFeed<Picture> faulty = new JobFeed<>(() -> this::photograph);
    faulty.showOn(
        work -> fxThread.add(() -> runQuietly(work)),
        _ -> {
          tried.incrementAndGet();
          throw new IllegalStateException("a bug");
        },
        failures::add);
    try (faulty) {
      faulty.follow(source);
      await()
          .until(() -> {
            runFxThread();
            return tried.get() > 1;
          });
    }
  }

  private static void runQuietly(Runnable work) {
    assertThatThrownBy(work::run).hasMessage("a bug");
  }

  private void awaitFault(String part) {
    await()
        .untilAsserted(() -> {
          runFxThread();
          assertThat(drawn).isNotEmpty();
          assertThat(drawn.getLast().moment().fault()).contains(part);
        });
  }

  private void awaitDrawn(int tasks) {
    await()
        .until(() -> {
          runFxThread();
          return !drawn.isEmpty() && drawn.getLast().tasks() == tasks;
        });
  }

  private void runFxThread() {
    Runnable work;
    while ((work = fxThread.poll()) != null) {
      work.run();
    }
  }
}
