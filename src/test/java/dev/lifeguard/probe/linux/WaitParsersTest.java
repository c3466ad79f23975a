package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The texts of the kernel that tell what a thread waits for.
final class WaitParsersTest {
  @Test
  void systemCallIsReadWithItsArguments() {
    String line =
        "202 0x55b31dc071c0 0x189 0x0 0x0 0x0 0xffffffffffffffff 0x7ffd191e6bc0 0x7f02f4\n";
    assertThat(SystemCall.parse(line))
        .contains(new SystemCall.In(202, 0x55b31dc071c0L, 0x189, 0, 0, 0, -1));
  }

  @Test
  void threadOutsideOfAnyCallIsTold() {
    assertThat(SystemCall.parse("running\n")).contains(new SystemCall.Running());
    assertThat(SystemCall.parse("-1 0x7ffd191e6bc0 0x7f02f4\n")).contains(new SystemCall.Outside());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "202", "202 0x1 0x2", "x 0x1 0x1 0x1 0x1 0x1 0x1 0x1 0x1"})
  void tornLineIsNoCall(String line) {
    assertThat(SystemCall.parse(line)).isEmpty();
  }

  @Test
  void numbersDependOnTheArchitecture() {
    assertThat(BlockingCall.numbersOf("amd64")).containsEntry(0L, BlockingCall.READ);
    assertThat(BlockingCall.numbersOf("amd64")).containsEntry(202L, BlockingCall.FUTEX);
    assertThat(BlockingCall.numbersOf("aarch64")).containsEntry(63L, BlockingCall.READ);
    assertThat(BlockingCall.numbersOf("aarch64")).containsEntry(98L, BlockingCall.FUTEX);
    assertThat(BlockingCall.numbersOf("aarch64")).containsEntry(202L, BlockingCall.ACCEPT);
    assertThat(BlockingCall.numbersOf("aarch64")).doesNotContainValue(BlockingCall.POLL);
    assertThat(BlockingCall.numbersOf("riscv64")).isEmpty();
  }

  /// Two calls of one number would hide each other.
  @ParameterizedTest
  @ValueSource(strings = {"amd64", "aarch64"})
  void everyNumberBelongsToOneCall(String architecture) {
    var numbers = BlockingCall.numbersOf(architecture);
    assertThat(numbers.values()).doesNotHaveDuplicates();
    assertThat(numbers).hasSize(architecture.equals("amd64") ? BlockingCall.values().length : 37);
  }

  @ParameterizedTest
  @CsvSource({
    "futex_do_wait, probably waits for a lock (futex_do_wait)",
    "futex_wait_queue, probably waits for a lock (futex_wait_queue)",
    "futex_wait_queue_me, probably waits for a lock (futex_wait_queue_me)",
    "pipe_read, probably reads a pipe (pipe_read)",
    "anon_pipe_read, probably reads a pipe (anon_pipe_read)",
    "anon_pipe_write, probably writes to a full pipe (anon_pipe_write)",
    "wait_for_partner, opens a named pipe that nobody has open at its other end",
    "locks_lock_inode_wait, waits for a lock on a file (locks_lock_inode_wait)",
    "__do_semtimedop, probably waits for a semaphore (__do_semtimedop)"
  })
  void placeInTheKernelIsWeakEvidenceOfAHang(String place, String words) {
    assertThat(KernelWait.of(place)).isEqualTo(new Wait.ForEver(words));
  }

  @ParameterizedTest
  @CsvSource({
    "hrtimer_nanosleep, sleeps",
    "poll_schedule_timeout.constprop.0, waits for events (poll_schedule_timeout.constprop.0)",
    "ep_poll, waits for events (ep_poll)",
    "unix_stream_read_generic, waits for a network socket",
    "inet_csk_accept, waits for a network socket",
    "__skb_wait_for_more_packets, waits for a network socket",
    "sk_wait_data, waits for a network socket",
    "do_freezer_trap, is frozen by its control group",
    "__do_sys_pause, waits for a signal",
    "mem_cgroup_handle_over_high, waits in the kernel (mem_cgroup_handle_over_high)"
  })
  void otherPlacesAreNoHang(String place, String words) {
    assertThat(KernelWait.of(place)).isEqualTo(new Wait.Due(words, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", ""})
  void placeThatIsNotToldMayBeAny(String place) {
    assertThat(KernelWait.of(place)).isEqualTo(new Wait.Due("waits in the kernel", false));
    assertThat(KernelWait.ofOpening(place)).isEqualTo(new Wait.Due("opens a file", false));
  }

  @Test
  void openingIsOnlyAHangAtANamedPipe() {
    assertThat(KernelWait.ofOpening("wait_for_partner")).isInstanceOf(Wait.ForEver.class);
    assertThat(KernelWait.ofOpening("nfs_wait_bit_killable"))
        .isEqualTo(new Wait.Due("opens a file", true));
  }

  @Test
  void placeOfAWaitForAChildIsKnown() {
    assertThat(KernelWait.of("do_wait")).isEqualTo(new Wait.ForChild("waits for a child"));
  }

  @Test
  void runsOfAThreadAreRead() {
    assertThat(ThreadRuns.parse("561515 67080 12\n")).contains(new ThreadRuns(561515, 12));
    assertThat(ThreadRuns.parse("561515 67080\n")).isEmpty();
  }

  @Test
  void kernelThatDoesNotCountIsNotBelieved() {
    assertThat(ThreadRuns.parse("0 0 0\n")).isEmpty();
  }

  @Test
  void watchedDescriptorsOfAnEpollAreRead() {
    String text =
        """
        pos:	0
        flags:	02000002
        mnt_id:	15
        tfd:       10 events:       19 data:                a  pos:0 ino:3 sdev:9
        tfd:        5 events:        4 data: ffffffffffffffff  pos:0 ino:4 sdev:9
        """;
    assertThat(PolledDescriptors.parseEpoll(text))
        .containsExactly(
            new PolledDescriptors.Polled(10, true), new PolledDescriptors.Polled(5, false));
  }

  @Test
  void trafficIsTheSumOfAllNumbers() {
    assertThat(Family.traffic("rchar: 6976\nwchar: 2\nsyscr: 10\n")).isEqualTo(6988);
  }
}
