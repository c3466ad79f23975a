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
  LinuxOutOfMemoryEvidence(LongSupplier clock, Supplier<Optional<String>> vmstat, KernelLog log) {
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
    OptionalLong count = count();
    Optional<OomKillCounter.Rise> rise =
        count.isEmpty() ? Optional.empty() : counter.rise(diedAtNanos, count.getAsLong());
    boolean nobodyWasKilled = rise.isPresent() && rise.get().kills() <= 0;
    if (nobodyWasKilled) {
      return Optional.empty();
    }
    Stream<Evidence> counted =
        rise.stream().map(r -> new Evidence(COUNTER, r.toString(), clock.getAsLong()));
    List<Evidence> named =
        log.naming(process.pid(), diedAtNanos - BEFORE_DEATH_NANOS, patience).stream()
            .map(heard -> new Evidence(KernelLog.NAME, heard.kill().text(), heard.atNanos()))
            .toList();
    if (!named.isEmpty()) {
      return Optional.of(
          new Finding(Certainty.CERTAIN, Stream.concat(named.stream(), counted).toList()));
    }
    return rise.filter(this::hasUnnamedVictim)
        .map(_ -> new Finding(Certainty.LIKELY, counted.toList()));
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
