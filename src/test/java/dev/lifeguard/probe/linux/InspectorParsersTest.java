package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CgroupDetail;
import dev.lifeguard.job.JvmHeap;
import dev.lifeguard.job.MemoryPressure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectorParsersTest {
  private static final long MIB = 1 << 20;

  @Test
  void heapOfG1IsRead() {
    assertThat(
            HeapText.parse(
                """
                 garbage-first heap   total reserved 4194304K, committed 65536K, used 3072K [0x0000000700000000, 0x0000000800000000)
                  region size 2048K, 1 young (2048K), 0 survivors (0K)
                 Metaspace       used 123K, committed 448K, reserved 1114112K
                  class space    used 6K, committed 128K, reserved 1048576K
                """))
        .hasValue(new JvmHeap("garbage-first heap", 3 * MIB, 64 * MIB, 4096 * MIB));
    assertThat(
            HeapText.parse(
                """
                 garbage-first heap   total 65536K, used 1024K [0x0000000700000000, 0x0000000800000000)
                  region size 2048K, 1 young (2048K), 0 survivors (0K)
                """))
        .as("before Java 25")
        .hasValue(new JvmHeap("garbage-first heap", MIB, 64 * MIB, 4096 * MIB));
  }

  @Test
  void heapOfTwoGenerationsIsAddedUp() {
    assertThat(
            HeapText.parse(
                """
                 def new generation   total 19648K, used 1050K [0x00000000c0000000, 0x00000000c1550000, 0x00000000d5550000)
                  eden space 17472K,   6% used [0x00000000c0000000, 0x00000000c0106a80, 0x00000000c1110000)
                  from space 2176K,   0% used [0x00000000c1110000, 0x00000000c1110000, 0x00000000c1330000)
                 tenured generation   total 43712K, used 10K [0x00000000d5550000, 0x00000000d8000000, 0x0000000100000000)
                   the space 43712K,   0% used [0x00000000d5550000, 0x00000000d5550000, 0x00000000d5550200, 0x00000000d8000000)
                """))
        .hasValue(
            new JvmHeap(
                "def new generation and tenured generation",
                1060 << 10,
                63360 << 10,
                0x100000000L - 0xc0000000L));
  }

  @Test
  void heapsOfTheConcurrentCollectorsAreRead() {
    assertThat(HeapText.parse(" ZHeap           used 12M, capacity 64M, max capacity 4096M\n"))
        .hasValue(new JvmHeap("ZHeap", 12 * MIB, 64 * MIB, 4096 * MIB));
    assertThat(
            HeapText.parse(
                "Shenandoah Heap\n 4096M max, 4096M soft max, 64M committed, 10M used\n"))
        .hasValue(new JvmHeap("Shenandoah heap", 10 * MIB, 64 * MIB, 4096 * MIB));
    assertThat(HeapText.parse("Unknown diagnostic command\n")).isEmpty();
  }

  @Test
  void pressureIsAShareOfTime() {
    assertThat(
            PressureText.parse(
                """
                some avg10=12.50 avg60=3.00 avg300=0.10 total=4711
                full avg10=1.00 avg60=0.00 avg300=0.00 total=12
                """))
        .hasValue(new MemoryPressure(0.125, 0.03, 0.01, 0));
    assertThat(PressureText.parse("some avg10=1.00 avg60=0.00 avg300=0.00 total=1\n")).isEmpty();
    assertThat(PressureText.parse("")).isEmpty();
  }

  @Test
  void statusTellsUserSignalsAndInnerNumber() {
    String text =
        """
        Name:\tjava
        Uid:\t1000\t1001\t1000\t1000
        NSpid:\t4711\t12
        SigCgt:\t2000000181005ccf
        """;
    assertThat(StatusText.effectiveUser(text)).hasValue(1001);
    assertThat(StatusText.innermostPid(text)).hasValue(12);
    assertThat(StatusText.catchesQuit(text)).isTrue();
    assertThat(StatusText.catchesQuit("SigCgt:\t0000000000000002\n")).isFalse();
    assertThat(StatusText.catchesQuit("")).isFalse();
    assertThat(StatusText.effectiveUser("")).isEmpty();
  }

  @Test
  void softLimitIsRead() {
    String text =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max open files            1024                 1048576              files
        Max processes             unlimited            unlimited            processes
        """;
    assertThat(ProcessLimits.soft(text, "Max open files")).hasValue(1024);
    assertThat(ProcessLimits.soft(text, "Max processes")).isEmpty();
    assertThat(ProcessLimits.soft(text, "Max nothing")).isEmpty();
  }

  @Test
  void commandLineKeepsEmptyWordsAndLineBreaks() {
    assertThat(words("a\0\0b\nc\0")).containsExactly("a", "", "b\nc");
    assertThat(words("renamed itself")).containsExactly("renamed itself");
    assertThat(words("")).isEmpty();
  }

  private static List<String> words(String text) {
    return DetailLook.words(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lowestLimitOnTheWayUpHolds(@TempDir Path mount) throws IOException {
    Path own = Files.createDirectories(mount.resolve("a/b"));
    Files.writeString(own.resolve("memory.current"), "5000\n");
    Files.writeString(own.resolve("memory.max"), "max\n");
    Files.writeString(mount.resolve("a/memory.max"), "9000\n");
    Files.writeString(mount.resolve("memory.max"), "10000\n");
    String mounts = "31 23 0:27 / " + mount + " rw shared:9 - cgroup2 cgroup rw\n";
    assertThat(new CgroupLook(new CgroupTree()).of(mounts, "0::/a/b\n"))
        .hasValue(
            new CgroupDetail(
                "/a/b",
                2,
                OptionalLong.of(9000),
                "/a",
                OptionalLong.of(5000),
                OptionalLong.empty()));
    assertThat(new CgroupLook(new CgroupTree()).of("", "")).isEmpty();
  }
}
