package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CpuShareTest {
  private static final long TICK = Kernel.TICK_NANOS;

  @Test
  void oneMeansOneProcessor() {
    CpuShare share = new CpuShare(100, 0);
    assertThat(share.look(125, 25 * TICK)).isEqualTo(1.0);
    assertThat(share.look(175, 50 * TICK)).isEqualTo(2.0);
    assertThat(share.look(175, 75 * TICK)).isZero();
  }

  @Test
  void lookThatComesTooSoonLosesNothing() {
    CpuShare share = new CpuShare(0, 0);
    assertThat(share.look(1, TICK / 2)).isZero();
    assertThat(share.look(2, 2 * TICK)).isEqualTo(1.0);
  }
}
