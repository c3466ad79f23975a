package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryReading;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MapFindingsTest {
  private static final long GIB = 1L << 30;
  private static final long AT = 0x7f0000000000L;
  private static final SmapsArea STACK =
      new SmapsArea(0x7ffe0000L, 0x7fff0000L, "rw-p", 0, "[stack]", 0, 0, 0, 0, " ac ");

  private static SmapsArea anonymous(long size, long pss, String flags) {
    return new SmapsArea(AT, AT + size, "rw-p", 0, "", pss, pss, pss, 0, " " + flags + " ");
  }

  private static SmapsArea shared(long size, long inode) {
    return new SmapsArea(
        AT, AT + size, "rw-s", inode, "/dev/zero (deleted)", 0, 0, 0, 0, " rd wr sh ");
  }

  private static MemoryReading sizes(long resident, long committed, long reserved) {
    return new MemoryReading(
        OptionalLong.of(resident),
        OptionalLong.of(committed),
        OptionalLong.of(reserved),
        OptionalLong.empty());
  }

  private static List<String> sentences(
      MemoryReading sizes, List<SmapsArea> own, List<List<SmapsArea>> others) {
    SmapsRelatives family = new SmapsRelatives(own);
    others.forEach(family::add);
    return MapFindings.of(sizes, own, family, false).stream().map(MemoryFinding::sentence).toList();
  }

  @Test
  void memoryOfTheParentIsCommittedAgainInEveryForkedWorker() {
    List<SmapsArea> areas = List.of(anonymous(26 * GIB / 10, 0, "rd wr ac"), STACK);
    assertThat(sentences(sizes(0, 3 * GIB, 3 * GIB), areas, List.of(areas, areas, areas, areas)))
        .containsExactly(
            "2.60 GiB inherited by fork, committed again in each of 4 processes: 10.4 GiB of commit"
                + " that nobody touched; MAP_NORESERVE or MADV_DONTFORK would make it reserved"
                + " only");
  }

  @Test
  void whatIsTouchedOfItIsTold() {
    List<SmapsArea> areas = List.of(anonymous(GIB, GIB / 4, "rd wr ac"), STACK);
    assertThat(sentences(sizes(GIB, GIB, GIB), areas, List.of(areas)))
        .first()
        .asString()
        .startsWith(
            "1.00 GiB inherited by fork, committed again in a forked process: 1.00 GiB of commit,"
                + " with 512 MiB of it in use;");
  }

  @Test
  void copyThatHasGrownAtOneEndIsStillACopy() {
    SmapsArea grown = new SmapsArea(AT - GIB, AT + GIB, "rw-p", 0, "", 0, 0, 0, 0, " rd wr ac ");
    assertThat(
            sentences(
                sizes(0, 0, 0),
                List.of(anonymous(GIB, 0, "rd wr ac"), STACK),
                List.of(List.of(grown, STACK))))
        .first()
        .asString()
        .contains(": 1.00 GiB of commit");
  }

  @Test
  void memoryWithoutAPromiseIsNotMultiplied() {
    List<SmapsArea> areas = List.of(anonymous(3 * GIB, 0, "rd wr nr"), STACK);
    assertThat(sentences(sizes(0, 0, 0), areas, List.of(areas, areas))).isEmpty();
  }

  @Test
  void programThatAsksForTheSameAddressIsNoFork() {
    List<SmapsArea> areas = List.of(anonymous(3 * GIB, 0, "rd wr ac"), STACK);
    SmapsArea elsewhere =
        new SmapsArea(0x7ffd0000L, 0x7ffe0000L, "rw-p", 0, "[stack]", 0, 0, 0, 0, " ac ");
    assertThat(sentences(sizes(0, 0, 0), areas, List.of(List.of(areas.getFirst(), elsewhere))))
        .isEmpty();
  }

  @Test
  void reserveWithoutUseCostsNothing() {
    assertThat(sentences(sizes(61 << 20, 148 << 20, 67 * GIB / 10), List.of(), List.of()))
        .containsExactly(
            "6.70 GiB reserved, 148 MiB committed, 61.0 MiB resident: address space without a"
                + " promise costs nothing");
  }

  @Test
  void commitWithoutUseIsTold() {
    assertThat(sentences(sizes(11 << 20, 3 * GIB, 3 * GIB), List.of(), List.of()))
        .containsExactly(
            "3.00 GiB committed, 11.0 MiB in use: the kernel has promised the rest and nobody has"
                + " touched it");
  }

  @Test
  void sharedMemoryIsChargedOnce() {
    assertThat(
            sentences(
                sizes(0, 0, 0),
                List.of(shared(GIB, 7)),
                List.of(List.of(shared(GIB, 7)), List.of(shared(GIB, 7)), List.of(shared(GIB, 8)))))
        .containsExactly(
            "1.00 GiB of shared memory in 3 processes is charged once, and counts in the resident"
                + " memory of each that touches it");
  }
}
