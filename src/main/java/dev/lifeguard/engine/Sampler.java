package dev.lifeguard.engine;

import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ProcessProbe.Watched;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the processes of the pool, on a thread of its own, once per period. Tells at least once
/// a second that it lives, also when nothing has changed and when the period is longer.
final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final long LONGEST_SILENCE_NANOS = 1_000_000_000L;

  private final ProcessProbe probe;
  private final Runnable mark;
  private final LongSupplier clock;
  private final Consumer<Input> facts;
  private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().name("sampler").daemon().unstarted(this::run);
  private volatile List<Watched> watched = List.of();
  private long periodNanos;
  private long sampledNanos;
  private long costNanos;
  private long toldNanos = -LONGEST_SILENCE_NANOS;

  /// What others want of the thread.
  private sealed interface Wish {
    record Every(long periodNanos) implements Wish {}

    record Now() implements Wish {}

    record Stop() implements Wish {}
  }

  /// @param mark has counters of kills remembered, at every round
  Sampler(
      ProcessProbe probe,
      Runnable mark,
      Duration period,
      LongSupplier clock,
      Consumer<Input> facts) {
    this.probe = probe;
    this.mark = mark;
    this.periodNanos = period.toNanos();
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

  /// Measures once per period from now on. Any thread.
  void every(long nanos) {
    wishes.add(new Wish.Every(nanos));
  }

  /// Measures now. Any thread.
  void now() {
    wishes.add(new Wish.Now());
  }

  /// Ends the thread, after the round that it is in.
  void stop() {
    wishes.add(new Wish.Stop());
  }

  private void run() {
    try (probe) {
      sample();
      while (true) {
        switch (next()) {
          case Wish.Every(long nanos) -> periodNanos = nanos;
          case Wish.Now _ -> sample();
          case Wish.Stop _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Measures until somebody wants something.
  private Wish next() throws InterruptedException {
    while (true) {
      long due = sampledNanos + periodNanos;
      long wait = Math.min(due, toldNanos + LONGEST_SILENCE_NANOS) - clock.getAsLong();
      Wish wish = wishes.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      if (wish != null) {
        return wish;
      }
      if (clock.getAsLong() >= due) {
        sample();
      } else {
        tell(new ProcessProbe.Sample(List.of(), List.of(), costNanos));
      }
    }
  }

  private void sample() {
    sampledNanos = clock.getAsLong();
    try {
      mark.run();
      ProcessProbe.Sample sample = probe.sample(watched);
      costNanos = sample.costNanos();
      tell(sample);
    } catch (RuntimeException bug) {
      // Measuring is a service to the eye. A fault in it must not end the pool, or the measuring.
      LOG.error("a round of measuring failed", bug);
    }
  }

  private void tell(ProcessProbe.Sample sample) {
    boolean quiet = sample.readings().isEmpty() && sample.gone().isEmpty();
    long now = clock.getAsLong();
    if (!quiet || now - toldNanos >= LONGEST_SILENCE_NANOS) {
      toldNanos = now;
      facts.accept(new Input.Sampled(sample.readings(), sample.gone(), sample.costNanos()));
    }
  }
}
