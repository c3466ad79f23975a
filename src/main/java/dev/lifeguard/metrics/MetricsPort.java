package dev.lifeguard.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the metrics of a run over HTTP, to this machine only.
///
/// However often and by how many it is asked, at most one reading at a time is asked of the pool,
/// and only by those who wait no longer than two seconds for it: the others get status 503, and the
/// pool has one message in its inbox. Clients that say nothing are dropped after ten seconds.
public final class MetricsPort implements AutoCloseable {
  /// Where the metrics are, as everybody expects.
  private static final String PATH = "/metrics";

  private static final List<String> PLAIN = List.of("text/plain; charset=utf-8");

  private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_CONNECTIONS = 64;

  static {
    // The JDK's server waits for ever by itself, and takes any number. It reads these once.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "10");
    System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", "" + MOST_CONNECTIONS);
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-", 0).factory());
  private final Semaphore asking = new Semaphore(1, true);

  private MetricsPort(HttpServer server) {
    this.server = server;
  }

  /// Takes a port. Who connects waits until [#serve].
  ///
  /// @param port 0 for any that is free
  /// @throws IOException if it cannot be had; its message is why, for the user
  public static MetricsPort open(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      return new MetricsPort(HttpServer.create(address, MOST_CONNECTIONS));
    } catch (BindException e) {
      throw new IOException(
          "port "
              + port
              + " of the loopback interface cannot be had: "
              + String.valueOf(e.getMessage())
              + "; name another, or 0 for any that is free",
          e);
    }
  }

  /// Where the page is.
  public URI address() {
    InetSocketAddress bound = server.getAddress();
    return URI.create(
        "http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort() + PATH);
  }

  /// Begins to answer.
  ///
  /// @param readings asks for one; must not wait
  /// @param version of this program
  public void serve(Supplier<CompletionStage<MetricsReading>> readings, String version) {
    server.createContext("/", exchange -> answer(exchange, readings, version));
    server.setExecutor(threads);
    server.start();
  }

  private void answer(
      HttpExchange exchange, Supplier<CompletionStage<MetricsReading>> readings, String version)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "The metrics are at " + PATH + ".\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "The metrics can only be read.\n");
      } else {
        send(exchange, readings, version);
      }
    }
  }

  private void send(
      HttpExchange exchange, Supplier<CompletionStage<MetricsReading>> readings, String version)
      throws IOException {
    String page;
    try {
      page = MetricsPage.of(reading(readings), version);
    } catch (CompletionException e) {
      LOG.warn("the pool gave no metrics: {}", String.valueOf(e.getMessage()));
      send(exchange, 503, "The pool does not answer.\n");
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      send(exchange, 503, "The run has ended.\n");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", MetricsPage.TYPE);
    send(exchange, 200, page);
  }

  private MetricsReading reading(Supplier<CompletionStage<MetricsReading>> readings)
      throws InterruptedException {
    if (!asking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new CompletionException(new IllegalStateException("too many ask at the same time"));
    }
    CompletionStage<MetricsReading> asked = readings.get();
    // Free again when it was answered, not when somebody has lost patience: else everybody who asks
    // would leave a message with a pool that does not answer.
    asked.whenComplete((_, _) -> asking.release());
    return asked
        .toCompletableFuture()
        .copy()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().putIfAbsent("Content-Type", PLAIN);
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  /// Gives the port back. Does nothing the second time.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
