package dev.lifeguard.gui.common;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds the events of one job into a model of its own and hands pictures of it to the JavaFX
/// thread, never more than one at a time. One thread per feed owns the model and the camera.
///
/// It may fold before there is a window, which then begins with what is known by then: see
/// [#showOn].
///
/// A picture is only taken when the last one was drawn, and so seldom that taking pictures costs at
/// most a tenth of the thread: a large job slows the pictures down and never the window.
///
/// @param <S> the picture
public final class JobFeed<S> implements AutoCloseable {
  private static final long SHORTEST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(33);
  // Clocks in the window go on when no event comes; four times a second is a calm pace for them.
  private static final long CLOCK_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  // Between two pictures, however far the fold is behind.
  private static final int MOST_BATCHES_AT_ONCE = 1024;

  // The last event of a recording whose job was not ended: the supervisor is gone, or the file can
  // no longer be read.
  private static final String RECORDING_ENDS = "recording-ends";
  private static final String SAVED_EARLY = "saved-early";

  private static final Logger LOG = LoggerFactory.getLogger(JobFeed.class);

  // Without a bound, because the pool's own thread delivers and must never wait for a window. It
  // stays short: folding is a hundred times faster than any pool publishes (20 million events a
  // second, see LoadTest), and nothing that is drawn holds it up.
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();

  /// Something from the source.
  private record Delivery(Kind kind, List<PoolEvent> events) {
    enum Kind {
      /// The next events.
      MORE,
      /// The job begins anew with what follows.
      BEGIN,
      /// All events of a film: not to be folded, but to be known.
      REEL,
      /// Nothing: somebody wants to see what is known.
      LOOK
    }

    static final Delivery LOOK = new Delivery(Kind.LOOK, List.of());

    static Delivery more(List<PoolEvent> events) {
      return new Delivery(Kind.MORE, events);
    }

    boolean begins() {
      return kind == Kind.BEGIN;
    }

    boolean isReel() {
      return kind == Kind.REEL;
    }

    boolean isNothing() {
      return kind == Kind.LOOK;
    }
  }

  /// Where pictures are drawn.
  private record Screen<S>(Executor fxThread, Consumer<S> draw, Consumer<String> fail) {}

  private final AtomicReference<@Nullable S> undrawn = new AtomicReference<>();
  private final Supplier<Camera<S>> cameras;
  private final Waypoints<S> waypoints;
  private final Thread thread;
  private volatile @Nullable Screen<S> screen;
  private volatile boolean closed;

  private volatile boolean isFilm;
  private volatile boolean wished;

  // From here on: the feed's own thread only.
  private JobModel model = new JobModel();
  private Camera<S> camera;
  private boolean changed;
  private boolean broken;
  private boolean beginning = true;
  private List<PoolEvent> reel = List.of();
  private boolean unread;
  private boolean pictured;
  private String fault = "";
  private long lastHeard = System.nanoTime();
  private long lastPicture = lastHeard;
  private long gap = SHORTEST_GAP_NANOS;
  // So many times as long as a picture has taken there is none: a tenth of a processor at most.
  private volatile long rest = 10;

  /// A feed that does nothing before [#follow], and draws nothing before [#showOn].
  ///
  /// @param cameras makes a camera that has seen nothing, each time that the job begins anew
  public JobFeed(Supplier<Camera<S>> cameras) {
    this(cameras, new Waypoints<>(cameras));
  }

  /// The same with other waypoints.
  JobFeed(Supplier<Camera<S>> cameras, Waypoints<S> waypoints) {
    this.cameras = cameras;
    this.waypoints = waypoints;
    this.camera = cameras.get();
    this.thread = Thread.ofPlatform().daemon().name("lifeguard-window-feed").unstarted(this::run);
  }

  /// Draws from now on what is known, beginning with what is known already. To be called once, on
  /// any thread.
  ///
  /// @param fxThread where pictures are drawn; at most one of them waits there
  /// @param draw takes a picture on that thread
  /// @param fail takes a sentence on that thread when no further picture can be taken, which is a
  ///   bug of the camera
  public void showOn(Executor fxThread, Consumer<S> draw, Consumer<String> fail) {
    screen = new Screen<>(fxThread, draw, fail);
    inbox.add(Delivery.LOOK);
  }

  /// Starts to follow a job, from its first event on. To be called once.
  public void follow(JobSource source) {
    isFilm = source instanceof Replay;
    unread = isFilm;
    if (source instanceof Replay film) {
      film.watch(new Viewer());
    } else {
      source.subscribe(batch -> receive(Delivery.more(batch)));
    }
    // Only now, so that the first picture shows what was told before.
    thread.start();
  }

  /// What a film tells.
  private final class Viewer implements Replay.Listener {
    @Override
    public void begin() {
      receive(new Delivery(Delivery.Kind.BEGIN, List.of()));
    }

    @Override
    public void reel(List<PoolEvent> events) {
      receive(new Delivery(Delivery.Kind.REEL, events));
    }

    @Override
    public void accept(List<PoolEvent> batch) {
      receive(Delivery.more(batch));
    }
  }

  /// Rests so many times as long as a picture has taken, for tests. Before [#follow].
  void restFor(long times) {
    rest = times;
  }

  /// Asks for a picture although nothing has happened, because the window wants to see something
  /// else. Whoever types does not wait for the rest that a costly picture is followed by. Any
  /// thread.
  public void lookAgain() {
    wished = true;
    inbox.add(Delivery.LOOK);
  }

  /// Ends the feed; events that still come are dropped. Any thread, more than once.
  @Override
  public void close() {
    closed = true;
    waypoints.close();
    inbox.clear();
    thread.interrupt();
  }

  private void receive(Delivery batch) {
    if (!closed) {
      inbox.add(batch);
    }
  }

  private void run() {
    List<Delivery> batches = new ArrayList<>();
    try {
      while (!closed) {
        // The picture before the wished one may still have to be drawn.
        long wait = wished ? Math.min(gap, SHORTEST_GAP_NANOS) : gap;
        Delivery batch = inbox.poll(wait, TimeUnit.NANOSECONDS);
        if (batch != null) {
          batches.add(batch);
          inbox.drainTo(batches, MOST_BATCHES_AT_ONCE);
          sinceLastBegin(batches).forEach(this::fold);
          batches.clear();
        }
        takePictureIfDue();
        foldAheadIfDue();
      }
    } catch (InterruptedException e) {
      // Closed: there is nothing to tidy up.
    }
  }

  /// What was delivered before the job began anew needs no fold any more: a slider that is dragged
  /// asks for many moments.
  private static List<Delivery> sinceLastBegin(List<Delivery> batches) {
    for (int i = batches.size() - 1; i > 0; i--) {
      if (batches.get(i).begins()) {
        List<Delivery> left = new ArrayList<>(batches.subList(i, batches.size()));
        batches.stream().limit(i).filter(Delivery::isReel).forEach(left::addFirst);
        return left;
      }
    }
    return batches;
  }

  /// A film begins anew: with the fold of a waypoint, if there is one on the way.
  ///
  /// @param events those from the start on
  /// @return those that are left to be folded
  private List<PoolEvent> beginAnew(List<PoolEvent> events) {
    Waypoints.State<S> from =
        waypoints
            .take(events.size())
            .orElseGet(() -> new Waypoints.State<>(new JobModel(), cameras.get(), 0));
    model = from.model();
    camera = from.camera();
    fault = "";
    return events.subList(from.folded(), events.size());
  }

  private List<PoolEvent> fromHere(List<PoolEvent> events) {
    if (!isFilm || !beginning || events.isEmpty()) {
      return events;
    }
    beginning = false;
    return beginAnew(events);
  }

  private void fold(Delivery batch) {
    if (batch.isNothing()) {
      return;
    }
    if (batch.isReel()) {
      reel = batch.events();
      unread = false;
      return;
    }
    changed = true;
    beginning |= batch.begins();
    boolean begins = isFilm && beginning && !batch.events().isEmpty();
    if (!batch.events().isEmpty()) {
      lastHeard = System.nanoTime();
    }
    for (PoolEvent event : fromHere(batch.events())) {
      if (!fault.isEmpty()) {
        return;
      }
      try {
        model.apply(event);
        camera.saw(event);
        if (event instanceof PoolEvent.Unrecognised last) {
          fault = ending(last);
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        // What was folded so far stays on the screen, and the window says why nothing follows.
        fault = Text.of("banner.fault", String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("an event could not be folded", e);
        fault = Text.of("internal", e);
      }
    }
    if (begins) {
      // Only now, because whoever looks waits for this fold.
      waypoints.know(batch.events());
    }
  }

  /// Why nothing follows an event with which a source tells of itself; empty when something does.
  private static String ending(PoolEvent.Unrecognised event) {
    return switch (event.type()) {
      case RECORDING_ENDS -> Text.of("banner.recording-ends", event.text());
      case SAVED_EARLY -> Text.of("banner.saved-early");
      default -> "";
    };
  }

  private void takePictureIfDue() {
    Screen<S> shown = screen;
    if (shown == null || unread) {
      return;
    }
    long now = System.nanoTime();
    // In a film nobody is silent, and no clock runs on by itself.
    boolean running = !isFilm && model.end().isEmpty() && fault.isEmpty();
    boolean due =
        wished
            || (changed
                ? !pictured || now - lastPicture >= gap
                : running && now - lastPicture >= CLOCK_GAP_NANOS);
    if (!due || broken || undrawn.get() != null) {
      return;
    }
    // Before it is taken, so that what is wished meanwhile is not forgotten.
    wished = false;
    S picture;
    try {
      picture = camera.take(model, moment(now, running));
    } catch (RuntimeException e) {
      LOG.error("a picture could not be taken", e);
      // The last picture stays on the screen, and events are dropped from here on.
      broken = true;
      fault = Text.of("internal", e);
      shown.fxThread().execute(() -> shown.fail().accept(fault));
      return;
    }
    changed = false;
    lastPicture = System.nanoTime();
    gap = Math.max(SHORTEST_GAP_NANOS, rest * (lastPicture - now));
    pictured = true;
    undrawn.set(picture);
    shown.fxThread().execute(() -> drawLatest(shown.draw()));
  }

  /// Only when what everybody waits for is on the screen.
  private void foldAheadIfDue() {
    if (pictured && undrawn.get() == null && !reel.isEmpty()) {
      waypoints.know(reel);
      reel = List.of();
    }
  }

  private Moment moment(long now, boolean running) {
    long silent = running ? now - lastHeard : 0;
    // What nobody has confirmed for so long is not made up either: the clocks stand still.
    long guessed = Math.min(silent, Silence.NANOS);
    return new Moment(model.lastNanos() + guessed, silent, fault);
  }

  private void drawLatest(Consumer<S> draw) {
    S picture = undrawn.get();
    try {
      if (picture != null && !closed) {
        draw.accept(picture);
      }
    } finally {
      // Cleared last, so that the next picture is taken only when this one is on the screen.
      undrawn.set(null);
    }
  }
}
