package dev.lifeguard.journal;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ProcessIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;

/// Requests and answers of the control socket as lines of JSON: `{"command":"kill","worker":3}` and
/// `{"ok":true}` or `{"ok":false,"reason":"worker 3 is dead already"}`.
final class ControlLine {
  /// The longest line that is taken; a reason may be of some length.
  static final int MOST_BYTES = 4096;

  private static final String WORDS =
      "pause, go, workers, drain, stop, abort, terminate, kill, signal, suspend, continue, restart,"
          + " retry, cancel, dump, sample";
  private static final Words<ControlRequest.Order> ORDERS = new Words<>(ControlRequest.Order.class);

  private ControlLine() {}

  /// The line of a request, with its end.
  static byte[] of(ControlRequest request) {
    JsonLine line = new JsonLine();
    line.begin();
    switch (request) {
      case ControlRequest.Whole(Command command) -> append(command, line);
      case ControlRequest.DumpAll _ -> line.field("command", "dump");
      case ControlRequest.SignalWorker(int worker, int signal) ->
          line.field("command", "signal").field("worker", worker).field("signal", signal);
      case ControlRequest.OrderWorker(int worker, ControlRequest.Order order) ->
          line.field("command", ORDERS.of(order)).field("worker", worker);
    }
    return line.end().endLine().copy();
  }

  private static void append(Command command, JsonLine line) {
    switch (command) {
      case Command.Terminate(int worker, var process) -> order("terminate", worker, process, line);
      case Command.Kill(int worker, var process) -> order("kill", worker, process, line);
      case Command.Signal(int worker, var process, int signal) -> {
        order("signal", worker, process, line);
        line.field("signal", signal);
      }
      case Command.Suspend(int worker, var process) -> order("suspend", worker, process, line);
      case Command.Continue(int worker, var process) -> order("continue", worker, process, line);
      case Command.Restart(int worker, var process) -> order("restart", worker, process, line);
      case Command.Dump(int worker, var process) -> order("dump", worker, process, line);
      case Command.Pause _ -> line.field("command", "pause");
      case Command.Go _ -> line.field("command", "go");
      case Command.Resize(int workers) -> line.field("command", "workers").field("count", workers);
      case Command.SampleEvery(Duration period) ->
          line.field("command", "sample").millis("periodMs", period.toNanos());
      case Command.SampleNow _ -> line.field("command", "sample");
      case Command.RetryTask(int task) -> line.field("command", "retry").field("task", task);
      case Command.CancelTask(int task) -> line.field("command", "cancel").field("task", task);
      case Command.Drain(String reason) -> reasoned("drain", reason, line);
      case Command.Stop(String reason) -> reasoned("stop", reason, line);
      case Command.Abort(String reason) -> reasoned("abort", reason, line);
    }
  }

  private static void order(String word, int worker, ProcessIdentity process, JsonLine line) {
    line.field("command", word).field("worker", worker);
    EventEncoder.identity(line.begin("process"), process).end();
  }

  private static void reasoned(String word, String reason, JsonLine line) {
    line.field("command", word).field("reason", reason);
  }

  /// Reads a request.
  ///
  /// @param line in an array, without its end
  /// @throws Unreadable if it is none; the reason is for people
  static ControlRequest request(ByteBuffer line) throws Unreadable {
    Fields fields =
        Fields.parse(line.array(), line.arrayOffset() + line.position(), line.remaining());
    String word = fields.text("command");
    return switch (word) {
      case "pause" -> whole(new Command.Pause());
      case "go" -> whole(new Command.Go());
      case "workers" -> whole(new Command.Resize(fields.whole("count")));
      case "sample" ->
          whole(
              fields.has("periodMs")
                  ? new Command.SampleEvery(Duration.ofNanos(fields.nanos("periodMs")))
                  : new Command.SampleNow());
      case "retry" -> whole(new Command.RetryTask(fields.whole("task")));
      case "cancel" -> whole(new Command.CancelTask(fields.whole("task")));
      case "drain" -> whole(new Command.Drain(reason(fields)));
      case "stop" -> whole(new Command.Stop(reason(fields)));
      case "abort" -> whole(new Command.Abort(reason(fields)));
      case "signal" ->
          named(
              fields,
              new ControlRequest.SignalWorker(fields.whole("worker"), fields.whole("signal")));
      case "dump" -> fields.has("worker") ? order(fields, word) : new ControlRequest.DumpAll();
      case "terminate", "kill", "suspend", "continue", "restart" -> order(fields, word);
      default ->
          throw new Unreadable("'" + cut(word) + "' is no command; the commands are " + WORDS);
    };
  }

  private static ControlRequest whole(Command command) {
    return new ControlRequest.Whole(command);
  }

  private static ControlRequest order(Fields fields, String word) throws Unreadable {
    return named(
        fields, new ControlRequest.OrderWorker(fields.whole("worker"), ORDERS.parse(word)));
  }

  private static ControlRequest named(Fields fields, ControlRequest.ToWorker request)
      throws Unreadable {
    Function<ProcessIdentity, Command> command = request::command;
    return fields.has("process")
        ? whole(command.apply(EventDecoder.identity(fields.object("process"))))
        : request;
  }

  private static String reason(Fields fields) throws Unreadable {
    return fields.has("reason") ? fields.text("reason") : "asked over the control socket";
  }

  private static String cut(String word) {
    return word.length() <= 40 ? word : word.substring(0, 39) + "…";
  }

  /// The line of an answer, with its end.
  static byte[] of(CommandAnswer answer) {
    JsonLine line = new JsonLine();
    line.begin();
    switch (answer) {
      case CommandAnswer.Accepted _ -> line.field("ok", true);
      case CommandAnswer.Refused(String reason) -> line.field("ok", false).field("reason", reason);
    }
    return line.end().endLine().copy();
  }

  /// Reads an answer.
  ///
  /// @throws Unreadable if it is none
  static CommandAnswer answer(ByteBuffer line) throws Unreadable {
    Fields fields =
        Fields.parse(line.array(), line.arrayOffset() + line.position(), line.remaining());
    return fields.yes("ok")
        ? new CommandAnswer.Accepted()
        : new CommandAnswer.Refused(fields.text("reason"));
  }
}
