package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps what the timeline shows and takes pictures of it. A picture costs a few objects for each
/// lane in which something has happened, however many attempts there were.
///
/// What is kept is bounded: beyond [#MOST_BARS] bars, short neighbours that ended alike become one,
/// the shortest first. Nothing that went wrong with a worker is ever merged.
public final class TimelineCamera implements Camera<TimelinePicture> {
  /// About 40 bytes each.
  static final int MOST_BARS = 200_000;

  /// Of arrows between attempts, the latest.
  private static final int MOST_RETRIES = 10_000;

  private static final long FIRST_MERGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final int mostBars;
  private final List<LaneTrack> tracks = new ArrayList<>();
  private final IdleWatch idle = new IdleWatch();
  private final PoolMemory memory = new PoolMemory();
  private final Map<Integer, Lost> lostOfTask = new HashMap<>();
  private final Deque<Retry> retries = new ArrayDeque<>();
  private final List<Struck> incidents = new ArrayList<>();
  private List<LaneTrack> ordered = List.of();
  private List<IncidentMark> marks = List.of();
  private List<Retry> arrows = List.of();
  private boolean marksChanged;
  private boolean arrowsChanged;
  private int bars;
  private long mergedNanos = FIRST_MERGE_NANOS;

  private record Lost(int worker, long atNanos) {}

  private record Struck(int incident, int worker, long atNanos) {}

  /// A camera that has seen nothing.
  public TimelineCamera() {
    this(MOST_BARS);
  }

  /// A camera that keeps this many bars at most, as long as merging helps.
  TimelineCamera(int mostBars) {
    this.mostBars = mostBars;
  }

  @Override
  public void saw(PoolEvent event) {
    switch (event) {
      case PoolEvent.WorkerStarting e -> starting(e);
      case PoolEvent.WorkerReady e -> in(e.worker(), e.atNanos(), lane -> lane.ready(e.atNanos()));
      case PoolEvent.TaskStarted e -> started(e);
      case PoolEvent.TaskEnded e -> ended(e);
      case PoolEvent.TaskRequeued e -> requeued(e);
      case PoolEvent.TaskRetried e ->
          in(
              e.worker(),
              e.atNanos(),
              lane -> {
                if (lane.ended(e.task(), kind(e.as(), e.answer()), e.atNanos())
                    && e.answer() instanceof TaskAnswer.Lost) {
                  lost(e.task(), e.worker(), e.atNanos());
                }
              });
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerEnded e -> {
        in(e.worker(), e.atNanos(), lane -> lane.left(e.atNanos()));
        memory.gone(e.worker(), e.atNanos());
      }
      case PoolEvent.WorkerHung e -> {
        track(e.worker()).hung(e.incident(), e.sinceNanos());
        struck(e.incident(), e.worker(), e.atNanos());
      }
      case PoolEvent.WorkerMoved e -> track(e.worker()).moved(e.atNanos());
      case PoolEvent.CauseRefined _ -> marksChanged = true;
      case PoolEvent.Sampled e -> memory.sampled(e);
      case PoolEvent.JobResumed e -> resumed(e.atNanos());
      case PoolEvent.JobStarted _,
          PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.TaskRepeated _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerUnkillable _,
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

  private LaneTrack track(int worker) {
    return tracks.get(worker - 1);
  }

  /// Changes a lane, and keeps count of what is at work and of the bars.
  private void in(int worker, long atNanos, Consumer<LaneTrack> change) {
    LaneTrack lane = track(worker);
    int before = lane.size();
    boolean wasAtWork = lane.isAtWork();
    change.accept(lane);
    changed(lane, before, wasAtWork, atNanos);
  }

  private void changed(LaneTrack lane, int before, boolean wasAtWork, long atNanos) {
    bars += lane.size() - before;
    idle.changed((lane.isAtWork() ? 1 : 0) - (wasAtWork ? 1 : 0), atNanos);
    if (bars > mostBars) {
      merge();
    }
  }

  private void starting(PoolEvent.WorkerStarting e) {
    if (e.worker() <= tracks.size()) {
      in(e.worker(), e.atNanos(), lane -> lane.starting(e.atNanos()));
      return;
    }
    tracks.add(new LaneTrack(e.worker(), e.replaces().orElse(0), e.atNanos()));
    idle.changed(1, e.atNanos());
  }

  /// Whoever still worked is gone with the supervisor of that time.
  private void resumed(long atNanos) {
    for (LaneTrack track : List.copyOf(tracks)) {
      if (track.isAtWork()) {
        in(track.worker(), atNanos, lane -> lane.left(atNanos));
        memory.gone(track.worker(), atNanos);
      }
    }
  }

  /// The same as [#saw]. Without an object for what is to be changed, as its sibling: of a long
  /// recording nearly all events are these two.
  public void started(PoolEvent.TaskStarted e) {
    LaneTrack lane = track(e.worker());
    boolean wasAtWork = lane.isAtWork();
    lane.started(e.task(), e.attempt(), e.item(), e.atNanos());
    changed(lane, lane.size(), wasAtWork, e.atNanos());
    Lost lost = lostOfTask.isEmpty() ? null : lostOfTask.remove(e.task());
    if (lost != null) {
      retries.add(new Retry(e.task(), lost.worker(), lost.atNanos(), e.worker(), e.atNanos()));
      if (retries.size() > MOST_RETRIES) {
        retries.removeFirst();
      }
      arrowsChanged = true;
    }
  }

  /// The same as [#saw].
  public void ended(PoolEvent.TaskEnded e) {
    if (!lostOfTask.isEmpty()) {
      lostOfTask.remove(e.task());
    }
    if (e.worker().isPresent()) {
      LaneTrack lane = track(e.worker().getAsInt());
      int before = lane.size();
      boolean wasAtWork = lane.isAtWork();
      lane.ended(e.task(), kind(e.outcome(), e.answer()), e.atNanos());
      changed(lane, before, wasAtWork, e.atNanos());
    }
  }

  /// A lost attempt whose worker lives: the memory limit refused the task more.
  private void requeued(PoolEvent.TaskRequeued e) {
    if (lostOfTask.containsKey(e.task())) {
      return;
    }
    OptionalInt worker = workerOf(e.task());
    if (worker.isPresent()) {
      in(worker.getAsInt(), e.atNanos(), lane -> lane.ended(e.task(), BarKind.LOST, e.atNanos()));
      lost(e.task(), worker.getAsInt(), e.atNanos());
    }
  }

  private OptionalInt workerOf(int task) {
    return tracks.stream().filter(lane -> lane.isAt(task)).mapToInt(LaneTrack::worker).findFirst();
  }

  private void died(PoolEvent.WorkerDied e) {
    // The first sign of it is what a person wants to see, and not when the pool was sure of it.
    long atNanos =
        Math.min(
            e.atNanos(),
            Math.min(
                e.exitSeenNanos().orElse(Long.MAX_VALUE),
                e.outputClosedNanos().orElse(Long.MAX_VALUE)));
    in(e.worker(), e.atNanos(), lane -> lane.died(e.incident(), atNanos));
    memory.gone(e.worker(), e.atNanos());
    e.task().ifPresent(task -> lost(task, e.worker(), atNanos));
    struck(e.incident(), e.worker(), atNanos);
  }

  private void lost(int task, int worker, long atNanos) {
    lostOfTask.put(task, new Lost(worker, atNanos));
  }

  private void struck(int incident, int worker, long atNanos) {
    marksChanged = true;
    if (incident > incidents.size()) {
      incidents.add(new Struck(incident, worker, atNanos));
    }
  }

  private static BarKind kind(TaskOutcome outcome, TaskAnswer answer) {
    if (answer instanceof TaskAnswer.Lost) {
      return BarKind.LOST;
    }
    return switch (outcome) {
      case DONE -> BarKind.DONE;
      case FAILED -> BarKind.FAILED;
      case TIMED_OUT -> BarKind.TIMED_OUT;
      case CANCELLED -> BarKind.CANCELLED;
      case QUARANTINED -> BarKind.LOST;
    };
  }

  /// Makes room: until half of it is free, or merging does not help any more. First what is new is
  /// merged as far as the old was, and only then both further. How far is found by counting, so
  /// that the bars are copied once.
  private void merge() {
    while (sizeMerged() > mostBars / 2 && mergedNanos < Long.MAX_VALUE / 4) {
      mergedNanos *= 2;
    }
    bars = 0;
    for (LaneTrack lane : tracks) {
      lane.merge(mergedNanos);
      bars += lane.size();
    }
  }

  private int sizeMerged() {
    return tracks.stream().mapToInt(lane -> lane.sizeMerged(mergedNanos)).sum();
  }

  @Override
  public TimelinePicture take(JobModel model, Moment moment) {
    if (ordered.size() != tracks.size()) {
      ordered = inOrder();
    }
    if (marksChanged) {
      marksChanged = false;
      marks = incidents.stream().map(struck -> mark(model, struck)).toList();
    }
    if (arrowsChanged) {
      arrowsChanged = false;
      arrows = List.copyOf(retries);
    }
    return new TimelinePicture(
        ordered.stream().map(LaneTrack::picture).toList(),
        marks,
        arrows,
        isUnseen(model) ? Gaps.NONE : idle.picture(),
        memory.picture(),
        model.attemptsStarted(),
        moment.nowNanos(),
        model.end().isPresent());
  }

  /// Whether what the workers do is in no bar, so that nobody can say when they had nothing to do.
  private static boolean isUnseen(JobModel model) {
    return model.foreign().isForeign() && model.foreign().inside().isEmpty();
  }

  private static IncidentMark mark(JobModel model, Struck struck) {
    String text = CauseWords.brief(model.incident(struck.incident()).cause());
    return new IncidentMark(struck.incident(), struck.worker(), struck.atNanos(), text);
  }

  private List<LaneTrack> inOrder() {
    int[] replacedBy = new int[tracks.size() + 1];
    for (LaneTrack lane : tracks) {
      replacedBy[lane.replaces()] = lane.worker();
    }
    List<LaneTrack> order = new ArrayList<>(tracks.size());
    for (LaneTrack first : tracks) {
      if (first.replaces() == 0) {
        for (int next = first.worker(); next != 0; next = replacedBy[next]) {
          order.add(track(next));
        }
      }
    }
    return order;
  }
}
