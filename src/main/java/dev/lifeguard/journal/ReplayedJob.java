package dev.lifeguard.journal;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The recording of a run that does not go on, as a film. One thread reads the whole of it once,
/// and delivers meanwhile what it has read, because whoever opens a film wants to see its end, and
/// can fold on another processor. Then it delivers what lies between the moment that was shown and
/// the one that is wanted, or, when that lies before, everything from the start.
///
/// All events are held in memory, packed, because that makes every moment reachable in the time
/// that it takes to fold up to it: a fold makes millions of events a second, and reading them from
/// a file again some hundred thousands. So a recording is refused as a film, and only followed,
/// when its file is larger than a quarter of the memory that there may be.
public final class ReplayedJob implements Replay {
  private static final int MOST_IN_BATCH = 4096;
  // Often enough that nothing is seen to jump, at every speed.
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long SHARE_OF_MEMORY = 4;

  private final RunDirectory run;
  private final boolean early;
  private final Runnable afterwards;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();
  private final Reel reel = new Reel();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile double readShare;
  private List<Long> incidents = List.of();

  // Under the lock.
  private boolean loaded;
  private boolean closed;
  private boolean playing;
  private double speed = 1;
  private long length;
  private long position;
  private long target = Long.MAX_VALUE;
  private long tickedAt;

  // The delivering thread only: how many events were delivered, and up to which moment.
  private int delivered;
  private long shown;
  private boolean told;

  private ReplayedJob(RunDirectory run, boolean early, Runnable afterwards, LongSupplier clock) {
    this.run = run;
    this.early = early;
    this.afterwards = afterwards;
    this.clock = clock;
  }

  /// Opens a recording as a film that stands at its end.
  public static Tried<Replay> open(OpenedRun opened) {
    Tried<Replay> film =
        open(opened.directory(), opened.isEarly(), opened::close, System::nanoTime);
    if (film instanceof Tried.Refused<Replay>) {
      opened.close();
    }
    return film;
  }

  /// @param clock counts nanoseconds; how fast it does is how fast a film at speed 1 runs
  static Tried<Replay> open(RunDirectory run, Runnable afterwards, LongSupplier clock) {
    return open(run, false, afterwards, clock);
  }

  private static Tried<Replay> open(
      RunDirectory run, boolean early, Runnable afterwards, LongSupplier clock) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield new Tried.Done<>(new ReplayedJob(run, early, afterwards, clock));
        } catch (IOException e) {
          yield new Tried.Refused<>(IoSentence.cannot("read", run.journal(), e));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  /// Whether the recording of this run fits into memory.
  public static boolean fits(RunDirectory run) {
    return run.journal().toFile().length() < Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
  }

  @Override
  public void subscribe(JobSource.Listener listener) {
    if (listener instanceof Replay.Listener viewer) {
      watch(viewer);
    } else {
      watch(
          new Replay.Listener() {
            @Override
            public void begin() {
              throw new IllegalStateException("this listener cannot begin anew");
            }

            @Override
            public void reel(List<PoolEvent> events) {
              // Only who can begin anew has a use for it.
            }

            @Override
            public void accept(List<PoolEvent> batch) {
              listener.accept(batch);
            }
          });
    }
  }

  @Override
  public void watch(Replay.Listener listener) {
    if (watched.getAndSet(true)) {
      throw new IllegalStateException("somebody watches this film already");
    }
    Thread.ofPlatform().name("replay").daemon().start(() -> serve(listener));
  }

  private void serve(Replay.Listener listener) {
    try {
      load(listener);
      for (long moment = next(); moment >= 0; moment = next()) {
        show(moment, listener);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load(Replay.Listener listener) {
    switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          read(reader, listener);
        } catch (IOException e) {
          reel.add(reader.note("recording-ends", "the recording ends here: " + e.getMessage()));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) ->
          reel.add(new PoolEvent.Unrecognised(0, "recording-ends", sentence));
    }
    lock.lock();
    try {
      incidents = reel.incidentNanos();
      length = reel.lengthNanos();
      loaded = true;
      target = Math.min(target, length);
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
    readShare = 1;
  }

  private void read(JournalReader reader, Replay.Listener listener) throws IOException {
    double length = run.journal().toFile().length();
    while (!isClosed() && reader.read(reel, MOST_IN_BATCH)) {
      deliverAhead(listener);
      readShare = Math.min(reader.nextOffset() / length, 1);
    }
    if (!reader.sawJobEnd()) {
      reel.add(
          early
              ? reader.savedEarly()
              : reader.note(
                  "recording-ends",
                  "the recording ends here: the supervisor is gone and did not end the job"));
    }
  }

  /// While the end is wanted, everything that is read is on the way to it.
  private void deliverAhead(Replay.Listener listener) {
    if (get(() -> target == Long.MAX_VALUE)) {
      listener.accept(reel.between(delivered, reel.size()));
      delivered = reel.size();
      shown = reel.lengthNanos();
    }
  }

  /// Waits for another moment to show.
  ///
  /// @return the moment, -1 when it is all over
  private long next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        tick();
        if (target != position || !told) {
          position = target;
          return position;
        }
        if (playing) {
          wanted.awaitNanos(TICK_NANOS);
        } else {
          wanted.await();
        }
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    long now = clock.getAsLong();
    if (playing) {
      long passed = (long) ((now - tickedAt) * speed);
      target = Math.min(length, Math.addExact(target, Math.max(0, passed)));
      playing = target < length;
    }
    tickedAt = now;
  }

  private void show(long moment, Replay.Listener listener) {
    if (moment < shown) {
      listener.begin();
      delivered = 0;
    }
    int until = reel.countUpTo(moment);
    // Empty when the moment has moved although nothing has happened.
    listener.accept(reel.between(Math.min(delivered, until), until));
    delivered = until;
    shown = moment;
    if (!told) {
      told = true;
      listener.reel(reel.between(0, reel.size()));
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Changes something, and lets the delivering thread know.
  private void change(Runnable change) {
    lock.lock();
    try {
      if (loaded) {
        tick();
      }
      change.run();
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T get(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public double readShare() {
    return readShare;
  }

  @Override
  public long lengthNanos() {
    return get(() -> length);
  }

  @Override
  public long positionNanos() {
    return get(() -> loaded ? Math.min(target, length) : 0L);
  }

  @Override
  public boolean isPlaying() {
    return get(() -> playing);
  }

  @Override
  public double speed() {
    return get(() -> speed);
  }

  @Override
  public List<Long> incidentNanos() {
    return get(() -> incidents);
  }

  @Override
  public void play() {
    change(() -> {
      if (loaded) {
        target = target >= length ? 0 : target;
        playing = length > 0;
      }
    });
  }

  @Override
  public void pause() {
    change(() -> playing = false);
  }

  @Override
  public void speed(double times) {
    if (!SPEEDS.contains(times)) {
      throw new IllegalArgumentException("a film cannot be played at speed " + times);
    }
    change(() -> speed = times);
  }

  @Override
  public void seek(long nanos) {
    change(() -> target = Math.clamp(nanos, 0, loaded ? length : Long.MAX_VALUE));
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    return CompletableFuture.completedFuture(
        new CommandAnswer.Refused("This is a recording, which takes no commands"));
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.noneOf(Capability.class);
  }

  @Override
  public Optional<JobOutput> output() {
    return Optional.of(new RunOutput(run));
  }

  @Override
  public void close() {
    change(() -> closed = true);
    afterwards.run();
  }
}
