package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.testing.NotOnWindows;
import org.junit.jupiter.api.Test;

@NotOnWindows
final class NativeWorkerTest {
  @Test
  void whatTheKernelCannotWatchIsAnAnswerAndNoException() {
    NativeIo withoutEpoll = new NativeIo(LinuxSys.open().orElseThrow(), -1);
    NativeWorker worker = new NativeWorker(1, withoutEpoll, 1 << 20, true);
    NativeProcess process = new NativeProcess(new ProcessIdentity(1, 0, 0), -1, -1, -1, -1, -1);
    assertThat(worker.started(process, new byte[1])).isNegative();
  }
}
