package dev.lifeguard.gui.story;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A film that tells what a test wants it to tell, and does nothing by itself. The first that it
/// tells is all of it.
public final class ScriptedFilm implements Replay {
  private final AtomicReference<Replay.@Nullable Listener> viewer = new AtomicReference<>();

  private volatile boolean told;
  private volatile double readShare;

  /// What follows is the job from its first event on.
  public void begin() {
    listener().begin();
  }

  /// Tells events on the way to the end, while it is still read.
  public void tellAhead(List<PoolEvent> events) {
    listener().accept(events);
  }

  /// Tells these events.
  public void tell(List<PoolEvent> events) {
    listener().accept(events);
    if (!told) {
      told = true;
      listener().reel(events);
    }
  }

  private Replay.Listener listener() {
    Replay.Listener listener = viewer.get();
    if (listener == null) {
      throw new IllegalStateException("nobody watches");
    }
    return listener;
  }

  @Override
  public void watch(Replay.Listener listener) {
    viewer.set(listener);
  }

  @Override
  public void subscribe(JobSource.Listener listener) {
    throw new UnsupportedOperationException("a film is watched");
  }

  /// So much of it has been read.
  public void read(double share) {
    readShare = share;
  }

  @Override
  public double readShare() {
    return readShare;
  }

  @Override
  public long lengthNanos() {
    return 0;
  }

  @Override
  public long positionNanos() {
    return 0;
  }

  @Override
  public boolean isPlaying() {
    return false;
  }

  @Override
  public double speed() {
    return 1;
  }

  @Override
  public List<Long> incidentNanos() {
    return List.of();
  }

  @Override
  public void play() {}

  @Override
  public void pause() {}

  @Override
  public void speed(double times) {}

  @Override
  public void seek(long nanos) {}

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    return CompletableFuture.completedFuture(new CommandAnswer.Refused("a film"));
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Optional<JobOutput> output() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
