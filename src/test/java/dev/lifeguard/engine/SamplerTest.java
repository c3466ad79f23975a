package dev.lifeguard.engine;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.ProcessProbe;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SamplerTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<Input> told = new CopyOnWriteArrayList<>();
  private final Sampler sampler =
      new Sampler(new CountingProbe(), () -> {}, NEVER, System::nanoTime, told::add);

  private final class CountingProbe implements ProcessProbe {
    @Override
    public Sample sample(Collection<Watched> workers) {
      int round = rounds.incrementAndGet();
      // The first round has news.
      List<ProcessIdentity> gone =
          round == 1 ? List.of(new ProcessIdentity(1, 1, 1)) : List.<ProcessIdentity>of();
      return new Sample(List.of(), gone, round);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @AfterEach
  void stop() {
    sampler.stop();
    await().until(() -> closed.get() == 1);
  }

  private void start() {
    sampler.start();
    await().until(() -> told.size() == 1);
  }

  @Test
  void measuresOnceAndTellsThatItLivesAlsoWhenThePeriodIsLong() {
    start();
    await().until(() -> told.size() == 3);
    assertThat(rounds).hasValue(1);
    assertThat(told.getLast()).isEqualTo(new Input.Sampled(List.of(), List.of(), 1));
  }

  @Test
  void measuresMoreOftenWhenItIsToldTo() {
    start();
    sampler.every(1_000_000);
    await().until(() -> rounds.get() > 10);
  }

  @Test
  void measuresAtOnceWhenItIsAskedTo() {
    start();
    sampler.now();
    await().until(() -> rounds.get() == 2);
  }
}
