package dev.lifeguard.journal;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.io.InputStream;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a line of a results file says about a task, without its item and its result.
///
/// @param retryOf the task that this one repeats
/// @param answer with an empty payload, as in the journal
record ResultLine(
    int task,
    OptionalInt retryOf,
    TaskOutcome outcome,
    int attempts,
    OptionalInt worker,
    TaskAnswer answer) {
  private static final JsonFactory JSON = new JsonFactory();
  // As long as the journal keeps of a message.
  private static final int MOST_CHARACTERS = 500;

  /// Reads a line; items and results in it are passed over and never held.
  static ResultLine read(InputStream text) throws Unreadable {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return new Reading(parser).line();
    } catch (JacksonException e) {
      throw new Unreadable("it is no valid JSON (" + e.getOriginalMessage() + ")");
    }
  }

  /// One line on its way.
  private static final class Reading {
    private final JsonParser parser;
    private int task;
    private OptionalInt retryOf = OptionalInt.empty();
    private String outcome = "";
    private int attempts;
    private OptionalInt worker = OptionalInt.empty();
    private OptionalInt incident = OptionalInt.empty();
    private boolean isError;
    private String type = "";
    private String message = "";
    private boolean limit;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    ResultLine line() throws Unreadable {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("it is no JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        field(parser.currentName(), parser.nextToken());
      }
      TaskOutcome as = EventEncoder.OUTCOME.parse(outcome);
      if (task < 1 || attempts < 0) {
        throw new Unreadable("it is of no task");
      }
      return new ResultLine(task, retryOf, as, attempts, worker, answer(as));
    }

    private void field(String name, @Nullable JsonToken value) throws Unreadable {
      switch (name) {
        case "task" -> task = whole(value);
        case "retryOf" -> retryOf = OptionalInt.of(whole(value));
        case "outcome" -> outcome = text(value);
        case "attempts" -> attempts = whole(value);
        case "worker" ->
            worker =
                value == JsonToken.VALUE_NULL ? OptionalInt.empty() : OptionalInt.of(whole(value));
        case "error" -> error(value);
        default -> parser.skipChildren();
      }
    }

    private void error(@Nullable JsonToken value) throws Unreadable {
      if (value != JsonToken.START_OBJECT) {
        throw new Unreadable("its 'error' is no object");
      }
      isError = true;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "type" -> type = text(token);
          case "message" -> message = shortened(text(token));
          case "incident" -> incident = OptionalInt.of(whole(token));
          case "limit" -> limit = token == JsonToken.VALUE_TRUE;
          default -> parser.skipChildren();
        }
      }
    }

    private TaskAnswer answer(TaskOutcome as) {
      if (incident.isPresent()) {
        return new TaskAnswer.Lost(incident.getAsInt());
      }
      return switch (as) {
        case DONE -> new TaskAnswer.Result(Payload.EMPTY);
        case FAILED, TIMED_OUT, QUARANTINED ->
            isError
                ? new TaskAnswer.Failure(type, message, Payload.EMPTY, limit)
                : new TaskAnswer.None();
        case CANCELLED -> new TaskAnswer.None();
      };
    }

    private int whole(@Nullable JsonToken value) throws Unreadable {
      if (value != JsonToken.VALUE_NUMBER_INT) {
        throw new Unreadable("a number is missing");
      }
      return parser.getIntValue();
    }

    private String text(@Nullable JsonToken value) throws Unreadable {
      if (value != JsonToken.VALUE_STRING) {
        throw new Unreadable("a text is missing");
      }
      return parser.getString();
    }

    private static String shortened(String text) {
      return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
  }
}
