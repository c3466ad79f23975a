package dev.lifeguard.engine;

import dev.lifeguard.pool.Progress;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether workers stand still, on a thread of its own: those that have been starting or busy
/// for as long as one round. Tells what has changed, and of one that is stuck in every round.
final class HangWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HangWatch.class);
  private static final long LONGEST_PERIOD_NANOS = 1_000_000_000L;
  private static final long SHORTEST_PERIOD_NANOS = 10_000_000L;

  /// Four looks for the shortest hang, so that the one that finds it is at most a quarter late.
  private static final int LOOKS = 4;

  private final WaitProbe probe;
  private final long periodNanos;
  private final Desk desk;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("hang watch").daemon().unstarted(this::run);
  private Map<Suspect, Progress> told = new HashMap<>();

  /// Where the suspects come from and the findings go to. Its methods may be called on any thread.
  interface Desk {
    /// Those that have been starting or busy for so long.
    CompletableFuture<List<Suspect>> suspects(long longerThanNanos);

    /// What one round found, if anything.
    void found(List<Finding> findings);
  }

  /// What was found out about one worker.
  record Finding(Suspect suspect, Progress progress, ThreadWait details) {}

  /// @param afterNanos how long a worker must stand still to be called hung
  HangWatch(WaitProbe probe, long afterNanos, Desk desk) {
    this.probe = probe;
    this.desk = desk;
    periodNanos = Math.clamp(afterNanos / LOOKS, SHORTEST_PERIOD_NANOS, LONGEST_PERIOD_NANOS);
  }

  /// A watch, unless nothing is ever called hung.
  static Optional<HangWatch> of(WaitProbe probe, OptionalLong afterNanos, Desk desk) {
    return afterNanos.isPresent()
        ? Optional.of(new HangWatch(probe, afterNanos.getAsLong(), desk))
        : Optional.empty();
  }

  void start() {
    thread.start();
  }

  /// Ends the thread, after the round that it is in. Any thread.
  void stop() {
    stopped.countDown();
  }

  /// A worker is about to be woken by us, which is no sign of life. Any thread.
  void disturbed(int worker) {
    probe.disturbed(worker);
  }

  private void run() {
    try (probe) {
      while (!stopped.await(periodNanos, TimeUnit.NANOSECONDS)) {
        look(desk.suspects(periodNanos).get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException _) {
      // The supervisor is broken, and has told so itself.
      LOG.debug("nobody is watched any more");
    }
  }

  private void look(List<Suspect> suspects) {
    try {
      probe.beginRound(suspects.stream().map(suspect -> suspect.subject().worker()).toList());
      Map<Suspect, Progress> now = new HashMap<>();
      List<Finding> findings = new ArrayList<>();
      for (Suspect suspect : suspects) {
        probe
            .look(suspect.subject())
            .ifPresent(details -> {
              Progress progress = progress(details.kind());
              now.put(suspect, progress);
              boolean news = progress != told.getOrDefault(suspect, Progress.MOVING);
              if (news || progress == Progress.STUCK) {
                findings.add(new Finding(suspect, progress, details));
              }
            });
      }
      told = now;
      if (!findings.isEmpty()) {
        desk.found(findings);
      }
    } catch (RuntimeException bug) {
      // A fault in it must not end the pool, or the watch.
      LOG.error("a round of looking for hangs failed", bug);
    }
  }

  private static Progress progress(ThreadWait.Kind kind) {
    return switch (kind) {
      case MOVES -> Progress.MOVING;
      case WAITS -> Progress.WAITING;
      case STUCK -> Progress.STUCK;
    };
  }
}
