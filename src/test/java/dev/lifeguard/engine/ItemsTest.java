package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ItemsTest {
  private final Items items = new Items();

  private static Payload item(int task) {
    return Payload.of("" + task);
  }

  @Test
  void itemIsThereFromPutToTake() {
    assertThat(items.find(5)).isEmpty();
    assertThat(items.take(5)).isEqualTo(Payload.EMPTY);
    items.put(5, item(5));
    assertThat(items.find(5)).contains(item(5));
    assertThat(items.find(6)).isEmpty();
    assertThat(items.take(5)).isEqualTo(item(5));
    assertThat(items.find(5)).isEmpty();
    assertThat(items.take(5)).isEqualTo(Payload.EMPTY);
  }

  /// The one puts while the other takes, and in the end nothing is kept but the pages at both ends,
  /// which are not full.
  @Test
  void nothingIsLostOrKeptWhileTwoThreadsPutAndTake() {
    int tasks = 200_000;
    CompletableFuture<Integer> taker =
        CompletableFuture.supplyAsync(() -> {
          int wrong = 0;
          for (int task = 1; task <= tasks; task++) {
            while (items.find(task).isEmpty()) {
              Thread.onSpinWait();
            }
            wrong += items.take(task).equals(item(task)) ? 0 : 1;
          }
          return wrong;
        });
    for (int task = 1; task <= tasks; task++) {
      items.put(task, item(task));
    }
    assertThat(taker.join()).isZero();
    assertThat(items.pageCount()).isLessThanOrEqualTo(2);
  }
}
