package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.probe.ReadingChange;
import java.util.Optional;
import java.util.OptionalLong;

/// One process that is followed: what was read last, walked last and told last. Belongs to the
/// sampler's thread.
final class FollowedProcess {
  private static final long STALE_NANOS = 5_000_000_000L;

  private final int worker;
  private final boolean descendant;
  private ProcessRow row;
  private Optional<Walk> walk = Optional.empty();
  private boolean refused;
  private Optional<Counted> counted = Optional.empty();
  private double cpuShare;
  private Optional<ProcessReading> told = Optional.empty();

  /// Processor time at a moment.
  private record Counted(long cpuNanos, long atNanos) {}

  /// What a walk has found, and what the list said of the process then.
  private record Walk(AddressSpace space, ProcessRow.Sizes sizes, long atNanos) {}

  FollowedProcess(int worker, boolean descendant, ProcessRow row) {
    this.worker = worker;
    this.descendant = descendant;
    this.row = row;
  }

  int worker() {
    return worker;
  }

  boolean isDescendant() {
    return descendant;
  }

  ProcessIdentity process() {
    return row.process();
  }

  ProcessRow row() {
    return row;
  }

  /// Takes over what the list says now.
  void take(ProcessRow now) {
    row = now;
  }

  /// When it was walked last; the smallest number before the first time.
  long walkedNanos() {
    return walk.map(Walk::atNanos).orElse(Long.MIN_VALUE);
  }

  /// Whether a walk could find something new. What the list says may stay the same while one range
  /// is given back and another one set aside, so in the end time alone is a reason.
  boolean isWorthAWalk(long nowNanos) {
    return !refused
        && walk.filter(
                last -> last.sizes().equals(row.sizes()) && nowNanos - last.atNanos() < STALE_NANOS)
            .isEmpty();
  }

  void walked(AddressSpace space, long atNanos) {
    walk = Optional.of(new Walk(space, row.sizes(), atNanos));
  }

  /// It may not be walked, and will not be tried again.
  void refused() {
    refused = true;
  }

  /// The reading to tell, if there is something new to tell.
  Optional<ProcessReading> news(long nowNanos) {
    share(nowNanos);
    ProcessReading now =
        new ProcessReading(
            worker,
            row.process(),
            row.parentPid(),
            row.name(),
            row.state(),
            cpuShare,
            row.cpuNanos(),
            row.memory(
                reserved(),
                walk.map(last -> OptionalLong.of(last.space().privateCommitBytes()))
                    .orElse(OptionalLong.empty())));
    if (told.isPresent() && !ReadingChange.isNews(told.get(), now)) {
      return Optional.empty();
    }
    told = Optional.of(now);
    return told;
  }

  /// Between two walks it moves by as much as all the address space in use: what is reserved for
  /// mappings hardly ever changes.
  private OptionalLong reserved() {
    return walk.map(last ->
            OptionalLong.of(
                last.space().setAsideBytes() + row.sizes().virtual() - last.sizes().virtual()))
        .orElse(OptionalLong.empty());
  }

  /// Windows counts processor time in steps of its clock, 15.6 ms; over less than one step a share
  /// would be 0 or far too large, so such a look is put off and the last share stays.
  private void share(long nowNanos) {
    long step = 15_625_000;
    if (counted.isEmpty()) {
      counted = Optional.of(new Counted(row.cpuNanos(), nowNanos));
      return;
    }
    long passed = nowNanos - counted.get().atNanos();
    if (passed >= step) {
      cpuShare = Math.max(0, row.cpuNanos() - counted.get().cpuNanos()) / (double) passed;
      counted = Optional.of(new Counted(row.cpuNanos(), nowNanos));
    }
  }
}
