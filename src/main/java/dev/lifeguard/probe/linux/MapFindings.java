package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryFinding.Kind;
import dev.lifeguard.job.MemoryReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says in plain words what is remarkable about the address space of a process among its relatives.
/// Pure.
///
/// A fork copies the promises along with the address space: memory that a parent has committed and
/// never touched is committed once more in every child (measured: a parent with 3 GiB and four
/// children have 15 GiB of Committed_AS and 11 MB resident each). A private writable area that
/// parent and child have at the same addresses is such a copy.
final class MapFindings {
  /// Below this nobody wants to hear of it.
  private static final long LEAST_BYTES = 64L << 20;

  private static final long MUCH_BYTES = 1L << 30;

  /// Less than this part of it in use is little.
  private static final int LITTLE_PART = 4;

  private static final SmapsRelatives.Copies NO_COPIES = new SmapsRelatives.Copies(0, 0, 0);

  private final SmapsRelatives family;
  private final List<SmapsArea> areas;

  private MapFindings(List<SmapsArea> areas, SmapsRelatives family) {
    this.areas = areas;
    this.family = family;
  }

  /// What is remarkable, the most important first.
  ///
  /// @param sizes of the process itself
  /// @param isJava whether a Java virtual machine runs in it
  static List<MemoryFinding> of(
      MemoryReading sizes, List<SmapsArea> areas, SmapsRelatives family, boolean isJava) {
    MapFindings findings = new MapFindings(areas, family);
    List<MemoryFinding> found = new ArrayList<>();
    Optional<MemoryFinding> multiplied = findings.forkMultiplication();
    multiplied.ifPresent(found::add);
    if (multiplied.isEmpty()) {
      commitWithoutUse(sizes).ifPresent(found::add);
    }
    reserveWithoutUse(sizes, isJava).ifPresent(found::add);
    findings.sharedOnce().ifPresent(found::add);
    found.sort(Comparator.comparing(MemoryFinding::kind));
    return found;
  }

  private Optional<MemoryFinding> forkMultiplication() {
    long bytes = 0;
    long copied = 0;
    long touched = 0;
    int most = 0;
    for (SmapsArea area : areas) {
      SmapsRelatives.Copies copies =
          area.isAccounted() && area.isPrivate() ? family.copiesOf(area) : NO_COPIES;
      if (copies.count() > 0) {
        bytes += area.sizeBytes();
        copied += copies.bytes();
        touched += area.pssBytes() + area.swapBytes() + copies.touchedBytes();
        most = Math.max(most, copies.count());
      }
    }
    return bytes < LEAST_BYTES
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.FORK_MULTIPLICATION,
                "%s inherited by fork, committed again in %s: %s of commit%s; MAP_NORESERVE or MADV_DONTFORK would make it reserved only"
                    .formatted(
                        ByteSize.text(bytes),
                        most == 1 ? "a forked process" : "each of " + most + " processes",
                        ByteSize.text(copied),
                        use(touched, copied)),
                copied));
  }

  private String use(long touched, long copied) {
    if (!family.isTouchKnown()) {
      return "";
    }
    return touched < copied / 100
        ? " that nobody touched"
        : ", with " + ByteSize.text(touched) + " of it in use";
  }

  private static Optional<MemoryFinding> commitWithoutUse(MemoryReading sizes) {
    long committed = sizes.committedBytes().orElse(0);
    long used = sizes.residentBytes().orElse(committed) + sizes.swapBytes().orElse(0);
    return committed < MUCH_BYTES || used * LITTLE_PART > committed
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.COMMIT_WITHOUT_USE,
                "%s committed, %s in use: the kernel has promised the rest and nobody has touched it"
                    .formatted(ByteSize.text(committed), ByteSize.text(used)),
                committed - used));
  }

  private static Optional<MemoryFinding> reserveWithoutUse(MemoryReading sizes, boolean isJava) {
    long reserved = sizes.reservedBytes().orElse(0);
    long committed = sizes.committedBytes().orElse(reserved);
    return reserved < MUCH_BYTES || committed * LITTLE_PART > reserved
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.RESERVE_WITHOUT_USE,
                "%s reserved, %s committed, %s resident: %s costs nothing"
                    .formatted(
                        ByteSize.text(reserved),
                        ByteSize.text(committed),
                        sizes.residentBytes().isPresent()
                            ? ByteSize.text(sizes.residentBytes().getAsLong())
                            : "an unknown part",
                        isJava
                            ? "address space that Java keeps for its heap to grow into"
                            : "address space without a promise"),
                reserved - committed));
  }

  private Optional<MemoryFinding> sharedOnce() {
    long bytes = 0;
    int most = 0;
    for (SmapsArea area : areas) {
      int others = area.isPrivate() || area.inode() == 0 ? 0 : family.sharing(area);
      if (others > 0) {
        bytes += area.sizeBytes();
        most = Math.max(most, others);
      }
    }
    return bytes < LEAST_BYTES
        ? Optional.empty()
        : Optional.of(
            new MemoryFinding(
                Kind.SHARED_ONCE,
                "%s of shared memory in %d processes is charged once, and counts in the resident memory of each that touches it"
                    .formatted(ByteSize.text(bytes), most + 1),
                bytes));
  }
}
