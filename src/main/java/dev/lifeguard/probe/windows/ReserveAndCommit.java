package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryFinding.Kind;
import dev.lifeguard.job.MemoryReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says in plain words what is remarkable about the memory of a process. Pure.
///
/// On Windows nothing is promised beyond what there is: reserving is free, committing is charged at
/// once against the commit limit of the machine, and beyond it an allocation fails. There is no
/// fork that would promise it again and no kernel that kills for it.
final class ReserveAndCommit {
  private static final long MUCH_BYTES = 1L << 30;

  /// Less than this part of it in use is little.
  private static final int LITTLE_PART = 4;

  private ReserveAndCommit() {}

  /// What is remarkable, the most important first.
  static List<MemoryFinding> of(MemoryReading sizes) {
    List<MemoryFinding> found = new ArrayList<>();
    commitWithoutUse(sizes).ifPresent(found::add);
    reserveWithoutUse(sizes).ifPresent(found::add);
    return found;
  }

  private static Optional<MemoryFinding> commitWithoutUse(MemoryReading sizes) {
    long committed = sizes.committedBytes().orElse(0);
    long used = sizes.residentBytes().orElse(committed);
    return committed < MUCH_BYTES || used * LITTLE_PART > committed
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.COMMIT_WITHOUT_USE,
                "%s committed, %s resident: Windows charges all of it against the commit limit of the machine, touched or not"
                    .formatted(ByteSize.text(committed), ByteSize.text(used)),
                committed - used));
  }

  private static Optional<MemoryFinding> reserveWithoutUse(MemoryReading sizes) {
    long reserved = sizes.reservedBytes().orElse(0);
    long committed = sizes.committedBytes().orElse(reserved);
    return reserved < MUCH_BYTES || committed * LITTLE_PART > reserved
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.RESERVE_WITHOUT_USE,
                "%s reserved, %s committed: to reserve is free, only what is committed is charged against the commit limit"
                    .formatted(ByteSize.text(reserved), ByteSize.text(committed)),
                reserved - committed));
  }
}
