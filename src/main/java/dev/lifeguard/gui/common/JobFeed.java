package dev.lifeguard.gui.common;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Folds the events of one job into a model of its own and hands pictures of it to the JavaFX
/// thread, never more than one at a time. One thread per feed owns the model and the camera.
///
/// A picture is only taken when the last one was drawn, and so seldom that taking pictures costs at
/// most a tenth of the thread: a large job slows the pictures down and never the window.
///
/// @param <S> the picture
public final class JobFeed<S> implements AutoCloseable {
  private static final long SHORTEST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(33);
  // Clocks in the window go on when no event comes; four times a second is a calm pace for them.
  private static final long CLOCK_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int MOST_BATCHES_WAITING = 1024;

  private final BlockingQueue<List<PoolEvent>> inbox =
      new ArrayBlockingQueue<>(MOST_BATCHES_WAITING);
  private final AtomicReference<@Nullable S> undrawn = new AtomicReference<>();
  private final JobModel model = new JobModel();
  private final Camera<S> camera;
  private final Executor fxThread;
  private final Consumer<S> draw;
  private final Thread thread;
  private volatile boolean closed;

  // From here on: the feed's own thread only.
  private boolean changed;
  private String fault = "";
  private long lastHeard = System.nanoTime();
  private long lastPicture = lastHeard - CLOCK_GAP_NANOS;
  private long gap = SHORTEST_GAP_NANOS;

  /// A feed that does nothing before [#follow].
  ///
  /// @param fxThread where pictures are drawn; at most one of them waits there
  /// @param draw takes a picture on that thread
  public JobFeed(Camera<S> camera, Executor fxThread, Consumer<S> draw) {
    this.camera = camera;
    this.fxThread = fxThread;
    this.draw = draw;
    this.thread = Thread.ofPlatform().daemon().name("lifeguard-window-feed").unstarted(this::run);
  }

  /// Starts to follow a job, from its first event on. To be called once.
  public void follow(JobSource source) {
    thread.start();
    source.subscribe(this::receive);
  }

  /// Asks for a picture soon although nothing has happened, because the window wants to see
  /// something else. Any thread.
  public void lookAgain() {
    // A full inbox makes a picture soon enough anyway.
    boolean _ = inbox.offer(List.of());
  }

  /// Ends the feed; events that still come are dropped. Any thread, more than once.
  @Override
  public void close() {
    closed = true;
    inbox.clear();
    thread.interrupt();
  }

  private void receive(List<PoolEvent> batch) {
    try {
      // Waits only when the fold is a thousand batches behind: the queue has a bound.
      while (!closed && !inbox.offer(batch, 100, TimeUnit.MILLISECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        List<PoolEvent> batch = inbox.poll(gap, TimeUnit.NANOSECONDS);
        if (batch != null) {
          fold(batch);
        }
        takePictureIfDue();
      }
    } catch (InterruptedException e) {
      // Closed: there is nothing to tidy up.
    }
  }

  private void fold(List<PoolEvent> batch) {
    changed = true;
    if (!batch.isEmpty()) {
      lastHeard = System.nanoTime();
    }
    for (PoolEvent event : batch) {
      if (!fault.isEmpty()) {
        return;
      }
      try {
        model.apply(event);
        camera.saw(event);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        // What was folded so far stays on the screen, and the window says why nothing follows.
        fault = String.valueOf(e.getMessage());
      }
    }
  }

  private void takePictureIfDue() {
    long now = System.nanoTime();
    boolean running = model.end().isEmpty() && fault.isEmpty();
    boolean due =
        changed ? now - lastPicture >= gap : running && now - lastPicture >= CLOCK_GAP_NANOS;
    if (!due || undrawn.get() != null) {
      return;
    }
    S picture = camera.take(model, moment(now, running));
    changed = false;
    lastPicture = System.nanoTime();
    gap = Math.max(SHORTEST_GAP_NANOS, 10 * (lastPicture - now));
    undrawn.set(picture);
    fxThread.execute(this::drawLatest);
  }

  private Moment moment(long now, boolean running) {
    long silent = running ? now - lastHeard : 0;
    // What nobody has confirmed for so long is not made up either: the clocks stand still.
    long guessed = Math.min(silent, Silence.NANOS);
    return new Moment(model.lastNanos() + guessed, silent, fault);
  }

  private void drawLatest() {
    S picture = undrawn.get();
    if (picture != null && !closed) {
      draw.accept(picture);
    }
    // Cleared last, so that the next picture is taken only when this one is on the screen.
    undrawn.set(null);
  }
}
