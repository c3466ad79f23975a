package dev.lifeguard.cli;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.jobfile.Durations;
import dev.lifeguard.jobfile.Printable;
import dev.lifeguard.journal.ControlRequest;
import java.util.List;
import java.util.OptionalInt;

/// The words of `lifeguard ctl` behind the run directory, as a request.
final class CtlWords {
  private static final String COMMANDS =
      "pause, go, workers N, drain, stop, abort, terminate W, kill W, signal W SIG, suspend W,"
          + " continue W, restart W, retry T, cancel T, dump [W], sample D|now";

  private final String command;
  private final List<String> arguments;

  private CtlWords(String command, List<String> arguments) {
    this.command = command;
    this.arguments = arguments;
  }

  /// The request.
  ///
  /// @throws JobStarter.Refusal if the words are none
  static ControlRequest request(String command, List<String> arguments) throws JobStarter.Refusal {
    return new CtlWords(command, arguments).request();
  }

  private ControlRequest request() throws JobStarter.Refusal {
    return switch (command) {
      case "pause" -> alone(new Command.Pause());
      case "go" -> alone(new Command.Go());
      case "drain" -> alone(new Command.Drain(reason()));
      case "stop" -> alone(new Command.Stop(reason()));
      case "abort" -> alone(new Command.Abort(reason()));
      case "workers" -> whole(new Command.Resize(number("N", "how many workers to keep")));
      case "sample" -> sample();
      case "retry" -> whole(new Command.RetryTask(number("T", "the number of a task")));
      case "cancel" -> whole(new Command.CancelTask(number("T", "the number of a task")));
      case "terminate" -> order(ControlRequest.Order.TERMINATE);
      case "kill" -> order(ControlRequest.Order.KILL);
      case "suspend" -> order(ControlRequest.Order.SUSPEND);
      case "continue" -> order(ControlRequest.Order.CONTINUE);
      case "restart" -> order(ControlRequest.Order.RESTART);
      case "dump" ->
          arguments.isEmpty() ? new ControlRequest.DumpAll() : order(ControlRequest.Order.DUMP);
      case "signal" -> signal();
      default ->
          throw refusal(
              Printable.oneLine(command) + " is no command of ctl; the commands are " + COMMANDS);
    };
  }

  /// Stands in the verdict of the job.
  private String reason() {
    return "asked with lifeguard ctl " + command;
  }

  private ControlRequest alone(Command whole) throws JobStarter.Refusal {
    expect(0, command);
    return whole(whole);
  }

  private static ControlRequest whole(Command command) {
    return new ControlRequest.Whole(command);
  }

  private ControlRequest order(ControlRequest.Order order) throws JobStarter.Refusal {
    return new ControlRequest.OrderWorker(number("W", "the number of a worker"), order);
  }

  private ControlRequest signal() throws JobStarter.Refusal {
    expect(2, "signal W SIG");
    OptionalInt signal = SignalName.parse(arguments.get(1));
    if (signal.isEmpty()) {
      throw refusal(
          Printable.oneLine(arguments.get(1))
              + " is no signal; write its number, 1 to 64, or its name, as in USR1");
    }
    return new ControlRequest.SignalWorker(
        counted(arguments.getFirst(), "the number of a worker"), signal.getAsInt());
  }

  private ControlRequest sample() throws JobStarter.Refusal {
    expect(1, "sample D, or sample now");
    String period = arguments.getFirst();
    if (period.equals("now")) {
      return whole(new Command.SampleNow());
    }
    try {
      return whole(new Command.SampleEvery(Durations.parse(period)));
    } catch (IllegalArgumentException e) {
      throw refusal("sample: " + e.getMessage());
    }
  }

  private int number(String letter, String meaning) throws JobStarter.Refusal {
    expect(1, command + " " + letter);
    return counted(arguments.getFirst(), meaning);
  }

  private int counted(String text, String meaning) throws JobStarter.Refusal {
    if (!text.matches("0*[1-9]\\d{0,8}")) {
      throw refusal(
          "%s is out of place; %s takes %s, a whole number from 1"
              .formatted(Printable.oneLine(text), command, meaning));
    }
    return Integer.parseInt(text);
  }

  private void expect(int count, String form) throws JobStarter.Refusal {
    if (arguments.size() != count) {
      throw refusal(
          "%s takes %s; write lifeguard ctl RUN_DIR %s"
              .formatted(command, count == 0 ? "nothing more" : "other words", form));
    }
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
