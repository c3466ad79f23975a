package dev.lifeguard.engine;

import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ProcessProbe.Watched;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the processes of the pool, on a thread of its own, once per period. Tells at least once
/// a second that it lives, also when nothing has changed.
final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final long LONGEST_SILENCE_NANOS = 1_000_000_000L;

  private final ProcessProbe probe;
  private final Runnable mark;
  private final Duration period;
  private final LongSupplier clock;
  private final Consumer<Input> facts;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("sampler").daemon().unstarted(this::run);
  private volatile List<Watched> watched = List.of();
  private long toldNanos = -LONGEST_SILENCE_NANOS;

  /// @param mark has counters of kills remembered, at every round
  Sampler(
      ProcessProbe probe,
      Runnable mark,
      Duration period,
      LongSupplier clock,
      Consumer<Input> facts) {
    this.probe = probe;
    this.mark = mark;
    this.period = period;
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
    try (probe) {
      do {
        sample();
      } while (!stopped.await(period.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    try {
      mark.run();
      ProcessProbe.Sample sample = probe.sample(watched);
      boolean quiet = sample.readings().isEmpty() && sample.gone().isEmpty();
      long now = clock.getAsLong();
      if (!quiet || now - toldNanos >= LONGEST_SILENCE_NANOS) {
        toldNanos = now;
        facts.accept(new Input.Sampled(sample.readings(), sample.gone(), sample.costNanos()));
      }
    } catch (RuntimeException bug) {
      // Measuring is a service to the eye. A fault in it must not end the pool, or the measuring.
      LOG.error("a round of measuring failed", bug);
    }
  }
}
