package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;

import dev.lifeguard.testing.NotOnWindows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class PortableWorkerTest {
  private static final int NUMBER = 8017;

  @TempDir private Path directory;

  @Test
  void threadsThatWaitToTellEndWithTheRelease() {
    try (LivePort live = LivePort.open(LivePort.Means.PORTABLE, directory)) {
      live.start(NUMBER);
      // Far more than may wait untold; nobody listens meanwhile.
      for (int i = 0; i < 300; i++) {
        live.give(NUMBER, "[\"say\", \"x\"]");
      }
      await().until(PortableWorkerTest::someoneWaitsToTell);
      live.port().release(NUMBER);
      await().until(() -> threads().isEmpty());
    }
  }

  /// The reader of messages or the reader of output, whichever came first to the end of the room;
  /// the other may be blocked behind it, because they tell in one order.
  private static boolean someoneWaitsToTell() {
    return threads().stream()
        .filter(it -> !it.getName().endsWith("orders"))
        .anyMatch(it -> it.getState() == Thread.State.WAITING);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith("lifeguard-worker-" + NUMBER + "-"))
        .toList();
  }
}
