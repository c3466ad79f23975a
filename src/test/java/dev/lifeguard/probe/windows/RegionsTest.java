package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.MemoryRegion;
import dev.lifeguard.probe.windows.Region.Kind;
import dev.lifeguard.probe.windows.Region.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What an address space is said to consist of.
final class RegionsTest {
  private static final long MIB = 1 << 20;
  private static final int READ_WRITE = 0x04;
  private static final int GUARD = 0x104;
  private static final int RUN_AND_READ = 0x20;

  private static final Region HEAP =
      new Region(0x1000, 0x1000, 10 * MIB, State.COMMITTED, Kind.PRIVATE, READ_WRITE);
  private static final Region SET_ASIDE =
      new Region(0x100_0000, 0x100_0000, 3072 * MIB, State.RESERVED, Kind.PRIVATE, 0);
  private static final Region FLOW_GUARD =
      new Region(0x7DF0_0000_0000L, 0x7DF0_0000_0000L, 2L << 40, State.RESERVED, Kind.MAPPED, 0);
  private static final Region PROGRAM =
      new Region(
          0x7FF0_0000_0000L, 0x7FF0_0000_0000L, 2 * MIB, State.COMMITTED, Kind.IMAGE, RUN_AND_READ);
  private static final Region STACK =
      new Region(0x20_2000, 0x20_0000, MIB, State.COMMITTED, Kind.PRIVATE, READ_WRITE);
  private static final Region STACK_GUARD =
      new Region(0x20_1000, 0x20_0000, 4096, State.COMMITTED, Kind.PRIVATE, GUARD);
  private static final Region SHARED =
      new Region(0x50_0000, 0x50_0000, 4 * MIB, State.COMMITTED, Kind.MAPPED, READ_WRITE);

  private static final AddressSpace SPACE =
      new AddressSpace(List.of(HEAP, STACK_GUARD, STACK, SHARED, SET_ASIDE, FLOW_GUARD, PROGRAM));

  @Test
  void whatIsSetAsideForMappingsIsNobodysReserve() {
    assertThat(SPACE.setAsideBytes()).isEqualTo((10 + 1 + 4 + 3072 + 2) * MIB + 4096);
    assertThat(SPACE.privateReserveBytes()).isEqualTo(3072 * MIB);
    assertThat(SPACE.privateCommitBytes()).isEqualTo(11 * MIB + 4096);
  }

  @Test
  void mapSumsUpWhatRegionsAreFor() {
    WorkingSet working =
        new WorkingSet(Map.of(HEAP.address(), new WorkingSet.Part(6 * MIB, 5 * MIB)));
    MemoryMap map =
        MapOfRegions.of(
            SPACE, working, Map.of(PROGRAM.allocation(), "\\x.exe"), Instant.EPOCH, Duration.ZERO);
    assertThat(map.areas()).isEqualTo(6);
    assertThat(map.types())
        .containsExactly(
            new MappingUse(
                MappingType.PRIVATE_ANONYMOUS,
                10 * MIB,
                10 * MIB,
                6 * MIB,
                5 * MIB,
                0,
                1,
                10 * MIB),
            new MappingUse(MappingType.THREAD_STACKS, MIB + 4096, MIB + 4096, 0, 0, 0, 2, MIB),
            new MappingUse(MappingType.FILES, 2 * MIB, 0, 0, 0, 0, 1, 2 * MIB),
            new MappingUse(MappingType.SHARED_MEMORY, 4 * MIB, 0, 0, 0, 0, 1, 4 * MIB),
            new MappingUse(MappingType.NO_ACCESS, 3072 * MIB, 0, 0, 0, 0, 1, 3072 * MIB));
    assertThat(map.largest().getFirst())
        .isEqualTo(
            new MemoryRegion(
                SET_ASIDE.address(), 3072 * MIB, 0, 0, 0, MappingType.NO_ACCESS, "---p", ""));
    assertThat(map.largest()).extracting(MemoryRegion::name).contains("\\x.exe");
  }

  @Test
  void permissionsAreInTheLettersOfLinux() {
    assertThat(HEAP.permissions()).isEqualTo("rw-p");
    assertThat(PROGRAM.permissions()).isEqualTo("r-xp");
    assertThat(SHARED.permissions()).isEqualTo("rw-s");
    assertThat(STACK_GUARD.permissions()).isEqualTo("---p");
  }

  @Test
  void reserveWithoutUseIsSaidToBeFree() {
    assertThat(ReserveAndCommit.of(sizes(30 * MIB, 40 * MIB, 3100 * MIB)))
        .extracting(MemoryFinding::sentence)
        .containsExactly(
            "3.03 GiB reserved, 40.0 MiB committed: to reserve is free, only what is committed is"
                + " charged against the commit limit");
    assertThat(ReserveAndCommit.of(sizes(30 * MIB, 40 * MIB, 300 * MIB))).isEmpty();
  }

  @Test
  void commitWithoutUseIsSaidToBeCharged() {
    assertThat(ReserveAndCommit.of(sizes(30 * MIB, 3000 * MIB, 3100 * MIB)))
        .extracting(MemoryFinding::sentence)
        .containsExactly(
            "2.93 GiB committed, 30.0 MiB resident: Windows charges all of it against the commit"
                + " limit of the machine, touched or not");
    assertThat(ReserveAndCommit.of(sizes(2000 * MIB, 3000 * MIB, 3100 * MIB))).isEmpty();
  }

  private static MemoryReading sizes(long resident, long committed, long reserved) {
    return new MemoryReading(
        OptionalLong.of(resident),
        OptionalLong.of(committed),
        OptionalLong.of(reserved),
        OptionalLong.empty());
  }
}
