package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostSystemTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, LINUX",
    "Windows 11, WINDOWS",
    "Windows Server 2025, WINDOWS",
    "Mac OS X, OTHER",
    "Darwin, OTHER",
    "'', OTHER"
  })
  void systemIsKnownByTheNameOfTheJavaLibrary(String name, HostSystem system) {
    assertThat(HostSystem.named(name)).isEqualTo(system);
  }

  @ParameterizedTest
  @CsvSource({
    "9, SIGKILL, terminate, true",
    "15, SIGTERM, terminate, true",
    "19, SIGSTOP, suspend, true",
    "18, SIGCONT, resume, true",
    "10, SIGUSR1, SIGUSR1, false"
  })
  void windowsHasNoSignalsButFourOrders(int signal, String linux, String windows, boolean has) {
    assertThat(HostSystem.LINUX.nameOf(signal)).isEqualTo(linux);
    assertThat(HostSystem.WINDOWS.nameOf(signal)).isEqualTo(windows);
    assertThat(HostSystem.LINUX.hasOrder(signal)).isTrue();
    assertThat(HostSystem.WINDOWS.hasOrder(signal)).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource({
    "2, SIGINT, Ctrl-C",
    "15, SIGTERM, the end of its console",
    "1, SIGHUP, the end of its console"
  })
  void whatEndsLifeguardOnWindowsIsItsConsole(int signal, String linux, String windows) {
    assertThat(HostSystem.LINUX.endedBy(signal)).isEqualTo(linux);
    assertThat(HostSystem.WINDOWS.endedBy(signal)).isEqualTo(windows);
  }
}
