package dev.lifeguard.engine;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.ProcessProbe.Watched;
import dev.lifeguard.probe.ResidentMeter;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures often, on a thread of its own, what workers have resident, where nothing else holds
/// them to their limit, and tells once of each that is over it.
///
/// A worker that grows by 550 MB/s is over its limit by 12 MB (median) when it is looked at a
/// hundred times a second, by 25 MB at twenty, by 132 MB at five; so the limit is one that is met,
/// and not one that is never exceeded.
final class MemoryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

  private static final long SHORTEST_PERIOD_NANOS = 10_000_000L;
  // At most a twentieth of one processor, however many workers there are.
  private static final int REST = 20;

  private final ResidentMeter meter;
  private final long limitBytes;
  private final LongSupplier clock;
  private final Consumer<Input> facts;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("memory-watch").daemon().unstarted(this::run);
  private final Set<ProcessIdentity> told = new HashSet<>();
  private volatile List<Watched> watched = List.of();

  MemoryWatch(ResidentMeter meter, long limitBytes, LongSupplier clock, Consumer<Input> facts) {
    this.meter = meter;
    this.limitBytes = limitBytes;
    this.clock = clock;
    this.facts = facts;
  }

  void start() {
    thread.start();
  }

  /// Who is alive now. Any thread.
  void watch(List<Watched> workers) {
    watched = workers;
  }

  /// Ends the thread, after the round that it is in.
  void stop() {
    stopped.countDown();
  }

  private void run() {
    try (meter) {
      long cost = 0;
      while (!stopped.await(Math.max(SHORTEST_PERIOD_NANOS, REST * cost), TimeUnit.NANOSECONDS)) {
        long began = clock.getAsLong();
        look(watched);
        cost = clock.getAsLong() - began;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(List<Watched> workers) {
    try {
      List<ProcessIdentity> alive = workers.stream().map(Watched::process).toList();
      meter.keepOnly(alive);
      told.retainAll(alive);
      for (Watched worker : workers) {
        OptionalLong resident = meter.residentBytes(worker.process());
        if (resident.orElse(0) > limitBytes && told.add(worker.process())) {
          facts.accept(
              new Input.OverMemory(worker.worker(), worker.process(), resident.getAsLong()));
        }
      }
    } catch (RuntimeException bug) {
      // The next round tries again; the pool must not end for it.
      LOG.error("a round of measuring memory failed", bug);
    }
  }
}
