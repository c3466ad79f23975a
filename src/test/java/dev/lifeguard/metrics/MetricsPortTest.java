package dev.lifeguard.metrics;

import static dev.lifeguard.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.JobModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsPortTest {
  private final MetricsPort port;

  MetricsPortTest() throws IOException {
    port = MetricsPort.open(0);
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void answersThisMachineAndNobodyElse() throws Exception {
    port.serve(MetricsPortTest::reading, "9.1");
    assertThat(InetAddress.getByName(port.address().getHost()).isLoopbackAddress()).isTrue();
    Fetched page = Fetched.get(port.address());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).isEqualTo(MetricsPage.TYPE);
    assertThat(PrometheusText.parse(page.body())).containsKey("lifeguard_workers_wanted");
  }

  @Test
  void saysWhereTheMetricsAreAndThatTheyAreOnlyRead() throws Exception {
    port.serve(MetricsPortTest::reading, "9.1");
    assertThat(Fetched.get(port.address().resolve("/")).status()).isEqualTo(404);
    assertThat(Fetched.with("POST", port.address()).status()).isEqualTo(405);
    assertThat(Fetched.with("HEAD", port.address()))
        .isEqualTo(new Fetched(200, MetricsPage.TYPE, ""));
  }

  @Test
  void takenPortIsRefusedWithItsNumber() {
    assertThatThrownBy(() -> MetricsPort.open(port.address().getPort()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + port.address().getPort() + " of the loopback interface");
  }

  @Test
  void poolThatDoesNotAnswerIsAskedOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<MetricsReading> late = new CompletableFuture<>();
    Supplier<CompletionStage<MetricsReading>> pool =
        () -> {
          asked.incrementAndGet();
          return late;
        };
    port.serve(pool, "9.1");
    var first = statusAsync();
    var second = statusAsync();
    assertThat(first.join()).isEqualTo(503);
    assertThat(second.join()).isEqualTo(503);
    assertThat(asked).hasValue(1);
    late.complete(MetricsReading.of(new JobModel()));
    assertThat(Fetched.get(port.address()).status()).isEqualTo(200);
  }

  @Test
  void clientThatSaysNothingHoldsUpNobody() throws Exception {
    port.serve(MetricsPortTest::reading, "9.1");
    try (Socket half = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort())) {
      half.getOutputStream().write("GET /met".getBytes(UTF_8));
      half.getOutputStream().flush();
      assertThat(Fetched.get(port.address()).status()).isEqualTo(200);
    }
  }

  @Test
  void portIsFreeAgainAfterwards() throws Exception {
    port.serve(MetricsPortTest::reading, "9.1");
    int number = port.address().getPort();
    port.close();
    await()
        .untilAsserted(() -> {
          try (MetricsPort again = MetricsPort.open(number)) {
            assertThat(again.address().getPort()).isEqualTo(number);
          }
        });
  }

  private static CompletionStage<MetricsReading> reading() {
    return CompletableFuture.completedFuture(MetricsReading.of(new JobModel()));
  }

  private CompletableFuture<Integer> statusAsync() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Fetched.get(port.address()).status();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        ask -> Thread.ofVirtual().start(ask));
  }
}
