package dev.lifeguard.gui.common;

import static dev.lifeguard.testing.Patience.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
final class PulseTest {
  @Test
  void workThatFailsDoesNotKeepTheRestWaiting() {
    Pulse pulse = new Pulse();
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch handedOver = new CountDownLatch(1);
    Platform.runLater(() -> awaitUninterruptibly(handedOver));
    pulse.execute(() -> {
      throw new IllegalStateException("a bug");
    });
    pulse.execute(() -> ran.set(true));
    handedOver.countDown();
    await().untilTrue(ran);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
