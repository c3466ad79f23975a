package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobMessageTest {
  @Test
  void refusedMemoryIsTold() {
    assertThat(JobMessage.of(9)).hasValueSatisfying(it -> assertThat(it.isRefusal()).isTrue());
    assertThat(JobMessage.of(10)).hasValueSatisfying(it -> assertThat(it.isRefusal()).isTrue());
    assertThat(JobMessage.of(8)).contains(JobMessage.ABNORMAL_EXIT);
    assertThat(JobMessage.ABNORMAL_EXIT.isRefusal()).isFalse();
    assertThat(JobMessage.of(1)).isEqualTo(Optional.empty());
  }
}
