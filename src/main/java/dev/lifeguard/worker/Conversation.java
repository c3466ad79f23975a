package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;

/// Turns the messages of one worker into facts, and knows which may come when. Owned by one thread.
final class Conversation {
  /// The version of the protocol that this program speaks.
  static final int PROTOCOL = 1;

  private static final int MESSAGE_CHARACTERS = 500;

  private final int worker;
  private final LongFunction<Optional<ProcessIdentity>> behind;
  private boolean saidHello;
  private boolean broken;

  /// @param behind tells who has this number when a launcher was started and is not the worker
  Conversation(int worker, LongFunction<Optional<ProcessIdentity>> behind) {
    this.worker = worker;
    this.behind = behind;
  }

  /// With a worker that is the process that was started.
  Conversation(int worker) {
    this(worker, _ -> Optional.empty());
  }

  /// Tells what was decoded.
  ///
  /// @return whether the next message may be asked for
  boolean tell(Decoded decoded, WorkerFacts facts, long atNanos) {
    if (broken) {
      return false;
    }
    return switch (decoded) {
      case Decoded.Nothing _ -> false;
      case Decoded.Offence offence -> violation(offence.sentence(), facts, atNanos);
      case Decoded.Message message -> tell(message, facts, atNanos);
    };
  }

  private boolean tell(Decoded.Message message, WorkerFacts facts, long atNanos) {
    return switch (message.type()) {
      case HELLO -> hello(message, facts, atNanos);
      case DONE -> done(message, facts, atNanos);
      case FAILED -> failed(message, facts, atNanos);
      case BYE -> {
        facts.bye(worker, atNanos);
        yield true;
      }
      case RUN, STOP, DUMP, INTERRUPT ->
          throw new IllegalStateException("the decoder lets no order through");
    };
  }

  private boolean hello(Decoded.Message message, WorkerFacts facts, long atNanos) {
    JsonMembers hello = JsonMembers.of(message.payload().utf8());
    long protocol = hello.number("protocol");
    if (saidHello || protocol != PROTOCOL) {
      String problem =
          saidHello
              ? "it said `hello` twice"
              : "its `hello` names protocol %d, and this program speaks %d"
                  .formatted(protocol, PROTOCOL);
      byte[] bytes = message.payload().utf8();
      return violation(problem + ": " + Quoted.bytes(bytes, 0, bytes.length), facts, atNanos);
    }
    saidHello = true;
    String runtime = hello.string("runtime", "unknown");
    long pid = hello.number("pid");
    behind.apply(pid).ifPresent(process -> facts.spawned(worker, process, atNanos));
    facts.ready(worker, runtime, pid, hello.number("tid"), atNanos);
    return true;
  }

  private boolean done(Decoded.Message message, WorkerFacts facts, long atNanos) {
    if (!saidHello || message.task() == 0) {
      return outOfTurn("done", message, facts, atNanos);
    }
    if (message.tooDeep()) {
      facts.failed(worker, message.task(), message.attempt(), tooDeep(), atNanos);
    } else {
      facts.result(worker, message.task(), message.attempt(), message.payload(), atNanos);
    }
    return true;
  }

  private boolean failed(Decoded.Message message, WorkerFacts facts, long atNanos) {
    if (message.task() == 0 ? saidHello : !saidHello) {
      return outOfTurn("failed", message, facts, atNanos);
    }
    if (message.task() == 0) {
      TaskAnswer.Failure failure = message.tooDeep() ? tooDeep() : failure(message.payload());
      boolean both = !failure.message().isEmpty() && !failure.type().isEmpty();
      String separator = both ? ": " : "";
      facts.startFailed(worker, failure.type() + separator + failure.message(), atNanos);
    } else {
      TaskAnswer.Failure failure = message.tooDeep() ? tooDeep() : shaped(message.payload());
      facts.failed(worker, message.task(), message.attempt(), failure, atNanos);
    }
    return true;
  }

  private boolean outOfTurn(String type, Decoded.Message message, WorkerFacts facts, long atNanos) {
    byte[] bytes = message.payload().utf8();
    String sentence =
        "it sent `%s` for task %d %s `hello`: %s"
            .formatted(
                type,
                message.task(),
                saidHello ? "after" : "before",
                Quoted.bytes(bytes, 0, bytes.length));
    return violation(sentence, facts, atNanos);
  }

  private boolean violation(String sentence, WorkerFacts facts, long atNanos) {
    broken = true;
    facts.violation(worker, sentence, atNanos);
    return false;
  }

  private static TaskAnswer.Failure failure(Payload json) {
    JsonMembers error = JsonMembers.of(json.utf8());
    return new TaskAnswer.Failure(
        error.string("type", "Error"), shortened(error.string("message", "")), json);
  }

  /// Of a task. Whoever reads results finds all of them in the shape of an error, also what the
  /// protocol does not want.
  private static TaskAnswer.Failure shaped(Payload json) {
    TaskAnswer.Failure failure = failure(json);
    if (!JsonMembers.of(json.utf8()).string("type", "").isEmpty()) {
      return failure;
    }
    String message = shortened(json.toString());
    String error =
        "{\"type\":\"Error\",\"message\":%s,\"traceback\":\"\"}"
            .formatted(CommandOutput.quoted(message));
    return new TaskAnswer.Failure("Error", message, Payload.of(error));
  }

  private static String shortened(String message) {
    if (message.length() > MESSAGE_CHARACTERS) {
      int end = MESSAGE_CHARACTERS - 1;
      end = Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end;
      return message.substring(0, end) + "…";
    }
    return message;
  }

  private static TaskAnswer.Failure tooDeep() {
    String text = "the answer is nested deeper than " + JsonCheck.MAX_DEPTH + " levels";
    String json = "{\"type\":\"ValueError\",\"message\":\"" + text + "\",\"traceback\":\"\"}";
    Payload payload = Payload.of(json.getBytes(StandardCharsets.UTF_8));
    return new TaskAnswer.Failure("ValueError", text, payload);
  }
}
