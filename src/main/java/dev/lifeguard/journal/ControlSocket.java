package dev.lifeguard.journal;

import dev.lifeguard.job.CommandAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The place where a run takes commands while it lives: one JSON line asked, one answered, as often
/// as the client likes.
///
/// A thread accepts, and each connection has a virtual thread of its own. Everything is bounded:
/// the connections (further ones wait until one is free), the length of a line, and how long a
/// client may be silent or keep its answer waiting. Whatever a client does, the pool gets whole
/// commands or nothing.
public final class ControlSocket implements AutoCloseable {
  /// How many connections may wait to be accepted.
  static final int MOST_WAITING = 256;

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // What was asked before the end is still answered.
  private static final byte[] TOO_LONG =
      ControlLine.of(
          new CommandAnswer.Refused(
              "not understood: a line has at most "
                  + ControlLine.MOST_BYTES
                  + " bytes; send shorter ones"));
  private static final long LAST_ANSWERS_MILLIS = 1000;
  // After a failure that may last, such as too many open files.
  private static final long RECOVERY_MILLIS = 100;

  private final ControlPlace.Bound bound;
  private final Duration patience;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final Semaphore unanswered = new Semaphore(MOST_CONNECTIONS);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("control-deadlines").daemon().factory());

  /// Carries out what is asked. Called on the threads of the connections, several at once.
  @FunctionalInterface
  public interface Desk {
    /// The answer comes when the request was taken up or refused.
    CompletionStage<CommandAnswer> ask(ControlRequest request);
  }

  private ControlSocket(ControlPlace.Bound bound, Duration patience) {
    this.bound = bound;
    this.patience = patience;
  }

  /// Makes the socket of a run that this process has locked, for its owner only. Who connects waits
  /// until [#serve].
  ///
  /// @param environment the variables of this process
  public static Tried<ControlSocket> open(RunDirectory run, Map<String, String> environment) {
    return open(run, environment, PATIENCE);
  }

  /// The same with another patience.
  static Tried<ControlSocket> open(
      RunDirectory run, Map<String, String> environment, Duration patience) {
    try {
      return new Tried.Done<>(new ControlSocket(ControlPlace.bind(run, environment), patience));
    } catch (IOException | UnsupportedOperationException e) {
      String reason = e instanceof IOException io ? IoSentence.reason(io) : "the system has none";
      return new Tried.Refused<>(
          "The run takes no commands of lifeguard ctl: it has no control socket: " + reason);
    }
  }

  /// Where it is, an absolute path.
  public Path path() {
    return bound.path();
  }

  /// Begins to take commands.
  public void serve(Desk desk) {
    Thread.ofPlatform().name("control-socket").daemon().start(() -> accept(desk));
  }

  private void accept(Desk desk) {
    try {
      while (closed.getCount() > 0) {
        free.acquire();
        try {
          SocketChannel client = bound.channel().accept();
          connections.add(client);
          Thread.ofVirtual().name("control-connection").start(() -> serve(client, desk));
        } catch (ClosedChannelException e) {
          return;
        } catch (IOException e) {
          free.release();
          LOG.warn("a connection to the control socket failed: {}", e.getMessage());
          if (closed.await(RECOVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client, Desk desk) {
    try (client) {
      LineExchange lines = new LineExchange(client);
      while (closed.getCount() > 0 && answerNext(client, lines, desk)) {
        // Each answer makes room for the next question.
      }
    } catch (IOException e) {
      // A client that is gone, or was too slow, needs no answer.
    } finally {
      connections.remove(client);
      free.release();
    }
  }

  private boolean answerNext(SocketChannel client, LineExchange lines, Desk desk)
      throws IOException {
    return switch (inTime(client, lines::next)) {
      case LineExchange.Received.Line(ByteBuffer line) -> {
        unanswered.acquireUninterruptibly();
        try {
          byte[] answer = ControlLine.of(answer(line, desk));
          yield inTime(
              client,
              () -> {
                lines.send(answer);
                return true;
              });
        } finally {
          unanswered.release();
        }
      }
      case LineExchange.Received.TooLong _ ->
          inTime(
              client,
              () -> {
                lines.send(TOO_LONG);
                lines.discardTheRest();
                return false;
              });
      case LineExchange.Received.End _ -> false;
    };
  }

  /// What a client has to do: ask, or take an answer.
  private interface Turn<T> {
    T take() throws IOException;
  }

  /// Its connection is closed when it takes longer. The pool's own time to answer is not the
  /// client's, which may have asked at the last moment.
  private <T> T inTime(SocketChannel client, Turn<T> turn) throws IOException {
    ScheduledFuture<?> deadline =
        deadlines.schedule(() -> close(client), patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return turn.take();
    } finally {
      deadline.cancel(false);
    }
  }

  private CommandAnswer answer(ByteBuffer line, Desk desk) {
    try {
      ControlRequest request = ControlLine.request(line);
      return desk.ask(request)
          .toCompletableFuture()
          .copy()
          .orTimeout(patience.toMillis() / 2, TimeUnit.MILLISECONDS)
          .join();
    } catch (Unreadable e) {
      return new CommandAnswer.Refused("not understood: " + e.why());
    } catch (CompletionException e) {
      LOG.warn("a command got no answer", e);
      return new CommandAnswer.Refused("the pool does not answer; try again");
    }
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is given back in any case.
    }
  }

  /// Takes no further command, answers those that were asked, and removes the socket. Waits a
  /// second for that at most. Does nothing the second time.
  @Override
  public void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    try {
      Files.deleteIfExists(bound.path());
      bound.channel().close();
    } catch (IOException e) {
      LOG.warn("the control socket cannot be removed: {}", e.getMessage());
    }
    try {
      if (unanswered.tryAcquire(MOST_CONNECTIONS, LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)) {
        unanswered.release(MOST_CONNECTIONS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(ControlSocket::close);
    deadlines.shutdownNow();
  }
}
