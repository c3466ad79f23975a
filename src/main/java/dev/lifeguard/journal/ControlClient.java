package dev.lifeguard.journal;

import dev.lifeguard.job.CommandAnswer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Asks a run that another process supervises, over its control socket.
public final class ControlClient {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private ControlClient() {}

  /// Asks and waits for the answer, fifteen seconds at most.
  ///
  /// @return what the pool answered, or why there is no answer
  public static Tried<CommandAnswer> ask(Path socket, ControlRequest request) {
    return ask(socket, request, PATIENCE);
  }

  /// The same with another patience.
  static Tried<CommandAnswer> ask(Path socket, ControlRequest request, Duration patience) {
    CompletableFuture<Tried<CommandAnswer>> answer = new CompletableFuture<>();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Thread.ofVirtual().start(() -> answer.complete(exchange(channel, socket, request)));
      return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      return new Tried.Refused<>("the supervisor does not answer at " + socket);
    } catch (IOException e) {
      return new Tried.Refused<>(cannot(socket, e));
    }
  }

  private static Tried<CommandAnswer> exchange(
      SocketChannel channel, Path socket, ControlRequest request) {
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      LineExchange lines = new LineExchange(channel);
      lines.send(ControlLine.of(request));
      return switch (lines.next()) {
        case LineExchange.Received.Line(ByteBuffer line) ->
            new Tried.Done<>(ControlLine.answer(line));
        case LineExchange.Received.TooLong _ ->
            new Tried.Refused<>("the answer at " + socket + " is too long to be one");
        case LineExchange.Received.End _ -> new Tried.Refused<>("the run ended before it answered");
      };
    } catch (Unreadable e) {
      return new Tried.Refused<>("the answer at " + socket + " is none: " + e.why());
    } catch (IOException e) {
      return new Tried.Refused<>(cannot(socket, e));
    }
  }

  private static String cannot(Path socket, IOException e) {
    return "the control socket " + socket + " cannot be reached: " + IoSentence.reason(e);
  }
}
