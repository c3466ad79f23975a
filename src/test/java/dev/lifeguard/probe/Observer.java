package dev.lifeguard.probe;

import static dev.lifeguard.testing.Patience.await;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Samples again and again and remembers what it was told, as a window would.
public final class Observer implements AutoCloseable {
  private final ProcessProbe probe;
  private final List<ProcessProbe.Watched> workers = new ArrayList<>();
  private final Map<Long, ProcessReading> told = new HashMap<>();
  private final List<ProcessIdentity> gone = new ArrayList<>();

  public Observer(ProcessProbe probe, ProcessIdentity... workers) {
    this.probe = probe;
    for (ProcessIdentity worker : Arrays.asList(workers)) {
      this.workers.add(new ProcessProbe.Watched(this.workers.size() + 1, worker));
    }
  }

  /// No longer watches any worker.
  public void watchNobody() {
    workers.clear();
  }

  /// Samples once.
  public ProcessProbe.Sample sample() {
    ProcessProbe.Sample sample = probe.sample(workers);
    sample.readings().forEach(reading -> told.put(reading.process().pid(), reading));
    gone.addAll(sample.gone());
    sample.gone().forEach(identity -> told.remove(identity.pid()));
    return sample;
  }

  /// Samples until something is so.
  public void until(BooleanSupplier condition) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25))
        .until(() -> {
          sample();
          return condition.getAsBoolean();
        });
  }

  /// Samples until the last reading of a process is so, and returns it.
  public ProcessReading until(long pid, Predicate<ProcessReading> condition) {
    until(() -> of(pid).filter(condition).isPresent());
    return of(pid).orElseThrow();
  }

  public Optional<ProcessReading> of(long pid) {
    return Optional.ofNullable(told.get(pid));
  }

  public List<ProcessIdentity> gone() {
    return gone;
  }

  @Override
  public void close() {
    probe.close();
  }
}
