package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A guard that needs longer than its port waits for it, because it is suspended meanwhile.
final class LateGuard {
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  private LateGuard() {}

  /// Opens this port, closes it, and looks what becomes of its guard.
  static void becomesNoZombie(Supplier<LivePort> opening) {
    List<Long> others = guards();
    LivePort live = opening.get();
    // Its command line can be read a moment after it was started.
    long guard =
        await()
            .until(
                () -> guards().stream().filter(it -> !others.contains(it)).findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(ShellKill.one(guard, SIGSTOP)).isTrue();
    live.close();
    assertThat(LivePort.isAlive(guard)).isTrue();
    assertThat(ShellKill.one(guard, SIGCONT)).isTrue();
    await().until(() -> !Files.exists(Path.of("/proc/" + guard)));
  }

  private static List<Long> guards() {
    return ProcessHandle.current()
        .children()
        .filter(it -> it.info().commandLine().orElse("").contains("lifeguard-guard"))
        .map(ProcessHandle::pid)
        .toList();
  }
}
