package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KeyedLinesTest {
  private static final String STATUS =
      """
      Name:	VmHWM: 9 kB
      VmHWMore:	    1 kB
      VmHWM:	    1748 kB
      VmRSS:	    lots
      Threads:	3\
      """;

  @Test
  void kilobytesOfTheKernelAre1024Bytes() {
    assertThat(KeyedLines.find(STATUS, "VmHWM")).hasValue(1748 * 1024);
  }

  @Test
  void numberWithoutUnitStaysAsItIs() {
    assertThat(KeyedLines.find(STATUS, "Threads")).hasValue(3);
    assertThat(KeyedLines.find("cpu  1 2\nbtime 1763580000\n", "btime")).hasValue(1763580000);
    assertThat(KeyedLines.find("oom_kill_x 4\noom_kill 2\n", "oom_kill")).hasValue(2);
  }

  @Test
  void whatIsNotThereIsAbsentAndNotZero() {
    assertThat(KeyedLines.find(STATUS, "VmData")).isEmpty();
    assertThat(KeyedLines.find(STATUS, "VmRSS")).isEmpty();
    assertThat(KeyedLines.find("", "VmData")).isEmpty();
    assertThat(KeyedLines.find("VmData", "VmData")).isEmpty();
  }
}
