package dev.lifeguard.gui.memory;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Keeps the history of every worker's memory, and takes pictures of the part that is looked at.
/// The history is bounded: so many workers, so many spans for each, whatever the job does.
public final class MemoryCamera implements Camera<MemoryPicture> {
  /// More workers than this are remembered only while they live. 4 KiB for each.
  static final int MOST_TRACKS = 2_000;

  /// Nobody tells more than so many lines apart.
  static final int MOST_MARKS = 500;

  private static final long FIRST_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final List<Track> order = new ArrayList<>();
  private final Map<Integer, Track> tracks = new HashMap<>();
  private final List<MemoryPicture.Mark> marks = new ArrayList<>();
  private long spanNanos = FIRST_SPAN_NANOS;
  private long scaleBytes = 1;
  private boolean changed;
  private volatile Watched watched = Watched.NOTHING;
  private Watched taken = Watched.NOTHING;
  private MemoryPicture last = MemoryPicture.EMPTY;

  /// The lanes that somebody looks at.
  ///
  /// @param count 0 for none
  public record Watched(int first, int count) {
    /// Nobody looks.
    public static final Watched NOTHING = new Watched(0, 0);
  }

  /// From the next picture on, these lanes are in it. Any thread.
  public void watch(Watched lanes) {
    watched = lanes;
  }

  @Override
  public void saw(PoolEvent event) {
    switch (event) {
      case PoolEvent.WorkerStarting e -> start(e);
      case PoolEvent.Sampled e -> sampled(e);
      case PoolEvent.WorkerEnded e -> ended(e.worker(), e.atNanos());
      case PoolEvent.WorkerDied e -> {
        mark(e.incident(), e.worker(), e.atNanos());
        ended(e.worker(), e.atNanos());
      }
      case PoolEvent.JobResumed e -> {
        // Nobody outlives his supervisor.
        order.stream().filter(Track::isAlive).forEach(track -> track.ended(e.atNanos()));
        changed = true;
      }
      case PoolEvent.WorkerHung e -> mark(e.incident(), e.worker(), e.atNanos());
      case PoolEvent.JobStarted _,
          PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.WorkerReady _,
          PoolEvent.TaskStarted _,
          PoolEvent.TaskEnded _,
          PoolEvent.TaskRequeued _,
          PoolEvent.TaskRetried _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.TaskRepeated _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerUnkillable _,
          PoolEvent.WorkerMoved _,
          PoolEvent.CauseRefined _,
          PoolEvent.RestartDelayed _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolDraining _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.WorkerObserved _,
          PoolEvent.PoolRecognised _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.PipesFilled _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.Unrecognised _ -> {}
    }
  }

  private void start(PoolEvent.WorkerStarting e) {
    Track known = tracks.get(e.worker());
    if (known != null) {
      known.reopened();
      return;
    }
    Track track = new Track(e.worker());
    tracks.put(e.worker(), track);
    // Under the one whose place it takes, as in the table.
    Track replaced = tracks.get(e.replaces().orElse(0));
    int at = replaced == null ? -1 : order.indexOf(replaced);
    order.add(at < 0 ? order.size() : at + 1, track);
    forgetOldest();
    changed = true;
  }

  private void forgetOldest() {
    for (int i = 0; order.size() > MOST_TRACKS && i < order.size(); i++) {
      if (!order.get(i).isAlive()) {
        tracks.remove(order.remove(i).worker);
        return;
      }
    }
  }

  private void sampled(PoolEvent.Sampled e) {
    while (e.atNanos() / spanNanos >= Track.SPANS) {
      spanNanos *= 2;
      order.forEach(Track::merge);
    }
    for (ProcessReading reading : e.readings()) {
      Track track = tracks.get(reading.worker());
      if (track != null && track.isAlive()) {
        track.measured(reading, e.atNanos());
      }
    }
    for (ProcessIdentity gone : e.gone()) {
      order.forEach(track -> track.gone(gone.pid(), e.atNanos()));
    }
    int span = (int) (e.atNanos() / spanNanos);
    order.forEach(track -> track.write(span));
    changed = true;
  }

  private void ended(int worker, long atNanos) {
    Track track = tracks.get(worker);
    if (track != null) {
      track.ended(atNanos);
      changed = true;
    }
  }

  private void mark(int incident, int worker, long atNanos) {
    if (marks.size() == MOST_MARKS) {
      marks.removeFirst();
    }
    marks.add(new MemoryPicture.Mark(incident, worker, atNanos));
    changed = true;
  }

  @Override
  public MemoryPicture take(JobModel model, Moment moment) {
    Watched now = watched;
    if (now.count() == 0) {
      return MemoryPicture.EMPTY;
    }
    if (!changed && now.equals(taken)) {
      // The very same one, so that nothing is drawn anew.
      return last;
    }
    OptionalLong limit =
        model.job().map(JobDescription::memoryLimitBytes).orElse(OptionalLong.empty());
    List<MemoryLane> lanes = new ArrayList<>();
    int first = Math.clamp(now.first(), 0, Math.max(0, order.size() - 1));
    for (int i = first; i < Math.min(order.size(), first + now.count()); i++) {
      lanes.add(order.get(i).lane());
    }
    changed = false;
    taken = now;
    last =
        new MemoryPicture(
            lanes,
            first,
            order.size(),
            spanNanos,
            Math.max(1, model.lastNanos()),
            scale(limit),
            limit,
            marks);
    return last;
  }

  /// One scale for all lanes, which only ever grows. A limit far above everything is not on it.
  private long scale(OptionalLong limit) {
    long most = 1;
    for (Track track : order) {
      most = Math.max(most, track.mostBytes());
    }
    boolean near = limit.isPresent() && limit.getAsLong() <= 3 * most;
    scaleBytes =
        Math.max(
            scaleBytes, MemoryLevel.roundScale(near ? Math.max(most, limit.getAsLong()) : most));
    return scaleBytes;
  }
}
