package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class CommandAttemptTest {
  private static final int SIGKILL = 9;

  @TempDir private Path directory;

  /// The number is free after the burial, and the kernel may give it to anybody.
  @Test
  void signalOfABuriedAttemptReachesNobody() throws IOException {
    LinuxSys sys = LinuxSys.open().orElseThrow();
    SlotBoard board = new SlotBoard(sys);
    Process heir = new ProcessBuilder("setsid", "sleep", "1000").start();
    try {
      CommandSpawner.Order order = new CommandSpawner.Order(1, 1, 1, Payload.of("1"));
      CommandProcess dead = started(sys, board, order);
      var attempt =
          new CommandAttempt(
              order,
              new CommandProcess(
                  new ProcessIdentity(heir.pid(), 0, 0), dead.pidfd(), dead.output(), dead.line()),
              new OutputLines());
      sys.awaitStatus(dead.pidfd());
      attempt.bury(sys, board);
      assertThat(attempt.signal(sys, SIGKILL)).isFalse();
      assertThat(heir.isAlive()).isTrue();
    } finally {
      heir.destroyForcibly();
      board.close();
    }
  }

  private CommandProcess started(LinuxSys sys, SlotBoard board, CommandSpawner.Order order) {
    var command = new WorkerSettings.Program.Command(List.of("true"), false);
    WorkerSettings settings =
        new WorkerSettings(
            command, directory, Map.of(), new WorkerSettings.MemoryHold.None(), 1 << 20);
    CommandSpawner spawner =
        new CommandSpawner(sys, settings, command, board, new Rooms(settings.memory()));
    int[] lifeline = spawner.lifeline().orElseThrow();
    try {
      return switch (spawner.start(order, lifeline[0])) {
        case CommandSpawner.Outcome.Started(CommandProcess process) -> process;
        case CommandSpawner.Outcome other -> throw new AssertionError(other);
      };
    } finally {
      spawner.close();
      sys.close(lifeline[0]);
      sys.close(lifeline[1]);
    }
  }
}
