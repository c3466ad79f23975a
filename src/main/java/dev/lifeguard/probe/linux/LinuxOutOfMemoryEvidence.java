package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.EvidenceSource;
import dev.lifeguard.probe.EvidenceSource.Availability;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Evidence from the kernel's log, which names its victims and may be forbidden, and from
/// `/proc/vmstat`, which everybody may read and which only counts. Any thread.
final class LinuxOutOfMemoryEvidence implements OutOfMemoryEvidence {
  private static final String COUNTER = "vmstat";

  /// A record that is older than this has nothing to do with a death, even if the number fits.
  private static final long BEFORE_DEATH_NANOS = 10_000_000_000L;

  private final LongSupplier clock;
  private final Supplier<Optional<String>> vmstat;
  private final KernelLog log;
  private final OomKillCounter counter = new OomKillCounter();

  /// @param vmstat reads `/proc/vmstat`
  LinuxOutOfMemoryEvidence(
      LongSupplier clock, Supplier<Optional<String>> vmstat, KernelLog log) {
    this.clock = clock;
    this.vmstat = vmstat;
    this.log = log;
    mark();
  }

  @Override
  public void mark() {
    long now = clock.getAsLong();
    count().ifPresent(count -> counter.mark(now, count));
  }

  private OptionalLong count() {
    return vmstat.get().map(OomKillCounter::count).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<Finding> aboutDeath(
      ProcessIdentity process, long diedAtNanos, Duration patience) {
    long deadline = clock.getAsLong() + patience.toNanos();
    OptionalLong count = count();
    Optional<OomKillCounter.Rise> rise =
        count.isEmpty() ? Optional.empty() : counter.rise(diedAtNanos, count.getAsLong());
    boolean nobodyWasKilled = rise.isPresent() && rise.get().kills() <= 0;
    if (nobodyWasKilled) {
      return Optional.empty();
    }
    Stream<Evidence> counted =
        rise.stream().map(r -> new Evidence(COUNTER, r.toString(), clock.getAsLong()));
    List<Evidence> named = named(process, diedAtNanos, deadline);
    if (!named.isEmpty()) {
      return Optional.of(
          new Finding(Certainty.CERTAIN, Stream.concat(named.stream(), counted).toList()));
    }
    return rise.filter(this::hasUnnamedVictim)
        .map(_ -> new Finding(Certainty.LIKELY, counted.toList()));
  }

  /// What the log says of the process, waiting for it if it may still come.
  private List<Evidence> named(ProcessIdentity process, long diedAtNanos, long deadline) {
    long since = diedAtNanos - BEFORE_DEATH_NANOS;
    List<Evidence> found = lookUp(process, since);
    long left = deadline - clock.getAsLong();
    while (found.isEmpty() && left > 0 && isReadable()) {
      try {
        log.awaitMore(Math.max(1, left / 1_000_000));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = lookUp(process, since);
      left = deadline - clock.getAsLong();
    }
    return found;
  }

  private List<Evidence> lookUp(ProcessIdentity process, long since) {
    return log.since(since).stream()
        .filter(heard -> heard.kill().pid() == process.pid())
        .map(heard -> new Evidence(KernelLog.NAME, heard.kill().text(), heard.atNanos()))
        .toList();
  }

  private boolean isReadable() {
    return switch (log.source().availability()) {
      case Availability.Available() -> true;
      case Availability.Unavailable(String _) -> false;
    };
  }

  /// Whether the counter counted more kills than the log tells of.
  private boolean hasUnnamedVictim(OomKillCounter.Rise rise) {
    long named =
        log.since(rise.fromNanos()).stream().mapToLong(h -> h.kill().pid()).distinct().count();
    return rise.kills() > named;
  }

  @Override
  public List<EvidenceSource> sources() {
    return List.of(
        log.source(),
        new EvidenceSource(
            COUNTER,
            count().isPresent()
                ? new Availability.Available()
                : new Availability.Unavailable(
                    "/proc/vmstat does not count kills; Linux 4.13 or newer does")));
  }

  @Override
  public void close() {
    log.close();
  }
}
